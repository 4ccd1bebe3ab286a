#include "kiosk/sound/occasions.h"

namespace smilepost::kiosk {

std::optional<Sound> Occasions::tapped(int minute) const {
  if (!settings_.tap || silent(minute)) return std::nullopt;
  return Sound::tap;
}

// A visit is thanked once.
std::optional<Sound> Occasions::shown(Stage stage, bool calm, int minute) {
  calm_ = calm;
  if (stage == Stage::home) thanked_ = false;
  if (stage != Stage::thank_you || thanked_) return std::nullopt;
  thanked_ = true;
  if (!settings_.thanks || silent(minute)) return std::nullopt;
  return Sound::thanks;
}

}  // namespace smilepost::kiosk
