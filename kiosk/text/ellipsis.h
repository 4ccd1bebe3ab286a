// For the few texts that may be cut off: names that staff gave, where the whole text is elsewhere.
// What shoppers read never is; a survey set whose texts do not fit is refused.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace smilepost::kiosk {

// The text, or as much of its beginning as `fits` together with an ellipsis; of a text of which
// nothing does, the ellipsis alone. Cut between what readers take for characters (UAX #29) of the
// language. `fits` is asked a few times, the whole text first.
std::string shortened(std::string_view whole, std::string_view language,
                      const std::function<bool(const std::string&)>& fits);

}  // namespace smilepost::kiosk
