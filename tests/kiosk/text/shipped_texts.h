// Every text that is shipped, with its language: the kiosk's own words and the ready-made survey
// sets.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace smilepost::kiosk {

using ShippedText = std::pair<std::string, std::string>;  // language, text
std::vector<ShippedText> shipped_texts();
std::vector<std::string> shipped_languages();

}  // namespace smilepost::kiosk
