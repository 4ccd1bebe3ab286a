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
  Result<record::Receipt> read_back(const record::Receipt& receipt) {
    return genuine_receipt(backend_.answer(200, receipt), check());
  }
};

TEST_F(ReceiptChecking, a_receipt_of_our_record_is_believed) {
  answers(1);
  const auto genuine = receipt();
  const auto read = read_back(genuine);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, genuine);
  EXPECT_TRUE(*names_ours(genuine, *reader_));
}

TEST_F(ReceiptChecking, so_is_one_without_a_head) {
  EXPECT_TRUE(read_back(backend_.receipt(epoch_)));
  EXPECT_TRUE(*names_ours(backend_.receipt(epoch_), *reader_));
}

TEST_F(ReceiptChecking, each_difference_is_named) {
  answers(1);
  const auto fault = [&](auto change) {
    auto changed = receipt();
    change(changed);
    const auto read = read_back(changed);
    return read ? std::string() : read.error().message;
  };
  EXPECT_NE(fault([](auto& r) { r.kiosk[0] ^= 1; }).find("another kiosk"), std::string::npos);
  EXPECT_NE(fault([](auto& r) { r.head->epoch = r.epoch ^= 1; }).find("another epoch"),
            std::string::npos);
  auto forged = backend_.answer(200, receipt());
  forged.body.back() ^= 1;
  EXPECT_NE(genuine_receipt(forged, check()).error().message.find("wrong_signature"),
            std::string::npos);
}

TEST_F(ReceiptChecking, a_head_of_other_records_is_not_ours) {
  answers(1);
  auto other = receipt();
  other.head->hash[0] ^= 1;
  EXPECT_FALSE(*names_ours(other, *reader_));
  auto beyond = receipt();
  ++beyond.head->sequence;
  EXPECT_FALSE(*names_ours(beyond, *reader_));
}

}  // namespace
}  // namespace smilepost::kiosk
