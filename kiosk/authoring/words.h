// The kiosk's own words, one language against the English: what a translator forgot, what is left
// of older versions, and what a program would fill in wrongly.
#pragma once

#include <string>
#include <vector>

#include "kiosk/text/catalogue.h"

namespace smilepost::kiosk {

// Each a line: what, and what to do.
std::vector<std::string> faults_in(const Messages& english, const Messages& translated,
                                   const std::string& language);

}  // namespace smilepost::kiosk
