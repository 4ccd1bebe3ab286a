// Runs the loop with a scripted shop day on it, from opening to the last visitor's leaving.
#pragma once

#include <functional>

#include "kiosk/app.h"
#include "kiosk/play/player.h"

namespace smilepost::kiosk {

struct Play {
  std::uint64_t seconds = 600;
  std::uint64_t seed = 1;
  int quarter_turns = 0;
};

// `told` hears of each answering tap, before it comes. Once `stop` says so, nobody comes any more.
Status play_shop_day(App& app, const Play& play, const SurveyOffer& offer,
                     const platform::Window& window,
                     const std::function<void(const std::string&)>& told,
                     const std::function<bool()>& stop);

}  // namespace smilepost::kiosk
