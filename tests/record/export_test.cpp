#include "record/export.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

class ExportWriterTest : public testing::Test {
 protected:
  samples::Kiosk kiosk_;
  Bytes opening_ = kiosk_.open_epoch(samples::first_epoch, 1, EpochReason::first_start);
  std::ostringstream out_;
  ExportWriter writer_{out_, {kiosk_.id(), {kiosk_.anchor()}}};
};

TEST_F(ExportWriterTest, WritesWhatVerifies) {
  EXPECT_EQ(writer_.add(opening_), Verdict::good);
  EXPECT_EQ(writer_.add(kiosk_.append(samples::vote(4))), Verdict::good);
  ASSERT_TRUE(writer_.finish(5, kiosk_.signing_key()));
  std::istringstream in(out_.str());
  const ExportReport report = verify_export(in);
  EXPECT_EQ(report.verdict, Verdict::good);
  EXPECT_EQ(report.records, 2U);
  EXPECT_EQ(report.answer_records, 1U);
  EXPECT_EQ(report.time_ms, 5);
}

TEST_F(ExportWriterTest, WritesNothingThatDoesNotFollow) {
  EXPECT_EQ(writer_.add(opening_), Verdict::good);
  const std::string before = out_.str();
  EXPECT_EQ(writer_.add(opening_), Verdict::repeated);
  EXPECT_EQ(out_.str(), before);
}

TEST_F(ExportWriterTest, RefusesToFinishWithoutRecords) {
  EXPECT_FALSE(writer_.finish(5, kiosk_.signing_key()));
}

TEST_F(ExportWriterTest, RefusesAnotherKey) {
  EXPECT_EQ(writer_.add(opening_), Verdict::good);
  EXPECT_FALSE(writer_.finish(5, samples::key(2)));
}

TEST_F(ExportWriterTest, SaysSoWhenTheDiskIsFull) {
  EXPECT_EQ(writer_.add(opening_), Verdict::good);
  out_.setstate(std::ios::badbit);
  const Status status = writer_.finish(5, kiosk_.signing_key());
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("could not be written"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::record
