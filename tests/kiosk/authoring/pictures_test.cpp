#include "kiosk/authoring/pictures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "kiosk/authoring/contact_sheet.h"
#include "platform/png.h"
#include "platform/read_text.h"
#include "tests/places.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(ContactSheet, ShowsEachPictureAndWhatIsWrongWithIt) {
  const auto page = contact_sheet(
      "a <b>", {{"de", "Deutsch", {{"de/01-question.png", "question", "\"x\" has no room"}}}});
  EXPECT_THAT(page, HasSubstr("<title>a &lt;b&gt;</title>"));
  EXPECT_THAT(page, HasSubstr("src=\"de/01-question.png\""));
  EXPECT_THAT(page, HasSubstr("&quot;x&quot; has no room"));
  EXPECT_THAT(page, HasSubstr("<bdi lang=\"de\">Deutsch</bdi>"));
}

class Pictures : public testing::Test {
 protected:
  Status draw(const std::string& languages) {
    return draw_pictures(
        {tests::in_build("share"), tests::in_source("assets/surveys/checkout.json"), languages, 640,
         400, folder_.path() / "shown"},
        [&](const std::string& line) { said_.push_back(line); });
  }
  std::filesystem::path shown(const std::string& name) { return folder_.path() / "shown" / name; }

  const tests::TempFolder folder_;
  std::vector<std::string> said_;
};

// A language of the set, and one that it does not have.
TEST_F(Pictures, DrawsEveryScreenInTheLanguagesAskedFor) {
  const auto drawn = draw("de,eo");
  ASSERT_TRUE(drawn) << drawn.error().message;
  EXPECT_THAT(said_, ElementsAre(HasSubstr("de: "), HasSubstr("eo: "), HasSubstr("index.html")));
  const auto page = platform::read_text(shown("index.html"));
  ASSERT_TRUE(page);
  std::size_t pictures = 0;
  for (const char* language : {"de", "eo"})
    for (const auto& entry : std::filesystem::directory_iterator(shown(language))) {
      const auto name = std::string(language) + "/" + entry.path().filename().string();
      EXPECT_THAT(*page, HasSubstr("src=\"" + name + "\""));
      ++pictures;
    }
  EXPECT_GT(pictures, 10U);
  EXPECT_THAT(*page, HasSubstr("locales/eo.po")) << "what is missing is said";
}

TEST_F(Pictures, APictureIsWhatShoppersWouldSee) {
  ASSERT_TRUE(draw("de"));
  const auto question = platform::read_png(shown("de/01-question.png"));
  ASSERT_TRUE(question);
  EXPECT_EQ(question->width, 640);
  EXPECT_EQ(question->height, 400);
  EXPECT_GT(std::set<std::uint8_t>(question->rgba.begin(), question->rgba.end()).size(), 50U);
}

TEST_F(Pictures, WhatIsNoLanguageOrNoFolderIsRefused) {
  EXPECT_THAT(draw("../de").error().message, HasSubstr("is no language tag"));
  std::ofstream(folder_.path() / "shown") << "a file";
  EXPECT_THAT(draw("de").error().message, HasSubstr("name another folder"));
}

}  // namespace
}  // namespace smilepost::kiosk
