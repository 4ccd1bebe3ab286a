#include "kiosk/fitting.h"

#include <fmt/format.h>
#include <imgui.h>

#include <memory>
#include <optional>

#include "kiosk/survey/walkthrough.h"
#include "kiosk/text/languages.h"

namespace smilepost::kiosk {

namespace {

constexpr float rounding_px = 1;

SurveyOffer offer_in(const SurveySet& set, const std::string& language,
                     const std::string& public_line) {
  SurveyOffer offer{std::make_shared<const SurveySet>(set), {}, language, {}};
  if (!public_line.empty()) offer.public_line[language] = public_line;
  for (const auto& one : set.languages)
    offer.languages.push_back({{one, autonym(one)}, is_right_to_left(one)});
  return offer;
}

// One frame that nobody sees.
void draw_unseen(ScreenParts& parts, const SessionView& view, ScreenState& state) {
  draw_still(parts, view, state);
  ImGui::EndFrame();
}

// What has no room; nothing: all is there.
std::optional<std::string> crowded_out(const Registry& shown, const SessionView& view,
                                       const Display& display) {
  for (const auto& text : shown.texts())
    if (!text.fits) return fmt::format("\"{}\" has no room; shorten it", text.text);
  if (view.stage == Stage::follow_up && !view.more_time && !view.reasons.empty() &&
      shown.find(fmt::format("reason-{}", view.reasons.size() - 1)) == nullptr)
    return fmt::format("{} reasons have no room; offer fewer", view.reasons.size());
  const float least = display.real_mm(minimum::face_mm) - rounding_px;
  for (const auto& target : shown.targets())
    if (target.id.starts_with("face-") && (target.rect.w < least || target.rect.h < least))
      return fmt::format("{} faces would be smaller than {} mm; ask for fewer steps",
                         view.faces.size(), minimum::face_mm);
  return std::nullopt;
}

}  // namespace

Status Fitting::check(const SurveySet& set, const std::string& language,
                      const std::string& public_line) {
  const auto fault = [&](const std::string& what) {
    return Error{fmt::format("survey set \"{}\" in \"{}\": {}", set.id, language, what)};
  };
  const auto words_before = parts_.catalogue.missing();
  const auto glyphs_before = parts_.text->missing_glyphs();
  const Look look{parts_.theme.name, parts_.display.portrait()};
  ScreenState state(parts_.display, true);
  for (const auto& view : every_view(offer_in(set, language, public_line), language, look)) {
    draw_unseen(parts_, view, state);
    if (parts_.catalogue.missing() != words_before)
      return fault("the kiosk's own words are missing; add locales/" + language + ".po");
    if (parts_.text->missing_glyphs() != glyphs_before)
      return fault("no font has all of its letters; add one in assets/fonts.cmake");
    if (const auto what = crowded_out(state.registry, view, parts_.display))
      return fault("on this display " + *what);
  }
  return Done{};
}

}  // namespace smilepost::kiosk
