#include "kiosk/sound/occasions.h"

namespace smilepost::kiosk {

std::optional<Sound> Occasions::tapped(int minute) const {
  if (!settings_.tap || silent(minute)) return std::nullopt;
  return Sound::tap;
}

// A visit is thanked once; it is asked for more time as often as it is left alone.
std::optional<Sound> Occasions::shown(const Shown& now, int minute) {
  const bool asked = now.more_time && !before_.more_time;
  before_ = now;
  if (now.stage == Stage::home) thanked_ = false;
  const bool thanks = now.stage == Stage::thank_you && !thanked_;
  thanked_ = thanked_ || thanks;
  if (silent(minute)) return std::nullopt;
  if (thanks && settings_.thanks) return Sound::thanks;
  if (asked && settings_.more_time) return Sound::more_time;
  return std::nullopt;
}

}  // namespace smilepost::kiosk
