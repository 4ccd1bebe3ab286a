#include "kiosk/text/line_breaker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unicode/utf16.h>

#include <algorithm>
#include <limits>
#include <string>

#include "tests/kiosk/text/conformance.h"

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;

// Every unit is one em wide.
std::vector<float> fixed_pitch(std::u16string_view text) {
  std::vector<float> x;
  for (std::size_t i = 0; i <= text.size(); ++i) x.push_back(float(i));
  return x;
}

std::u16string utf16_of(char32_t character) {
  const auto point = static_cast<UChar32>(character);
  if (U16_LENGTH(point) == 1) return {char16_t(character)};
  return {U16_LEAD(point), U16_TRAIL(point)};
}

std::vector<std::u16string> cut(std::u16string_view text, const LineSpans& spans) {
  std::vector<std::u16string> lines;
  for (const LineSpan& line : spans.lines) {
    lines.emplace_back(text.substr(std::size_t(line.begin), std::size_t(line.end - line.begin)));
  }
  return lines;
}

std::vector<std::u16string> filled(std::u16string_view text, float width,
                                   std::string_view language = "en") {
  return cut(text, filled_lines(text, break_places(text, language), fixed_pitch(text), width));
}

std::vector<std::u16string> balanced(std::u16string_view text, float width) {
  return cut(text, balanced_lines(text, break_places(text, "en"), fixed_pitch(text), width));
}

TEST(LineBreaker, FillsLinesAndDropsTheSpaceBetween) {
  EXPECT_THAT(filled(u"one two three", 7), ElementsAre(u"one two", u"three"));
  EXPECT_THAT(filled(u"one two three", 6), ElementsAre(u"one", u"two", u"three"));
  EXPECT_THAT(filled(u"one two three", std::numeric_limits<float>::infinity()),
              ElementsAre(u"one two three"));
}

TEST(LineBreaker, ALineFeedMustBreak) {
  EXPECT_THAT(filled(u"one\ntwo three", 20), ElementsAre(u"one", u"two three"));
  EXPECT_THAT(filled(u"one\n\ntwo", 20), ElementsAre(u"one", u"", u"two"));
}

TEST(LineBreaker, ANoBreakSpaceKeepsWordsTogether) {
  EXPECT_THAT(filled(u"page\u00A012 now", 6), ElementsAre(u"page\u00A012", u"now"));
}

TEST(LineBreaker, AWordWiderThanTheLineStandsAloneAndDoesNotFit) {
  const std::u16string text = u"a Donaudampfschiff b";
  const auto spans = filled_lines(text, break_places(text, "de"), fixed_pitch(text), 5);
  EXPECT_FALSE(spans.fits);
  EXPECT_THAT(cut(text, spans), ElementsAre(u"a", u"Donaudampfschiff", u"b"));
  EXPECT_TRUE(filled_lines(text, break_places(text, "de"), fixed_pitch(text), 16).fits);
}

TEST(LineBreaker, ThaiBreaksBetweenWordsWithoutSpaces) {
  const std::u16string text = u"คุณพึงพอใจกับการมาเยี่ยมชมร้าน";
  EXPECT_GT(break_places(text, "th").size(), 3U);
}

TEST(LineBreaker, BalancedLinesAreAsManyButEven) {
  const std::u16string text = u"aaaa bbbb cccc dddd e";
  EXPECT_THAT(filled(text, 19), ElementsAre(u"aaaa bbbb cccc dddd", u"e"));
  EXPECT_THAT(balanced(text, 19), ElementsAre(u"aaaa bbbb", u"cccc dddd e"));
}

TEST(LineBreaker, BalancingNeverAddsALineNorWidensOne) {
  const std::u16string text = u"How happy were you with what you bought here today, all in all?";
  for (int width = 8; width < 70; ++width) {
    const auto even = balanced(text, float(width));
    EXPECT_EQ(even.size(), filled(text, float(width)).size()) << width;
    for (const auto& line : even) EXPECT_LE(line.size(), std::size_t(width));
  }
}

TEST(LineBreaker, EmptyTextIsOneEmptyLine) {
  EXPECT_THAT(filled(u"", 5), ElementsAre(u""));
}

// "÷ 0023 × 0308 ÷": where a line may end, and where not.
std::string places_in(const std::vector<std::u16string>& characters, std::string_view language) {
  std::u16string text;
  for (const auto& character : characters) text += character;
  std::vector<int> places;
  for (const BreakPlace& place : break_places(text, language)) places.push_back(place.at);
  std::string marks = "×";
  int at = 0;
  for (const auto& character : characters) {
    at += int(character.size());
    marks += std::find(places.begin(), places.end(), at) == places.end() ? "×" : "÷";
  }
  return marks;
}

TEST(LineBreaker, PassesLineBreakTestButForWhatIsListed) {
  Deviations deviations("line_break_deviations.txt");
  const int cases =
      each_case("/usr/share/unicode/auxiliary/LineBreakTest.txt", [&](const auto& whole) {
        const std::string line = whole.substr(0, whole.find('\t'));  // then what it is about
        std::vector<std::u16string> characters;
        std::string due;
        for (const std::string& word : words_in(line)) {
          if (word == "×" || word == "÷") {
            due += word;
          } else {
            characters.push_back(utf16_of(char32_t(std::stoul(word, nullptr, 16))));
          }
        }
        if (places_in(characters, "en") != due) deviations.add(line);
      });
  EXPECT_GT(cases, 7'000);
}

TEST(LineBreaker, KeepsPhrasesOfJapaneseAndWordsOfKoreanWhole) {
  EXPECT_TRUE(has_phrases("ja"));
  EXPECT_TRUE(has_phrases("ko-KR"));
  EXPECT_FALSE(has_phrases("zh-Hans"));
  const auto lines = [](std::u16string_view text, std::string_view language, float width) {
    return cut(text, filled_lines(text, break_places(text, language, Phrases::whole),
                                  fixed_pitch(text), width));
  };
  EXPECT_THAT(lines(u"今日のお買い物はいかがでしたか？", "ja", 8),
              ElementsAre(u"今日のお買い物は", u"いかがでしたか？"));
  EXPECT_THAT(filled(u"今日のお買い物はいかがでしたか？", 13, "ja"),
              ElementsAre(u"今日のお買い物はいかがでし", u"たか？"));
  EXPECT_THAT(lines(u"오늘 방문은 어떠셨나요?", "ko", 8),
              ElementsAre(u"오늘 방문은", u"어떠셨나요?"));
  EXPECT_THAT(filled(u"오늘 방문은 어떠셨나요?", 8, "ko"),
              testing::Not(ElementsAre(u"오늘 방문은", u"어떠셨나요?")));
}

TEST(LineBreaker, BreaksThaiAndKhmerBetweenWords) {
  EXPECT_THAT(filled(u"วันนี้เป็นอย่างไรบ้าง", 9, "th"), ElementsAre(u"วันนี้", u"เป็น", u"อย่างไร", u"บ้าง"));
  EXPECT_THAT(filled(u"អរគុណ\u200Bណាស់", 6, "km"), ElementsAre(u"អរគុណ\u200B", u"ណាស់"));
}

}  // namespace
}  // namespace smilepost::kiosk
