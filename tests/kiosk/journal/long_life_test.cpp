// Nothing that a kiosk needs grows with the answers it has taken.
#include "tests/kiosk/journal/long_life.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

#include "tests/kiosk/journal/process_figures.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

using testing::HasSubstr;

constexpr LongLife::Plan short_life{.days = 56, .answers_a_day = 60};

TEST(LongLife, memory_open_files_and_the_journals_size_stay_flat) {
  record::initialise_crypto();
  const tests::TempFolder folder;
  LongLife life(folder.path(), short_life);
  for (std::uint64_t day = 0; day < short_life.days; ++day) {
    ASSERT_EQ(life.live_day(day), "") << "day " << day + 1;
  }
  EXPECT_EQ(life.account(), "");
  EXPECT_GE(life.figures().answers(), short_life.days * short_life.answers_a_day);
  std::cout << life.figure() << "\n";
}

TEST(LongLife, goes_on_in_another_process_where_the_last_one_ended) {
  record::initialise_crypto();
  const tests::TempFolder folder;
  constexpr LongLife::Plan plan{.days = 4, .answers_a_day = 20};
  for (std::uint64_t day = 0; day < plan.days; ++day) {
    LongLife life(folder.path(), plan);
    EXPECT_EQ(life.figures().days().size(), day);
    ASSERT_EQ(life.live_day(day), "");
    EXPECT_EQ(life.account(), "");
  }
}

// What the bounds are worth: a day like the others is taken, one that has grown is named.
class LifeBounds : public testing::Test {
 protected:
  std::string after_a_steady_week(const DayFigures& day) {
    std::string fault;
    for (std::size_t before = 0; before < steady_until; ++before) fault += figures_.add(usual);
    return fault + figures_.add(day);
  }

  static constexpr DayFigures usual{.answers = 1'000,
                                    .heap_bytes = 2'000'000,
                                    .open_files = 10,
                                    .files = 9,
                                    .journal_bytes = 200'000'000,
                                    .log_bytes = 4'000'000};
  tests::TempFolder folder_;
  LifeFigures figures_{folder_.path() / "days", 120};
};

TEST_F(LifeBounds, a_day_like_those_before_keeps_them) {
  EXPECT_EQ(after_a_steady_week(usual), "");
}

TEST_F(LifeBounds, more_heap_is_named) {
  DayFigures day = usual;
  day.heap_bytes += 200'000;
  EXPECT_THAT(after_a_steady_week(day), HasSubstr("2200000 bytes of heap at the end of day 50"));
}

TEST_F(LifeBounds, a_file_left_open_is_named) {
  DayFigures day = usual;
  ++day.open_files;
  EXPECT_THAT(after_a_steady_week(day), HasSubstr("11 open files"));
}

TEST_F(LifeBounds, a_file_left_behind_is_named) {
  DayFigures day = usual;
  ++day.files;
  EXPECT_THAT(after_a_steady_week(day), HasSubstr("10 files"));
}

TEST_F(LifeBounds, a_journal_that_grows_is_named) {
  DayFigures day = usual;
  day.journal_bytes += day.journal_bytes / 16;
  EXPECT_THAT(after_a_steady_week(day), HasSubstr("212500000 bytes of journal.db"));
}

TEST_F(LifeBounds, a_log_above_its_bound_is_named_on_any_day) {
  DayFigures day = usual;
  day.log_bytes = Journal::largest_log + 1;
  EXPECT_THAT(figures_.add(day), HasSubstr("the log grew to"));
}

TEST(LifeDurations, quantiles_are_of_what_was_added) {
  Durations durations;
  for (std::uint64_t i = 1; i <= 100; ++i) durations.add(i * 100);
  EXPECT_EQ(durations.quantile(0.5), 5'010U);
  EXPECT_EQ(durations.quantile(0.99), 9'910U);
  EXPECT_EQ(durations.largest(), 10'000U);
}

TEST(ProcessFigures, see_memory_files_and_what_is_written) {
  const tests::TempFolder folder;
  const auto heap = heap_bytes(), files = open_files(), written = bytes_written();
  const std::vector<char> memory(10'000'000);
  std::ofstream file(folder.path() / "file");
  file.write(memory.data(), 1'000'000);
  file.flush();
  EXPECT_GE(heap_bytes(), heap + memory.size());
  EXPECT_EQ(open_files(), files + 1);
  EXPECT_GE(bytes_written(), written + 1'000'000);
  EXPECT_LT(bytes_written(), written + 1'100'000);
}

}  // namespace
}  // namespace smilepost::kiosk
