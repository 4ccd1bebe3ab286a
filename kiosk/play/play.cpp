#include "kiosk/play/play.h"

#include "kiosk/play/progress.h"

namespace smilepost::kiosk {

namespace {

ShopDay::Shop shop_of(const SurveyOffer& offer) {
  ShopDay::Shop shop;
  for (const auto& language : offer.languages) shop.languages.push_back(language.language.language);
  const std::uint8_t steps = offer.set->questions.front().steps();
  shop.faces = steps;
  shop.follow_ups.clear();
  for (std::uint8_t vote = 1; vote <= steps; ++vote) {
    const auto next = offer.set->next_after(0, {{.vote = vote}});
    if (!next || is_scale(offer.set->questions[*next].kind)) continue;
    const auto& why = offer.set->questions[*next];
    shop.follow_ups[vote] = {static_cast<int>(why.options.size()),
                             why.kind == QuestionKind::single_choice};
  }
  return shop;
}

}  // namespace

Status play_shop_day(App& app, const Play& play, const SurveyOffer& offer,
                     const platform::Window& window,
                     const std::function<void(const std::string&)>& told,
                     const std::function<bool()>& stop) {
  const auto duration_ms = play.seconds * 1'000;
  ShopDay day(shop_of(offer), play.seed, duration_ms, told);
  Player player(day, {window.width(), window.height(), play.quarter_turns});
  Progress progress(day, duration_ms);
  app.look_on(player);
  app.look_on(progress);
  app.run([&] {
    if (stop()) day.close();
    return day.over();
  });
  if (day.lost_visitors() == 0) return Done{};
  return Error{std::to_string(day.lost_visitors()) +
               " scripted visitors did not find what they wanted on the screen"};
}

}  // namespace smilepost::kiosk
