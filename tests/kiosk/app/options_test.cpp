#include "kiosk/options.h"

#include <gtest/gtest.h>

#include "kiosk/config.h"

namespace smilepost::kiosk {
namespace {

TEST(Options, RunsByDefault) {
  const auto options = parse_options({});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->command, Command::run);
  EXPECT_EQ(options->state, "/var/lib/smilepost");
}

TEST(Options, ReadsTheWindowsSize) {
  const auto options = parse_options({"run", "--window", "1280x800", "--state", "here"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->window, std::pair(1280, 800));
  EXPECT_EQ(options->state, "here");
}

TEST(Options, HelpAndVersionWinOverTheRest) {
  EXPECT_EQ(parse_options({"--window", "640x480", "--help"})->command, Command::help);
  EXPECT_EQ(parse_options({"--version"})->command, Command::version);
}

class Refused : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(Refused, NamesTheOption) {
  const auto options = parse_options(GetParam());
  ASSERT_FALSE(options);
  EXPECT_NE(options.error().message.find("--"), std::string::npos) << options.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    All, Refused,
    testing::Values(std::vector<std::string>{"--colour"}, std::vector<std::string>{"--window"},
                    std::vector<std::string>{"--window", "big"},
                    std::vector<std::string>{"--window", "1x1"},
                    std::vector<std::string>{"--window", "99999999999999999999x800"},
                    std::vector<std::string>{"--for", "-1"},
                    std::vector<std::string>{"--for", "ten"}, std::vector<std::string>{"enrol"},
                    std::vector<std::string>{"enrol", "--backend", "http://127.0.0.1/"},
                    std::vector<std::string>{"pictures", "--survey", "set.json"},
                    std::vector<std::string>{"pictures", "--into", "shown"},
                    std::vector<std::string>{"run", "--state", ""},
                    std::vector<std::string>{"enrol", "--label", std::string(121, 'x')}));

TEST(Options, TheHelpHasEverythingThatKioskJsonMaySay) {
  const std::string help = usage_text;
  for (const std::string& place : config_places()) {
    const auto name = place.substr(place.rfind('/') + 1);
    EXPECT_NE(help.find('"' + name + '"'), std::string::npos) << place;
  }
}

TEST(Options, ReadsWhatIsToBeDrawn) {
  const auto options =
      parse_options({"pictures", "--survey", "set.json", "--into", "shown", "--language", "de,fi"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->command, Command::pictures);
  EXPECT_EQ(options->survey, "set.json");
  EXPECT_EQ(options->into, "shown");
  EXPECT_EQ(options->language, "de,fi");
}

TEST(Options, TakesALabelAsLongAsTheBackendDoes) {
  EXPECT_TRUE(parse_options({"run", "--label", std::string(120, 'x')}));
  const auto longer = parse_options({"run", "--label", std::string(121, 'x')});
  ASSERT_FALSE(longer);
  EXPECT_NE(longer.error().message.find("120 bytes"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::kiosk
