#include "backend/fleet/natural_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace smilepost::backend::test {
namespace {

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return std::is_lt(natural_order(a, b)); });
  return names;
}

TEST(NaturalOrderTest, FiguresCountByTheirValue) {
  const std::vector<std::string> names = {"Berlin 2", "Berlin 02 b", "Berlin 12", "Till 2",
                                          "Till 9",   "Till 10",     "Till 10 a"};
  std::vector<std::string> mixed(names.rbegin(), names.rend());
  EXPECT_EQ(sorted(mixed), names);
  EXPECT_TRUE(std::is_lt(
      natural_order("99999999999999999999999999999998", "99999999999999999999999999999999")));
}

TEST(NaturalOrderTest, AccentsAndCapitalsAreNoLettersOfTheirOwn) {
  const std::vector<std::string> names = {"aachen", "Århus",  "Berlin", "Łódź",
                                          "lübeck", "Örebro", "Oslo",   "Zürich"};
  std::vector<std::string> mixed(names.rbegin(), names.rend());
  EXPECT_EQ(sorted(mixed), names);
}

TEST(NaturalOrderTest, WhatLooksTheSameIsStillTwo) {
  EXPECT_TRUE(std::is_eq(natural_order("Till 1", "Till 1")));
  for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
           {"Till 1", "till 1"}, {"Till 1", "Till 01"}, {"Koln", "Köln"}}) {
    EXPECT_TRUE(std::is_neq(natural_order(one, other))) << one;
    EXPECT_TRUE(std::is_lt(natural_order(one, other)) != std::is_lt(natural_order(other, one)))
        << one;
  }
}

TEST(NaturalOrderTest, FoldsWhatIsTypedWithoutAccents) {
  EXPECT_EQ(folded("ÖREBRO Łódź"), "orebro lodz");
  EXPECT_EQ(folded("Straße Ærø Œuvre Þór"), "strasse aero oeuvre thor");
  EXPECT_EQ(folded("Iași, Timişoara, Ţ"), "iasi, timisoara, t");
  EXPECT_EQ(folded("O\xCC\x88rebro"), "orebro") << "an accent that stands by itself";
  EXPECT_EQ(folded("СОФИЯ ΑΘΗΝΑ Ёлка"), "софия αθηνα ёлка");
  EXPECT_EQ(folded("3 × 4, 東京"), "3 × 4, 東京");
}

TEST(NaturalOrderTest, BrokenTextStaysAsItIs) {
  for (const std::string& text :
       {std::string("\xC3"), std::string("a\xC3z"), std::string("\x80\xFF"),
        std::string("\xE6\xC3"), std::string("\xC0\xAF")})
    EXPECT_EQ(folded(text), text);
  EXPECT_TRUE(std::is_gt(natural_order("\xFF", "\x80")));
}

}  // namespace
}  // namespace smilepost::backend::test
