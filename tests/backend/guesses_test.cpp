#include "backend/accounts/guesses.h"

#include <gtest/gtest.h>

namespace smilepost::backend {
namespace {

constexpr std::uint64_t begin_ms = 1'000'000;

// As many wrong ones in a row as are let through at once.
int wrong_until_slowed(Guesses& guesses, const std::string& account, const std::string& address,
                       std::uint64_t now_ms) {
  int count = 0;
  while (guesses.attempt(account, address, now_ms) == 0 && count < 1'000) ++count;
  return count;
}

TEST(GuessesTest, SlowsDownByAccountFromWhereverTheyCome) {
  Guesses guesses;
  int through = 0;
  for (int i = 0; i < 100; ++i) {
    if (guesses.attempt("Anna", "10.0.0." + std::to_string(i), begin_ms) == 0) ++through;
  }
  EXPECT_EQ(through, 5);
  EXPECT_EQ(guesses.attempt("Ben", "10.0.0.200", begin_ms), 0U);
}

TEST(GuessesTest, SlowsDownByAddressWhateverTheNames) {
  Guesses guesses;
  int through = 0;
  for (int i = 0; i < 100; ++i) {
    if (guesses.attempt("name " + std::to_string(i), "10.0.0.1", begin_ms) == 0) ++through;
  }
  EXPECT_EQ(through, 20);
  EXPECT_EQ(guesses.attempt("name 1000", "10.0.0.2", begin_ms), 0U);
}

TEST(GuessesTest, WaitsLongerEachTimeButNeverMoreThanAMinute) {
  Guesses guesses;
  std::uint64_t now = begin_ms, before = 0;
  wrong_until_slowed(guesses, "Anna", "10.0.0.1", now);
  for (int i = 0; i < 100; ++i) {
    const std::uint64_t wait = guesses.attempt("Anna", "10.0.0.1", now);
    ASSERT_GE(wait, before);
    ASSERT_GT(wait, 0U);
    ASSERT_LE(wait, Guesses::longest_wait_ms);
    EXPECT_EQ(guesses.attempt("Anna", "10.0.0.1", now + wait), 0U) << "nobody is locked out";
    now += wait;
    before = wait;
  }
  EXPECT_EQ(before, Guesses::longest_wait_ms);
}

TEST(GuessesTest, ForgetsAnAccountsWrongOnesWhenTheRightOneComes) {
  Guesses guesses;
  for (int i = 0; i < 50; ++i) {
    ASSERT_EQ(guesses.attempt("Anna", "10.0.0.1", begin_ms), 0U) << i;
    guesses.succeeded("Anna", "10.0.0.1");
  }
}

TEST(GuessesTest, HasNoUseForAnAccountOfOnesOwnToGuessOthers) {
  Guesses guesses;
  int through = 0;
  for (int i = 0; i < 200; ++i) {
    if (guesses.attempt("name " + std::to_string(i), "10.0.0.1", begin_ms) == 0) ++through;
    if (guesses.attempt("mine", "10.0.0.1", begin_ms) == 0) guesses.succeeded("mine", "10.0.0.1");
  }
  EXPECT_EQ(through, 20);
}

TEST(GuessesTest, ForgetsAfterAnHour) {
  Guesses guesses;
  wrong_until_slowed(guesses, "Anna", "10.0.0.1", begin_ms);
  EXPECT_EQ(wrong_until_slowed(guesses, "Anna", "10.0.0.1", begin_ms + 3'700'000), 5);
}

TEST(GuessesTest, StaysBoundedAndKeepsWhomItHoldsBack) {
  Guesses guesses;
  wrong_until_slowed(guesses, "Anna", "10.0.0.1", begin_ms);
  for (std::size_t i = 0; i < 2 * Guesses::most_kept; ++i) {
    guesses.attempt("name " + std::to_string(i), "10.1." + std::to_string(i), begin_ms + 1);
  }
  EXPECT_LE(guesses.kept(), Guesses::most_kept);
  EXPECT_GT(guesses.attempt("Anna", "10.9.9.9", begin_ms + 2), 0U);
}

}  // namespace
}  // namespace smilepost::backend
