#include "kiosk/text/ellipsis.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
// After GoogleTest, which it leans on.
#include <rapidcheck/gtest.h>

#include "kiosk/text/utf16.h"
#include "tests/kiosk/text/shipped_texts.h"

namespace smilepost::kiosk {
namespace {

// As if every UTF-16 unit were one em wide.
auto at_most(std::size_t width) {
  return [width](const std::string& text) { return utf16(text).size() <= width; };
}

TEST(Ellipsis, LeavesWhatFits) {
  EXPECT_EQ(shortened("Checkout", "en", at_most(8)), "Checkout");
  EXPECT_EQ(shortened("", "en", at_most(0)), "");
}

TEST(Ellipsis, KeepsAsMuchOfTheBeginningAsFits) {
  EXPECT_EQ(shortened("Checkout, evening", "en", at_most(16)), "Checkout, eveni…");
  EXPECT_EQ(shortened("Checkout, evening", "en", at_most(11)), "Checkout…");
  EXPECT_EQ(shortened("Checkout", "en", at_most(2)), "C…");
  EXPECT_EQ(shortened("Checkout", "en", at_most(0)), "…");
}

TEST(Ellipsis, CutsNoCharacterInTwo) {
  // A letter with its accent, a family, a flag, a Devanagari syllable.
  EXPECT_EQ(shortened("Cafe\u0301 Nord", "en", at_most(5)), "Caf…");
  EXPECT_EQ(shortened("\U0001F468\u200D\U0001F469\u200D\U0001F467 us", "en", at_most(7)), "…");
  EXPECT_EQ(shortened("a\U0001F1E9\U0001F1EA", "en", at_most(4)), "a…");
  EXPECT_EQ(shortened("\u0928\u093F\u0928\u093F\u0928", "hi", at_most(4)), "\u0928\u093F…");
}

RC_GTEST_PROP(Ellipsis, IsTheLongestBeginningThatFits, ()) {
  const auto texts = shipped_texts();
  const auto& [language, text] = *rc::gen::elementOf(texts);
  const auto width = *rc::gen::inRange<std::size_t>(1, 60);
  const auto shorter = shortened(text, language, at_most(width));
  RC_ASSERT(utf16(shorter).size() <= width);
  if (shorter == text) return;
  RC_ASSERT(shorter.ends_with("…"));
  const auto beginning = shorter.substr(0, shorter.size() - std::string("…").size());
  RC_ASSERT(text.starts_with(beginning));
  RC_ASSERT(utf16(text).size() > width);
}

}  // namespace
}  // namespace smilepost::kiosk
