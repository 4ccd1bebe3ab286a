// A page of pictures to look at in any browser, without a server: all screens of a survey set.
#pragma once

#include <string>
#include <vector>

namespace smilepost::kiosk {

struct SheetPicture {
  std::string file;   // beside the page: "de/01-question.png"
  std::string name;   // of the screen
  std::string fault;  // why it cannot be used; empty: it can
};

struct SheetLanguage {
  std::string tag, autonym;
  std::vector<SheetPicture> pictures;
};

std::string contact_sheet(const std::string& title, const std::vector<SheetLanguage>& languages);

}  // namespace smilepost::kiosk
