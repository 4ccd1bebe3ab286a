// A survey set in a language it may not have: so that translators see their words before anybody
// has translated the set, and so that pseudo-languages show what is cramped, cut off or hard-coded.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/stacking.h"

namespace smilepost::kiosk {

// The same set with this language among its own: in pseudo-languages made of the English texts, in
// others English stands in for texts it does not have.
SurveySet rehearsed(SurveySet set, const std::string& language);

// Stocks of such sets; where the language is empty, as they are. What cannot be read is logged.
Stock rehearsed_folder(const std::filesystem::path& folder, const std::string& language);
Stock rehearsed_file(const std::filesystem::path& file, const std::string& language);

}  // namespace smilepost::kiosk
