// A set's own look: its pictures lie beside it, or in it.
#include "kiosk/survey/set_look.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kiosk/survey/survey_set.h"
#include "kiosk/survey/survey_set_rules.h"
#include "tests/places.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

class SetLookTest : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.path() / name) << text;
  }
  Result<SurveySet> load(const json& look) const {
    std::ifstream in(tests::in_source("tests/kiosk/survey/files/good/smallest.json"));
    auto set = json::parse(in);
    set["look"] = look;
    write("set.json", set.dump());
    return load_survey_set(folder_.path() / "set.json");
  }
  std::string refusal(const json& look) const {
    const auto set = load(look);
    return set ? "accepted" : set.error().message;
  }

  tests::TempFolder folder_;
};

TEST_F(SetLookTest, WithoutOneItIsTheKiosks) {
  const auto set = load(json::object());
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_TRUE(set->look.theme.empty());
  EXPECT_FALSE(set->look.palette);
  EXPECT_TRUE(set->look.logo.empty());
  EXPECT_EQ(set->look.smiley(3), nullptr);
  EXPECT_FALSE(set->look.breathes);
}

TEST_F(SetLookTest, ColoursThatAreLeftOutAreTheThemes) {
  const auto set = load({{"theme", "dark"}, {"colours", {{"accent", "#9ADBC5"}}}});
  ASSERT_TRUE(set) << set.error().message;
  auto palette = palette_of("dark");
  palette.accent = 0x9ADBC5;
  EXPECT_EQ(set->look.palette, palette);
}

TEST_F(SetLookTest, PicturesLieBesideTheSet) {
  write("logo.svg", svg);
  json smileys;
  for (int i = 1; i <= 5; ++i) {
    const auto name = "face-" + std::to_string(i) + ".svg";
    write(name, svg + std::to_string(i));
    smileys.push_back(name);
  }
  const auto set = load({{"logo", "logo.svg"}, {"smileys", smileys}});
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->look.logo.svg, svg);
  EXPECT_EQ(set->look.smiley(1)->svg, std::string(svg) + "1");
  EXPECT_EQ(set->look.smiley(5)->svg, std::string(svg) + "5");
  EXPECT_NE(set->look.smiley(1)->hash, set->look.smiley(5)->hash);
}

TEST_F(SetLookTest, NoPictureLiesElsewhere) {
  std::filesystem::create_directory(folder_.path() / "a");
  write("a/logo.svg", svg);
  for (const auto* name : {"a/logo.svg", "../logo.svg", "/etc/hostname", "set.json", ".svg", ""}) {
    EXPECT_THAT(refusal({{"logo", name}}), HasSubstr("/look/logo: ")) << name;
  }
}

TEST_F(SetLookTest, WhatEditorsPutBeforeThePictureIsNoneOfIt) {
  write("logo.svg", "\xEF\xBB\xBF\r\n  " + std::string(svg));
  const auto set = load({{"logo", "logo.svg"}});
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->look.logo.svg, svg);
}

TEST_F(SetLookTest, AFileThatIsNoPictureIsRefusedWhereItIsRead) {
  for (const std::string text :
       {"", "\n", "hello", "\x1F\x8B\x08", "<svg><title>Gl\xFC</title></svg>"}) {
    write("logo.svg", text);
    EXPECT_THAT(refusal({{"logo", "logo.svg"}}),
                HasSubstr("/look/logo: names a file that is no SVG"))
        << text;
  }
}

TEST_F(SetLookTest, APictureIsNoBook) {
  write("logo.svg", std::string(rules::largest_picture, '<'));
  EXPECT_EQ(refusal({{"logo", "logo.svg"}}), "accepted");
  write("logo.svg", std::string(rules::largest_picture + 1, '<'));
  EXPECT_THAT(refusal({{"logo", "logo.svg"}}), HasSubstr("larger than 32 KiB"));
}

TEST_F(SetLookTest, TheRefusalSaysHowMuchContrastIsMissing) {
  EXPECT_THAT(refusal({{"theme", "light"}, {"colours", {{"edge", "#DDDDDD"}}}}),
              HasSubstr("/look/colours/edge: has a contrast of 1.3 to 1; choose one with 3.0"));
}

}  // namespace
}  // namespace smilepost::kiosk
