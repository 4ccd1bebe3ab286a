#include "kiosk/config.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

TEST(Config, EveryFieldIsOptional) {
  const auto config = parse_config("{}", "kiosk.json");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->quarter_turns, 0);
  EXPECT_EQ(config->theme, "light");
  EXPECT_FALSE(config->diagonal_inch);
}

TEST(Config, TakesWhatItSays) {
  const auto config = parse_config(R"({
    "display": {"diagonal_inch": 15.6, "rotation": 270, "theme": "dark"},
    "survey_folder": "/etc/smilepost/surveys", "survey_sets": ["checkout"],
    "languages": {"offered": ["de", "en"], "default": "en"},
    "sync": {"first_retry_seconds": 0.5, "longest_retry_seconds": 30, "poll_seconds": 2}})",
                                   "kiosk.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_FLOAT_EQ(*config->diagonal_inch, 15.6F);
  EXPECT_EQ(config->quarter_turns, 3);
  EXPECT_EQ(config->theme, "dark");
  EXPECT_EQ(config->survey_folder, "/etc/smilepost/surveys");
  EXPECT_EQ(config->languages, (std::vector<std::string>{"de", "en"}));
  EXPECT_EQ(config->first_retry_ms, 500U);
  EXPECT_EQ(config->longest_retry_ms, 30'000U);
}

struct Bad {
  const char* json;
  const char* place;
  const char* remedy;
};

class BadConfig : public testing::TestWithParam<Bad> {};

TEST_P(BadConfig, IsRefusedWithFilePlaceAndRemedyInOneLine) {
  const auto config = parse_config(GetParam().json, "kiosk.json");
  ASSERT_FALSE(config);
  const auto& message = config.error().message;
  EXPECT_EQ(message.find("kiosk.json"), 0U) << message;
  EXPECT_NE(message.find(GetParam().place), std::string::npos) << message;
  EXPECT_NE(message.find(GetParam().remedy), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadConfig,
    testing::Values(
        Bad{"{", "byte 2", "mend"}, Bad{"[]", "/", "object"},
        Bad{R"({"display": 7})", "/display", "object"},
        Bad{R"({"display": {"rotation": 45}})", "/display/rotation", "0, 90, 180"},
        Bad{R"({"display": {"diagonal_inch": "ten"}})", "/display/diagonal_inch", "number"},
        Bad{R"({"display": {"diagonal_inch": 1e300}})", "/display/diagonal_inch", "5 to 100"},
        Bad{R"({"display": {"colour": "red"}})", "/display/colour", "spelling"},
        Bad{R"({"languages": {"offered": []}})", "/languages/offered", "list"},
        Bad{R"({"languages": {"offered": [1]}})", "/languages/offered", "list"},
        Bad{R"({"survey_folder": "here"})", "/survey_folder", "absolute"},
        Bad{R"({"display": {"diagonal_inch": 1e999}})", "1e999", "smaller"},
        Bad{R"({"display/theme": "dark"})", "/display~1theme", "spelling"},
        Bad{R"({"the\nme": "dark"})", "/the\\u000ame", "spelling"},
        Bad{R"({"sync": {"poll_seconds": 0}})", "/sync/poll_seconds", "0.01"}));

TEST(Config, AMissingFileIsSaid) {
  const auto config = read_config("/does/not/exist.json");
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().message.find("/does/not/exist.json"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::kiosk
