#include "deploy/tool/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace smilepost::tool {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

TEST(ProgressBar, ShowsThePartTheRecordsAndTheTimeLeft) {
  EXPECT_EQ(bar({450'000, 1'000'000}, milliseconds(60'000)),
            "[#########-----------] 45 %  450,000 of 1,000,000 records  1 min left");
  EXPECT_EQ(bar({0, 1'000}, milliseconds(600)), "[--------------------] 0 %  0 of 1,000 records");
  EXPECT_EQ(bar({1'000, 1'000}, milliseconds(900)),
            "[####################] 100 %  1,000 of 1,000 records  0 s left");
}

TEST(ProgressBar, CountsAFileInMegabytes) {
  EXPECT_EQ(bar({120'500'000, 241'000'000, Unit::bytes}, milliseconds(30'000)),
            "[##########----------] 50 %  120 of 241 MB  30 s left");
}

TEST(ProgressBar, SaysHowManyWhereTheTotalIsNotKnown) {
  EXPECT_EQ(bar({12'345, 0}, milliseconds(1'000)), "12,345 records");
}

TEST(ProgressBar, StaysFullWhereRecordsCameMeanwhile) {
  EXPECT_THAT(bar({1'100, 1'000}, milliseconds(1'000)),
              StartsWith("[####################] 100 %  1,100 of 1,000 records"));
}

TEST(ProgressBar, FitsATerminalsLine) {
  const std::uint64_t total = 999'999'999;
  for (const std::uint64_t done : {total, total / 2, total / 1'000'000}) {
    EXPECT_LT(bar({done, total}, milliseconds(5'000'000)).size(), 80U);
  }
}

class ProgressTest : public testing::Test {
 protected:
  std::unique_ptr<Progress> begin(bool terminal) {
    return std::make_unique<Progress>(Streams{out_, err_, terminal}, [this] { return now_; });
  }
  // What is written when so many of 100 records are done, so long after the last ones.
  std::string after(milliseconds time, Progress& progress, std::uint64_t done,
                    Unit unit = Unit::records) {
    now_ += time;
    err_.str("");
    progress.records(done, [&] { return Stand{done, 100, unit}; });
    return err_.str();
  }

  std::ostringstream out_, err_;
  Progress::Time now_;
};

TEST_F(ProgressTest, ABarComesAfterHalfASecondAtMostFiveTimesASecondAndGoes) {
  auto progress = begin(true);
  EXPECT_EQ(after(milliseconds(499), *progress, 10), "");
  EXPECT_EQ(after(milliseconds(1), *progress, 20),
            "\r\x1b[K[####----------------] 20 %  20 of 100 records  2 s left");
  EXPECT_EQ(after(milliseconds(199), *progress, 30), "");
  EXPECT_THAT(after(milliseconds(1), *progress, 40), HasSubstr("40 %"));
  err_.str("");
  progress.reset();
  EXPECT_EQ(err_.str(), "\r\x1b[K");
}

TEST_F(ProgressTest, WhatIsDoneAtOnceLeavesATerminalAlone) {
  auto progress = begin(true);
  after(milliseconds(100), *progress, 100);
  progress.reset();
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ProgressTest, ALineNowAndThenIsAllThatAFileGets) {
  auto progress = begin(false);
  EXPECT_EQ(after(milliseconds(1'999), *progress, 10), "");
  EXPECT_EQ(after(milliseconds(1), *progress, 20), "20 records so far\n");
  EXPECT_EQ(after(milliseconds(1'999), *progress, 30), "");
  EXPECT_EQ(after(milliseconds(1), *progress, 40), "40 records so far\n");
  err_.str("");
  progress.reset();
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ProgressTest, AnotherPartOfTheWorkTakesItsOwnTime) {
  auto progress = begin(true);
  after(milliseconds(60'000), *progress, 50, Unit::bytes);
  after(milliseconds(1'000), *progress, 0);
  EXPECT_THAT(after(milliseconds(1'000), *progress, 50), HasSubstr("1 s left"));
}

TEST_F(ProgressTest, DisplaysAreCountedAndMakeWayForALineOfTheResult) {
  EXPECT_EQ(bar({3, 10, Unit::displays}, milliseconds(3'000)),
            "[######--------------] 30 %  3 of 10 displays  7 s left");
  auto progress = begin(true);
  progress->show({0, 0, Unit::displays});
  EXPECT_EQ(err_.str(), "");
  now_ += milliseconds(500);
  progress->show({0, 0, Unit::displays});
  EXPECT_EQ(err_.str(), "\r\x1b[Kdrawing");
  err_.str("");
  progress->hide();
  progress->hide();
  EXPECT_EQ(err_.str(), "\r\x1b[K");
  err_.str("");
  progress.reset();
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ProgressTest, AFileGetsNoBar) {
  auto progress = begin(false);
  now_ += milliseconds(60'000);
  progress->show({3, 10, Unit::displays});
  EXPECT_EQ(err_.str(), "");
}

}  // namespace
}  // namespace smilepost::tool
