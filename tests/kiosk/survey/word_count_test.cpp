#include "kiosk/survey/word_count.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

TEST(Words, StandBetweenSpaces) {
  EXPECT_EQ(count_words(""), 0u);
  EXPECT_EQ(count_words("Thank you, good to hear!"), 5u);
  EXPECT_EQ(count_words("  Schön,  zu hören "), 3u);
  EXPECT_EQ(count_words("شكرًا لصراحتك معنا."), 3u);
  EXPECT_EQ(count_words("आपका धन्यवाद"), 2u);
}

TEST(Words, OfScriptsWithoutSpacesHaveThreeLetters) {
  EXPECT_EQ(count_words("ありがとうございます"), 4u);
  EXPECT_EQ(count_words("ขอบคุณ"), 2u);
  EXPECT_EQ(count_words("谢谢 you"), 2u);
}

TEST(Words, CodePointsAreNotBytes) {
  EXPECT_EQ(count_code_points("schön"), 5u);
  EXPECT_EQ(count_code_points("午餐"), 2u);
}

}  // namespace
}  // namespace smilepost::kiosk
