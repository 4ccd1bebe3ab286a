#include "kiosk/fitting.h"

#include <fmt/format.h>
#include <imgui.h>

#include <memory>

#include "kiosk/screens/set_pictures.h"
#include "kiosk/survey/call_desk.h"
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

bool leaves(const Rect& rect, const Display& display) {
  return rect.x < -rounding_px || rect.y < -rounding_px ||
         rect.right() > display.width_px + rounding_px ||
         rect.bottom() > display.height_px + rounding_px;
}

// What has no room; nothing: all is there.
std::optional<std::string> crowded_out(const TriedScreen& screen, const Display& display) {
  for (const auto& text : screen.shown.texts())
    if (!text.fits) return fmt::format("\"{}\" has no room; shorten it", text.text);
  const auto& view = screen.view;
  const bool paged = view.accessibility.large_text;
  if (view.stage == Stage::follow_up && !view.more_time && !view.reasons.empty() && !paged &&
      screen.shown.find(fmt::format("reason-{}", view.reasons.size() - 1)) == nullptr)
    return fmt::format("{} reasons have no room; offer fewer", view.reasons.size());
  for (const auto& target : screen.shown.targets()) {
    if (leaves(target.rect, display))
      return fmt::format("{} leaves the display; shorten the texts, or ask for fewer steps",
                         target.id);
    const float least = display.real_mm(target.least_mm) - rounding_px;
    if (target.id.starts_with("face-") && (target.rect.w < least || target.rect.h < least))
      return fmt::format("{} answers would be smaller than {} mm; ask for fewer steps",
                         view.faces.size(), target.least_mm);
  }
  return std::nullopt;
}

const char* usual_name_of(const SessionView& view) {
  if (view.overlay == Overlay::languages) return "list of languages";
  if (view.overlay == Overlay::accessibility) return "accessibility";
  if (view.call.stage != CallStage::closed) return "call for a colleague";
  switch (view.stage) {
    case Stage::home:
      return "question";
    case Stage::change_answer:
      return "change of the answer";
    case Stage::follow_up:
      return view.more_time ? "more time" : "follow-up";
    case Stage::thank_you:
      return "thank-you";
    case Stage::on_break:
      return "break";
    case Stage::night:
      return "night screen";
  }
  return "screen";
}

std::string name_of(const SessionView& view) {
  const std::string name = usual_name_of(view);
  return view.accessibility.large_text ? name + " in large text" : name;
}

// With the longest time that it may say.
SessionView night_view(const std::string& language) {
  SessionView view;
  view.stage = Stage::night;
  view.language = language;
  view.night.opens = LocalTime{{2026, 12, 30}, 22 * 60 + 30};  // a Wednesday
  view.night.hours_ahead = 1'000;
  return view;
}

// With as much in it as there may be: a backlog, an old PIN pad, settings of the head office.
std::vector<std::pair<const char*, StaffView>> every_staff_view(const SurveySet& set,
                                                                const std::string& language) {
  StaffView pad;
  pad.stage = StaffStage::pin;
  pad.language = language;
  pad.wrong = true;
  auto locked = pad;
  locked.locked_seconds = 30;
  StaffView panel;
  panel.stage = StaffStage::panel;
  panel.language = language;
  panel.sets.push_back({text_in(set.title, language), true});
  for (const auto& one : set.languages)
    panel.languages.push_back({{one, autonym(one)}, true, one == language});
  panel.kept = panel.acknowledged = 1'048'576;
  panel.bundle = 128;
  auto backlog = panel;
  backlog.acknowledged = 387'212;
  backlog.waits = true;
  auto changed = panel;
  changed.changed = true;
  auto failed = changed;
  failed.save_failed = true;
  return {{"PIN pad", pad},         {"locked PIN pad", locked},       {"staff panel", panel},
          {"staff panel", backlog}, {"changed staff panel", changed}, {"staff panel", failed}};
}

}  // namespace

std::optional<std::string> fault_of(const TriedScreen& screen, const Display& display,
                                    const std::string& language) {
  if (screen.words_missing)
    return "the kiosk's own words are missing; add locales/" + language + ".po";
  if (screen.letters_missing)
    return "no font has all of its letters; add one in assets/fonts.cmake";
  if (const auto what = crowded_out(screen, display)) return "on this display " + *what;
  return std::nullopt;
}

bool Fitting::try_on(const std::string& name, const SessionView& view, const StaffView& staff,
                     ScreenState& state, const See& see) {
  const auto words_before = parts_.catalogue.missing();
  const auto glyphs_before = parts_.text->missing_glyphs();
  draw_still(parts_, view, staff, state);
  ImGui::EndFrame();
  return see({name, view, state.registry, parts_.catalogue.missing() != words_before,
              parts_.text->missing_glyphs() != glyphs_before});
}

void Fitting::try_shoppers_screens(const SurveySet& set, const std::string& language,
                                   const std::string& public_line, const See& see) {
  const Look look{parts_.theme.name, parts_.display.portrait()};
  ScreenState state(parts_.display, true);
  const CallDesk desk(call_place_, {});
  const bool can_call = !desk.view(language, 0).place.empty();
  const auto offer = offer_in(set, language, public_line);
  for (const bool large_text : {false, true}) {
    const auto views = every_view(offer, {language, {.large_text = large_text}}, look);
    for (auto view : views) {
      view.call.offered = can_call;
      if (!try_on(name_of(view), view, {}, state, see)) return;
    }
    if (can_call) try_calls(views.back(), desk.view(language, 0).place, state, see);
    auto on_break = views.front();
    on_break.stage = Stage::on_break;
    if (!try_on(name_of(on_break), on_break, {}, state, see)) return;
  }
  const auto night = night_view(language);
  try_on(name_of(night), night, {}, state, see);
}

void Fitting::try_calls(SessionView view, const std::string& place, ScreenState& state,
                        const See& see) {
  using enum CallStage;
  for (const auto stage : {confirm, asking, coming, nobody}) {
    view.call = {false, stage, place};
    if (!try_on(name_of(view), view, {}, state, see)) return;
  }
}

void Fitting::try_staff_screens(const SurveySet& set, const std::string& language, const See& see) {
  SessionView below;
  below.language = language;
  ScreenState state(parts_.display, true);
  for (const auto& [name, staff] : every_staff_view(set, language))
    if (!try_on(name, below, staff, state, see)) return;
}

const std::optional<std::string>& Fitting::picture_fault(const SetLook& look) {
  if (judged_ != look) faint_ = faint_picture(look, parts_.theme.name);
  judged_ = look;
  return faint_;
}

Status Fitting::check(const SurveySet& set, const std::string& language,
                      const std::string& public_line) {
  if (const auto& fault = picture_fault(set.look))
    return Error{fmt::format("survey set \"{}\": {}", set.id, *fault)};
  Status fits = Done{};
  try_shoppers_screens(set, language, public_line, [&](const TriedScreen& screen) {
    if (const auto fault = fault_of(screen, parts_.display, language))
      fits = Error{fmt::format("survey set \"{}\" in \"{}\": {}", set.id, language, *fault)};
    return bool(fits);
  });
  return fits;
}

}  // namespace smilepost::kiosk
