// What kiosk.json says of sounds. Silent unless it says otherwise.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace smilepost::kiosk {

// Every day, by the shop's clock: minutes since midnight. Over midnight where it begins later than
// it ends.
struct QuietHours {
  int from = 0, until = 0;  // until: the first minute that is not quiet any more
  bool hold(int minute) const;
  friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

// "07:30" → 450; nothing: it is no time of day.
std::optional<int> minute_of_day(std::string_view text);

struct SoundSettings {
  bool tap = false, thanks = false;
  bool more_time = false;  // "Do you need more time?"
  int volume = 50;         // 0…100
  std::vector<QuietHours> quiet = {};

  bool ever_heard() const { return (tap || thanks || more_time) && volume > 0; }
  bool quiet_at(int minute) const;
};

}  // namespace smilepost::kiosk
