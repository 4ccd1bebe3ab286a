#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/record/samples.h"
#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

class VerifyTest : public testing::Test {
 protected:
  Outcome verify(const record::Bytes& bytes) {
    std::ofstream out(folder_.file("export"), std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    out.close();
    return outcome_of({"verify", folder_.file("export")});
  }

  OwnFolder folder_;
  std::vector<record::Bytes> items_ = record::samples::export_of_two_epochs().items;
};

TEST_F(VerifyTest, GoodExport) {
  const Outcome outcome = verify(record::samples::joined(items_));
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("good: 8 records (6 answers) in 2 epochs"));
  EXPECT_EQ(outcome.err, "");
}

TEST_F(VerifyTest, SaysTheFirstThingWrongAndWhere) {
  items_[6].back() ^= 1;
  items_[7].back() ^= 1;
  const Outcome outcome = verify(record::samples::joined(items_));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out,
              HasSubstr("record 6 (epoch 0a0b0c0d0e0f1011, sequence 1): wrong_signature: "));
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1);
}

TEST_F(VerifyTest, NamesTheHeadTheEndAndTheBeginning) {
  auto cut = items_;
  cut.pop_back();
  EXPECT_THAT(verify(record::samples::joined(cut)).out, HasSubstr("end: cut_tail: "));
  auto dropped = items_;
  dropped.erase(dropped.end() - 2);
  EXPECT_THAT(verify(record::samples::joined(dropped)).out,
              HasSubstr("signed head: head_mismatch: "));
  EXPECT_THAT(verify({}).out, HasSubstr("beginning: no_anchor: "));
}

TEST_F(VerifyTest, WhatIsNotThereIsUnreadable) {
  const Outcome outcome = outcome_of({"verify", folder_.file("nothing")});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("unreadable_file"));
}

TEST_F(VerifyTest, AFolderWithoutAJournalIsUnreadable) {
  EXPECT_EQ(outcome_of({"verify", folder_.path()}).code, 3);
}

}  // namespace
}  // namespace smilepost::tool
