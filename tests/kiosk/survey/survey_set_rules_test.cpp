#include "kiosk/survey/survey_set_rules.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk::rules {
namespace {

TEST(SurveySetRules, LanguageTags) {
  for (const auto* good : {"en", "pt-BR", "zh-Hant", "zh-Hant-HK", "es-419", "fil"}) {
    EXPECT_TRUE(is_language_tag(good)) << good;
  }
  for (const auto* bad : {"", "e", "EN", "en_GB", "en-", "-en", "en--GB", "en-gb", "en-GB-x",
                          "english", "zh-Hant-", "zh-HK-Hant", "zh-hant", "en GB"}) {
    EXPECT_FALSE(is_language_tag(bad)) << bad;
  }
}

TEST(SurveySetRules, Ids) {
  EXPECT_TRUE(is_id("long-wait"));
  EXPECT_TRUE(is_id("7"));
  for (const auto* bad : {"", "-a", "a-", "a--b", "A", "a b", "ä", "a_b"})
    EXPECT_FALSE(is_id(bad)) << bad;
}

TEST(SurveySetRules, BlankMeansNothingThatAnybodyCouldSee) {
  for (const auto* blank : {"", "  ", "\u00a0", "\u2003 \u3000", "\u205f", "\u200b",
                            "\u2067 \u2069", "\ufeff", "\u00ad", "\u3164"})
    EXPECT_TRUE(is_blank(blank));
  for (const auto* text : {"a", " a ", "\u200ba", "ا"}) EXPECT_FALSE(is_blank(text));
}

TEST(SurveySetRules, ControlCharacters) {
  EXPECT_TRUE(has_control("a\nb"));
  EXPECT_TRUE(has_control("\x7F"));
  for (const auto* line_break : {"a\u0085b", "a\u2028b", "a\u2029", "\u009f"})
    EXPECT_TRUE(has_control(line_break));
  for (const auto* text : {"ä – ا", "\u00a0a", "a\u2027b", "\u2030"})
    EXPECT_FALSE(has_control(text));
}

}  // namespace
}  // namespace smilepost::kiosk::rules
