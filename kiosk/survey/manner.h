// How a shopper wants to be asked. It goes with their visit.
#pragma once

#include <string>

namespace smilepost::kiosk {

struct Accessibility {
  bool large_text = false;     // capitals of 7.3 mm, as far as there is room; fewer options a page
  bool high_contrast = false;  // white on black, whatever the kiosk's theme and the set's look
  bool any() const { return large_text || high_contrast; }
  friend bool operator==(const Accessibility&, const Accessibility&) = default;
};

struct Manner {
  std::string language;  // BCP 47
  Accessibility accessibility;
  friend bool operator==(const Manner&, const Manner&) = default;
};

}  // namespace smilepost::kiosk
