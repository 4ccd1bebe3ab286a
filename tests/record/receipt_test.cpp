#include "record/receipt.h"

#include <gtest/gtest.h>

#include "tests/record/generators.h"
#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

const PublicKey receipt_key = samples::key(7).public_key();

TEST(Receipt, OpensAsItWasSealed) {
  const Receipt receipt = samples::receipt();
  const OpenedReceipt opened = open_receipt(seal(receipt, samples::key(7)), receipt_key);
  ASSERT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.receipt, receipt);
}

TEST(Receipt, MayHaveNoHead) {
  Receipt receipt = samples::receipt();
  receipt.head.reset();
  const OpenedReceipt opened = open_receipt(seal(receipt, samples::key(7)), receipt_key);
  ASSERT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.receipt, receipt);
}

TEST(Receipt, MayTellOfAnotherContinuation) {
  Receipt receipt = samples::receipt();
  receipt.forked = true;
  const OpenedReceipt opened = open_receipt(seal(receipt, samples::key(7)), receipt_key);
  ASSERT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(opened.receipt, receipt);
}

TEST(Receipt, IsOnlyTheBackends) {
  const Bytes cose = seal(samples::receipt(), samples::key(8));
  EXPECT_EQ(open_receipt(cose, receipt_key).verdict, Verdict::wrong_signature);
}

TEST(Receipt, IsNoRecordAndNoRecordIsOne) {
  samples::Kiosk kiosk(7);
  const Bytes record = kiosk.open_epoch(1, 7, EpochReason::first_start);
  EXPECT_EQ(open_receipt(record, receipt_key).verdict, Verdict::wrong_type);
  EXPECT_EQ(open_unverified(seal(samples::receipt(), samples::key(7))).verdict,
            Verdict::wrong_type);
}

TEST(Receipt, RubbishIsRefused) {
  const std::string html = "<!DOCTYPE html><title>Sign in</title>";
  EXPECT_NE(open_receipt(Bytes(html.begin(), html.end()), receipt_key).verdict, Verdict::good);
  EXPECT_EQ(open_receipt({}, receipt_key).verdict, Verdict::malformed);
}

RC_GTEST_PROP(Receipt, NoChangeIsBelieved, ()) {
  const Bytes cose = seal(samples::receipt(), samples::key(7));
  const Bytes changed = *generators::mutation(cose);
  RC_ASSERT(changed == cose || open_receipt(changed, receipt_key).verdict != Verdict::good);
}

}  // namespace
}  // namespace smilepost::record
