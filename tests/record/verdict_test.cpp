#include "record/verdict.h"

#include <gtest/gtest.h>

#include <set>

namespace smilepost::record {
namespace {

constexpr int last = static_cast<int>(Verdict::unreadable_file);

TEST(Verdict, EachHasAWordAndALineOfItsOwn) {
  std::set<std::string_view> words, lines;
  for (int i = 0; i <= last; ++i) {
    words.insert(to_string(static_cast<Verdict>(i)));
    lines.insert(explain(static_cast<Verdict>(i)));
  }
  EXPECT_EQ(words.size(), last + 1U);
  EXPECT_EQ(lines.size(), last + 1U);
  for (const auto line : lines) EXPECT_EQ(line.find('\n'), std::string_view::npos);
}

TEST(Verdict, WordsAreTheEnumeratorsNames) {
  EXPECT_EQ(to_string(Verdict::good), "good");
  EXPECT_EQ(to_string(Verdict::wrong_signature), "wrong_signature");
  EXPECT_EQ(to_string(Verdict::cut_tail), "cut_tail");
}

}  // namespace
}  // namespace smilepost::record
