// `smilepost survey preview --pictures`: every screen that shoppers may meet in a survey set, as
// files to look at and to send to whoever is to agree to it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "platform/result.h"

namespace smilepost::kiosk {

struct PictureJob {
  std::filesystem::path share;   // fonts, texts, smileys
  std::filesystem::path survey;  // the set
  std::string languages;         // "de,fi", also those that it does not have; empty: its own
  int width = 0, height = 0;     // pixels of a 10.1 inch display
  std::filesystem::path into;    // LANGUAGE/NUMBER-SCREEN.png, index.html
};

// Says a line for each language that is done. A screen that does not fit is drawn all the same, and
// the page says so.
Status draw_pictures(const PictureJob& job, const std::function<void(const std::string&)>& say);

}  // namespace smilepost::kiosk
