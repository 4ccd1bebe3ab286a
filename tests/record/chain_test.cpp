#include "record/chain.h"

#include <gtest/gtest.h>

#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

class ChainTest : public testing::Test {
 protected:
  // After "epoch opened" and two answers.
  void SetUp() override {
    for (const Bytes& record : records_) ASSERT_EQ(chain_.append(record), Verdict::good);
  }

  // Nothing refused moves the chain.
  Verdict append(const Bytes& cose) {
    const ChainHead before = chain_.head();
    const Verdict verdict = chain_.append(cose);
    if (verdict != Verdict::good) {
      EXPECT_EQ(chain_.head(), before);
    }
    return verdict;
  }

  Record next() { return kiosk_.next(samples::vote(4)); }

  samples::Kiosk kiosk_;
  std::vector<Bytes> records_{kiosk_.open_epoch(samples::first_epoch, 1, EpochReason::first_start),
                              kiosk_.append(samples::vote(1)), kiosk_.append(samples::reasons(1))};
  Chain chain_{kiosk_.id(), samples::first_epoch};
};

TEST_F(ChainTest, FollowsAndKnowsItsHead) {
  EXPECT_EQ(chain_.head(), kiosk_.head());
  EXPECT_EQ(chain_.public_key(), samples::key(1).public_key());
  EXPECT_EQ(append(kiosk_.append(samples::vote(4))), Verdict::good);
  EXPECT_EQ(chain_.head(), kiosk_.head());
  EXPECT_EQ(chain_.last().sequence, 3U);
}

TEST_F(ChainTest, GoesOnFromAKnownHead) {
  Chain later(kiosk_.id(), samples::key(1).public_key(), kiosk_.head());
  EXPECT_EQ(later.append(kiosk_.append(samples::vote(4))), Verdict::good);
}

TEST_F(ChainTest, Malformed) {
  EXPECT_EQ(append({0x80}), Verdict::malformed);
}

TEST_F(ChainTest, WrongSignature) {
  EXPECT_EQ(append(seal(next(), samples::key(2))), Verdict::wrong_signature);
}

TEST_F(ChainTest, LinksOnlyLeavesTheSignatureToTheCaller) {
  EXPECT_EQ(chain_.append(seal(next(), samples::key(2)), Signatures::links_only), Verdict::good);
}

TEST_F(ChainTest, WrongKiosk) {
  Record record = next();
  record.kiosk.fill(9);
  EXPECT_EQ(append(kiosk_.keep(record)), Verdict::wrong_kiosk);
}

TEST_F(ChainTest, WrongEpoch) {
  Record record = next();
  record.epoch += 1;
  EXPECT_EQ(append(kiosk_.keep(record)), Verdict::wrong_epoch);
}

TEST_F(ChainTest, Repeated) {
  for (const Bytes& record : records_) EXPECT_EQ(append(record), Verdict::repeated);
}

TEST_F(ChainTest, Gap) {
  kiosk_.append(samples::vote(4));
  EXPECT_EQ(append(kiosk_.append(samples::vote(4))), Verdict::gap);
}

TEST_F(ChainTest, BrokenLink) {
  Record record = next();
  record.previous[31] ^= 1;
  EXPECT_EQ(append(kiosk_.keep(record)), Verdict::broken_link);
}

TEST_F(ChainTest, AfterClose) {
  const Bytes close = kiosk_.append(EpochClosed{});
  EXPECT_EQ(append(close), Verdict::good);
  EXPECT_EQ(append(kiosk_.append(samples::vote(4))), Verdict::after_close);
  EXPECT_EQ(append(close), Verdict::repeated);
}

TEST_F(ChainTest, NotOpened) {
  for (const std::size_t i : {1, 2}) {
    Chain chain(kiosk_.id(), samples::first_epoch);
    EXPECT_EQ(chain.append(records_[i]), Verdict::not_opened);
    EXPECT_TRUE(chain.empty());
  }
  Chain chain(kiosk_.id(), samples::first_epoch);
  Record answer_at_zero = next();
  answer_at_zero.sequence = 0;
  answer_at_zero.previous = {};
  EXPECT_EQ(chain.append(kiosk_.keep(answer_at_zero)), Verdict::not_opened);
}

TEST_F(ChainTest, TheFirstKeyMakesTheKioskId) {
  samples::Kiosk impostor(1);
  Chain chain(impostor.id(), 5);
  EXPECT_EQ(chain.append(impostor.open_epoch(5, 2, EpochReason::first_start)),
            Verdict::wrong_kiosk);
  EXPECT_EQ(chain.append(impostor.open_epoch(5, 2, EpochReason::journal_lost)), Verdict::good);
}

TEST_F(ChainTest, AnEpochIsSignedByTheKeyItBrings) {
  Chain chain(kiosk_.id(), samples::first_epoch);
  const Record opening = open_unverified(records_[0]).record;
  EXPECT_EQ(chain.append(seal(opening, samples::key(2))), Verdict::wrong_signature);
}

TEST_F(ChainTest, NothingComesBeforeTheFirst) {
  Chain chain(kiosk_.id(), samples::first_epoch);
  Record opening = open_unverified(records_[0]).record;
  opening.previous.fill(1);
  EXPECT_EQ(chain.append(seal(opening, samples::key(1))), Verdict::broken_link);
}

TEST_F(ChainTest, EachFlippedBitIsRefused) {
  const Bytes record = kiosk_.append(samples::vote(4));
  for (std::size_t bit = 0; bit < record.size() * 8; ++bit) {
    Bytes flipped = record;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_NE(append(flipped), Verdict::good) << "bit " << bit;
  }
}

}  // namespace
}  // namespace smilepost::record
