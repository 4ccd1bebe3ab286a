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

TEST(Config, KnowsEveryThemeAndTheIntervalBetweenVisits) {
  for (const std::string theme : {"light", "dark", "high-contrast"}) {
    const auto config = parse_config(R"({"display": {"theme": ")" + theme + R"("}})", "kiosk.json");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->theme, theme);
  }
  EXPECT_EQ(parse_config("{}", "kiosk.json")->scrutiny.interval, 5'000U);
  const auto longer = parse_config(R"({"answers": {"interval_seconds": 12.5}})", "kiosk.json");
  ASSERT_TRUE(longer) << longer.error().message;
  EXPECT_EQ(longer->scrutiny.interval, 12'500U);
}

TEST(Config, TakesTheOrganisationsKey) {
  const std::string key(64, 'a');
  const auto config = parse_config(
      R"({"organisation_key": ")" + key + R"(", "sync": {"bundle_seconds": 60}})", "kiosk.json");
  ASSERT_TRUE(config) << config.error().message;
  ASSERT_TRUE(config->organisation_key);
  EXPECT_EQ(record::to_hex(*config->organisation_key), key);
  EXPECT_EQ(config->bundle_ms, 60'000U);
  EXPECT_FALSE(parse_config("{}", "kiosk.json")->organisation_key);
}

TEST(Config, ABundlesSettingsAreSurveySetsAndLanguagesAlone) {
  const auto base = parse_config(
      R"({"survey_sets": ["a"], "languages": {"offered": ["ar"], "default": "ar"}})", "kiosk.json");
  const auto merged = with_settings(
      *base, R"({"survey_sets": ["b"], "languages": {"offered": ["en"]}})", "bundle 3");
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_EQ(merged->survey_sets, std::vector<std::string>{"b"});
  EXPECT_EQ(merged->languages, std::vector<std::string>{"en"});
  EXPECT_EQ(merged->default_language, "");
  EXPECT_EQ(with_settings(*base, "", "bundle 3")->default_language, "ar");
  for (const auto* from_afar : {R"({"network": {"proxy": ""}})", R"({"survey_folder": "/etc"})",
                                R"({"organisation_key": "00"})", R"({"sync": {}})"}) {
    const auto refused = with_settings(*base, from_afar, "bundle 3");
    ASSERT_FALSE(refused) << from_afar;
    EXPECT_EQ(refused.error().message.find("bundle 3 at /"), 0U) << refused.error().message;
  }
}

TEST(Config, TakesTheNetwork) {
  const auto config = parse_config(R"({"network": {
    "pins": ["sha256//6vBicNYt+ZkhM+aRVrXeSkcdXwbcF5uEzkT5K0JYGPI=",
             "sha256//aVhebvjwC9b0Zdl10uD40egl2rYOJYHrahf5y8bKV2c="],
    "ca_file": "/etc/ca.pem", "client_certificate": "/etc/me.pem", "client_key": "/etc/me.key",
    "proxy": "http://[fd00::1]:3128", "proxy_login_file": "/etc/login"}})",
                                   "kiosk.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_FALSE(config->network_fault) << config->network_fault->message;
  EXPECT_EQ(config->network.pins.size(), 2U);
  EXPECT_EQ(config->network.ca_file, "/etc/ca.pem");
  EXPECT_EQ(config->network.client_certificate, "/etc/me.pem");
  EXPECT_EQ(config->network.client_key, "/etc/me.key");
  EXPECT_EQ(config->network.proxy, "http://[fd00::1]:3128");
  EXPECT_EQ(config->network.proxy_login_file, "/etc/login");
  EXPECT_EQ(parse_config(R"({"network": {"proxy": ""}})", "kiosk.json")->network.proxy, "");
  EXPECT_FALSE(parse_config("{}", "kiosk.json")->network.proxy);
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
        Bad{R"({"display": {"theme": "neon"}})", "/display/theme", "high-contrast"},
        Bad{R"({"answers": {"interval_seconds": 61}})", "/answers/interval_seconds", "0 to 60"},
        Bad{R"({"display/theme": "dark"})", "/display~1theme", "spelling"},
        Bad{R"({"the\nme": "dark"})", "/the\\u000ame", "spelling"},
        Bad{R"({"sync": {"poll_seconds": 0}})", "/sync/poll_seconds", "0.01"},
        Bad{R"({"call": {"place": ""}})", "/call/place", "1 to 40"},
        Bad{R"({"call": {"place": {}}})", "/call/place", "by language"},
        Bad{R"({"call": {"place": {"en": 7}}})", "/call/place", "by language"},
        Bad{R"({"call": {"place": "12345678901234567890123456789012345678901"}})", "/call/place",
            "40 characters"},
        Bad{R"({"call": {"who": "team"}})", "/call/who", "spelling"}));

TEST(Config, WhereToAskIsOneTextOrOneForEachLanguage) {
  EXPECT_TRUE(parse_config("{}", "kiosk.json")->call_place.empty());
  using Texts = std::map<std::string, std::string>;
  EXPECT_EQ(parse_config(R"({"call": {"place": "Info"}})", "kiosk.json")->call_place,
            (Texts{{"", "Info"}}));
  const auto both = parse_config(
      R"({"call": {"place": {"en": "the desk", "th": "เคาน์เตอร์ประชาสัมพันธ์"}, "presence_seconds": 2}})",
      "kiosk.json");
  EXPECT_EQ(both->call_place, (Texts{{"en", "the desk"}, {"th", "เคาน์เตอร์ประชาสัมพันธ์"}}));
  EXPECT_EQ(both->presence_ms, 2'000U);
}

class BadNetwork : public testing::TestWithParam<Bad> {};

TEST_P(BadNetwork, IsSaidInOneLineAndCostsOnlyTheSync) {
  const auto config = parse_config(GetParam().json, "kiosk.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->theme, "dark");
  ASSERT_TRUE(config->network_fault);
  const auto& message = config->network_fault->message;
  EXPECT_EQ(message.find("kiosk.json at "), 0U) << message;
  EXPECT_NE(message.find(GetParam().place), std::string::npos) << message;
  EXPECT_NE(message.find(GetParam().remedy), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

#define NETWORK(fields) R"({"display": {"theme": "dark"}, "network": )" fields "}"
#define PIN "\"sha256//6vBicNYt+ZkhM+aRVrXeSkcdXwbcF5uEzkT5K0JYGPI=\""
INSTANTIATE_TEST_SUITE_P(
    All, BadNetwork,
    testing::Values(
        Bad{NETWORK("7"), "/network", "object"},
        Bad{NETWORK(R"({"pin": []})"), "/network/pin", "spelling"},
        Bad{NETWORK(R"({"pins": []})"), "/network/pins", "one or two"},
        Bad{NETWORK(R"({"pins": ["sha256//AAAA"]})"), "/network/pins", "44 characters"},
        Bad{NETWORK("{\"pins\": [" PIN "," PIN "," PIN "]}"), "/network/pins", "one or two"},
        Bad{NETWORK(R"({"ca_file": "ca.pem"})"), "/network/ca_file", "absolute"},
        Bad{NETWORK(R"({"client_key": 1})"), "/network/client_key", "absolute"},
        Bad{NETWORK(R"({"proxy": "proxy:3128"})"), "/network/proxy", "http://host:port"},
        Bad{NETWORK(R"({"proxy": "http://proxy"})"), "/network/proxy", "http://host:port"},
        Bad{NETWORK(R"({"proxy": "http://proxy:0"})"), "/network/proxy", "http://host:port"},
        Bad{NETWORK(R"({"proxy": "http://:3128"})"), "/network/proxy", "http://host:port"},
        Bad{NETWORK(R"({"proxy": "http://me:secret@proxy:3128"})"), "/network/proxy", "login"},
        Bad{NETWORK(R"({"proxy": "socks5://proxy:1080"})"), "/network/proxy", "http://host:port"}));
#undef NETWORK
#undef PIN

TEST(Config, AMissingFileIsSaid) {
  const auto config = read_config("/does/not/exist.json");
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().message.find("/does/not/exist.json"), std::string::npos);
}

TEST(Config, IsSilentUnlessItSaysOtherwise) {
  EXPECT_FALSE(parse_config("{}", "kiosk.json")->sound.ever_heard());
  const auto config =
      parse_config(R"({"sound": {"tap": true, "thanks": true, "more_time": true, "volume": 30,
    "quiet": [{"from": "20:00", "to": "08:00"}, {"from": "12:00", "to": "13:30"}]}})",
                   "kiosk.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_TRUE(config->sound.tap && config->sound.thanks && config->sound.more_time);
  EXPECT_EQ(config->sound.volume, 30);
  EXPECT_EQ(config->sound.quiet, (std::vector<QuietHours>{{1200, 480}, {720, 810}}));
}

TEST(Config, WrongSoundsAreNamedWithTheirPlaceAndRemedy) {
  const auto message = [](const std::string& sound) {
    const auto config = parse_config(R"({"sound": )" + sound + "}", "kiosk.json");
    return config ? std::string("taken: ") + sound : config.error().message;
  };
  EXPECT_EQ(message(R"({"tap": 1})"), "kiosk.json at /sound/tap: must be true or false");
  EXPECT_EQ(message(R"({"thanks": "yes"})"), "kiosk.json at /sound/thanks: must be true or false");
  for (const auto* volume : {"-1", "101", "50.5", R"("50")"}) {
    EXPECT_EQ(message(std::string(R"({"volume": )") + volume + "}"),
              "kiosk.json at /sound/volume: must be a whole number from 0 to 100");
  }
  for (const auto* quiet :
       {R"({"from": "20:00", "to": "08:00"})", R"([{"from": "20:00"}])",
        R"([{"from": "20:00", "to": "24:00"}])", R"([{"from": "8:00", "to": "09:00"}])",
        R"([{"from": "08:00", "to": "08:00"}])", R"([{"from": 8, "to": 9}])", R"(["20:00"])",
        R"([{"from": "20:00", "to": "08:00", "days": "Mo"}])"}) {
    EXPECT_NE(message(std::string(R"({"quiet": )") + quiet + "}")
                  .find(R"(kiosk.json at /sound/quiet: must be a list of hours such as [{"from")"),
              std::string::npos)
        << message(std::string(R"({"quiet": )") + quiet + "}");
  }
  EXPECT_NE(message(R"({"loud": true})").find("/sound/loud: is no setting"), std::string::npos);
}

TEST(Config, SaysWhetherAndWhenUpdatesAreInstalled) {
  const auto usual = parse_config("{}", "kiosk.json");
  EXPECT_FALSE(usual->installs_updates);
  EXPECT_EQ(usual->quiet_hours, (Span{120, 300}));
  const auto config = parse_config(
      R"({"updates": {"install": false, "quiet_hours": {"from": "23:30", "to": "04:00"}}})",
      "kiosk.json");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->installs_updates, false);
  EXPECT_EQ(config->quiet_hours, (Span{1'410, 240}));
}

TEST(Config, WrongHoursForUpdatesAreNamed) {
  for (const auto* hours :
       {R"("02:00")", R"({"from": "02:00"})", R"({"from": "02:00", "to": "02:00"})",
        R"({"from": "2:00", "to": "05:00"})", R"({"from": 2, "to": 5})",
        R"({"from": "02:00", "to": "05:00", "days": "Mo"})"}) {
    const auto config =
        parse_config(std::string(R"({"updates": {"quiet_hours": )") + hours + "}}", "kiosk.json");
    ASSERT_FALSE(config) << hours;
    EXPECT_EQ(
        config.error().message,
        R"(kiosk.json at /updates/quiet_hours: must be hours such as {"from": "02:00", "to": "05:00"})");
  }
}

}  // namespace
}  // namespace smilepost::kiosk
