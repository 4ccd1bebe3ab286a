#include "kiosk/sync/receipt_check.h"

#include "tests/kiosk/sync/sync_fixture.h"

namespace smilepost::kiosk {
namespace {

class ReceiptChecking : public SyncFixture {
 protected:
  ReceiptCheck check() const {
    return {journal_->kiosk(), backend_.receipt_key.public_key(), epoch_};
  }
  record::Receipt receipt() {
    record::Receipt receipt = backend_.receipt(epoch_);
    receipt.head = journal_->head();
    return receipt;
  }
  Result<record::Receipt> believed(const record::Receipt& receipt) {
    return believed_receipt(backend_.answer(200, receipt), check(), *reader_);
  }
};

TEST_F(ReceiptChecking, a_receipt_of_our_record_is_believed) {
  answers(1);
  const auto genuine = receipt();
  const auto read = believed(genuine);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, genuine);
}

TEST_F(ReceiptChecking, so_is_one_without_a_head) {
  EXPECT_TRUE(believed(backend_.receipt(epoch_)));
}

TEST_F(ReceiptChecking, each_difference_is_named) {
  answers(1);
  const auto fault = [&](auto change) {
    auto changed = receipt();
    change(changed);
    const auto read = believed(changed);
    return read ? std::string() : read.error().message;
  };
  EXPECT_NE(fault([](auto& r) { r.kiosk[0] ^= 1; }).find("another kiosk"), std::string::npos);
  EXPECT_NE(fault([](auto& r) { r.head->epoch = r.epoch ^= 1; }).find("another epoch"),
            std::string::npos);
  EXPECT_NE(fault([](auto& r) { r.head->hash[0] ^= 1; }).find("does not have"), std::string::npos);
  EXPECT_NE(fault([](auto& r) { ++r.head->sequence; }).find("does not have"), std::string::npos);
  auto forged = backend_.answer(200, receipt());
  forged.body.back() ^= 1;
  EXPECT_NE(believed_receipt(forged, check(), *reader_).error().message.find("wrong_signature"),
            std::string::npos);
}

}  // namespace
}  // namespace smilepost::kiosk
