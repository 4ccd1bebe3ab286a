#include "kiosk/text/line_breaker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;

// Every unit is one em wide.
std::vector<float> fixed_pitch(std::u16string_view text) {
  std::vector<float> x;
  for (std::size_t i = 0; i <= text.size(); ++i) x.push_back(float(i));
  return x;
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

}  // namespace
}  // namespace smilepost::kiosk
