#include "backend/web/words.h"

#include <gtest/gtest.h>

namespace smilepost::backend {
namespace {

TEST(WordsTest, TurnsIdsIntoWords) {
  EXPECT_EQ(words_of_id("long-wait"), "Long wait");
  EXPECT_EQ(words_of_id("too_loud"), "Too loud");
  EXPECT_EQ(words_of_id(""), "");
}

TEST(WordsTest, HasABalancedWordForEachFace) {
  EXPECT_EQ(word_of_vote(4, 1), "Very bad");
  EXPECT_EQ(word_of_vote(4, 4), "Very good");
  EXPECT_EQ(word_of_vote(5, 4), "Good");
  EXPECT_EQ(word_of_vote(3, 2), "In between");
  EXPECT_EQ(word_of_vote(2, 2), "Better answer");
  EXPECT_EQ(word_of_vote(11, 3), "2") << "of 0 to 10";
  EXPECT_EQ(word_of_vote(7, 3), "3");
  EXPECT_EQ(word_of_vote(9, 3), "3 of 9");
  EXPECT_EQ(word_of_vote(4, 9), "9 of 4");
}

TEST(WordsTest, SpreadsAnyScaleOverFiveFaces) {
  EXPECT_EQ(face_of_vote(4, 1), 1);
  EXPECT_EQ(face_of_vote(4, 2), 2);
  EXPECT_EQ(face_of_vote(4, 3), 4);
  EXPECT_EQ(face_of_vote(4, 4), 5);
  for (std::uint64_t i = 1; i <= 5; ++i) EXPECT_EQ(face_of_vote(5, i), static_cast<int>(i));
  EXPECT_EQ(face_of_vote(11, 6), 3);
  EXPECT_EQ(face_of_vote(1, 1), 3);
}

TEST(WordsTest, SaysHowLongAgo) {
  EXPECT_EQ(ago(-9'000), "just now");
  EXPECT_EQ(ago(12'000), "12 s ago");
  EXPECT_EQ(ago(59 * 60'000), "59 min ago");
  EXPECT_EQ(ago(5 * 3'600'000), "5 h ago");
  EXPECT_EQ(ago(72 * 3'600'000LL), "3 days ago");
}

TEST(WordsTest, GroupsThousands) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(5912), "5,912");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
  EXPECT_EQ(counted(1, "answer", "answers"), "1 answer");
}

}  // namespace
}  // namespace smilepost::backend
