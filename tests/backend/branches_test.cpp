#include "backend/branches.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>
// After GoogleTest, which it leans on.
#include <rapidcheck/gtest.h>

#include "backend/audit.h"
#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

// A kiosk's card, and what else its key came to sign.
class BranchesTest : public KitchenTest {
 protected:
  BranchesTest() { kitchen.enrol(card); }

  // All of it arrives.
  record::Receipt sent(const HandMadeKiosk& device) {
    const Response response = kitchen.post_records(device.batch());
    EXPECT_EQ(response.status, 200) << response.body;
    return kitchen.receipt_in(response);
  }
  // All up to there of the device's epoch.
  static record::Gap beginning_of(const HandMadeKiosk& device, std::uint64_t last) {
    const auto opened = record::open_unverified(device.at(0)).record;
    return {device.epoch(), std::get<record::EpochOpened>(opened.body).public_key, 0, last,
            device.head_at(last).hash};
  }
  std::int64_t records() { return kitchen.count("SELECT count(*) FROM record"); }
  std::int64_t chains() { return kitchen.count("SELECT count(*) FROM chain"); }

  HandMadeKiosk card;
};

TEST_F(BranchesTest, KeepsAndCountsBothContinuations) {
  card.vote(4);
  HandMadeKiosk copy = card;
  card.vote(1);
  card.vote(1);
  copy.vote(2);
  const record::Receipt first = sent(card);
  const record::Receipt second = sent(copy);
  EXPECT_EQ(first.head, card.head_at(3));
  EXPECT_EQ(second.head, copy.head_at(2));
  EXPECT_FALSE(first.forked);
  EXPECT_TRUE(second.forked);
  EXPECT_EQ(records(), 2 + 2 + 1);
  const KioskFigures figures = kitchen.figures().kiosks.at(0);
  EXPECT_EQ(figures.visits, 4U);
  EXPECT_EQ(figures.answer_records, 4U);
  EXPECT_EQ(figures.forks, 1U);
}

// It does not have what the other one sent, and would take a receipt for that for a foreign one.
TEST_F(BranchesTest, NamesNoRecordsThatItsSenderMayNotHave) {
  card.vote(4);
  const HandMadeKiosk copy = card;
  card.vote(1);
  const std::string newest = record::to_hex(sent(card).next_token);
  EXPECT_EQ(sent(copy).head, copy.head_at(1));  // it shows no token, or an old one
  // The one that was heard of last may hear of all that is stored.
  const Response again = kitchen.post_records(card.batch(0, 2), newest);
  EXPECT_EQ(kitchen.receipt_in(again).head, card.head_at(2));
}

// An archive that was put back from a backup knows no tokens any more.
TEST_F(BranchesTest, NamesNoRecordsThatAnOlderCardMayNotHaveAfterARestore) {
  card.vote(4);
  const HandMadeKiosk older = card;
  card.vote(1);
  sent(card);
  ASSERT_TRUE(kitchen.archive->begin_anew());
  EXPECT_EQ(sent(older).head, older.head_at(1));
  EXPECT_EQ(sent(card).head, card.head_at(2));
}

// Of a copied card the backup lacked what one device had sent, and that one has not kept it all.
TEST_F(BranchesTest, TakesABranchWhoseBeginningIsGone) {
  card.vote(4);
  HandMadeKiosk copy = card;
  for (int i = 0; i < 5; ++i) card.vote(1);
  for (int i = 0; i < 5; ++i) copy.vote(2);
  sent(card);
  const std::string rest = copy.batch(4, 7);
  const record::ChainHead end = copy.head_at(6);
  const record::Gap gone = beginning_of(copy, 3);
  EXPECT_EQ(kitchen.post_records(rest).status, 409);
  copy.open_epoch(record::EpochReason::card_restored, true);
  copy.append(record::Kind::gap, gone);
  sent(copy);
  const Response taken = kitchen.post_records(rest);
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(kitchen.receipt_in(taken).head, end);
  EXPECT_TRUE(kitchen.receipt_in(taken).forked);
  EXPECT_EQ(kitchen.post_records(rest).status, 200);  // again
  card.vote(3);
  EXPECT_FALSE(sent(card).forked);
  EXPECT_EQ(records(), 8 + 3 + 2);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).visits, 7U + 3U);
  Audit audit(kitchen.archive->store(), kitchen.pool);
  EXPECT_THAT(audit.look_at(card.id(), [](std::uint64_t) {})->faults, testing::IsEmpty());
}

// A salvage may find it, or a third card has it.
TEST_F(BranchesTest, StoresNothingTwiceWhereABeginningTurnsUp) {
  card.vote(4);
  HandMadeKiosk copy = card;
  for (int i = 0; i < 5; ++i) card.vote(1);
  for (int i = 0; i < 5; ++i) copy.vote(2);
  sent(card);
  const HandMadeKiosk whole = copy;
  copy.open_epoch(record::EpochReason::card_restored, true);
  copy.append(record::Kind::gap, beginning_of(whole, 3));
  sent(copy);
  EXPECT_EQ(kitchen.post_records(whole.batch(4, 7)).status, 200);
  EXPECT_EQ(kitchen.post_records(whole.batch(0, 3)).status, 200);
  const Response taken = kitchen.post_records(whole.batch(2, 7));
  EXPECT_EQ(kitchen.receipt_in(taken).head, whole.head_at(3)) << "what follows was stored before";
  EXPECT_EQ(kitchen.receipt_in(kitchen.post_records(whole.batch(4, 7))).head, whole.head_at(6));
  EXPECT_EQ(records(), 7 + 5 + 2);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).visits, 6U + 5U);
  Audit audit(kitchen.archive->store(), kitchen.pool);
  EXPECT_THAT(audit.look_at(card.id(), [](std::uint64_t) {})->faults, testing::IsEmpty());
}

TEST_F(BranchesTest, StoresNothingTwiceWhereLessIsGoneThanWasSaid) {
  card.vote(4);
  HandMadeKiosk copy = card;
  for (int i = 0; i < 5; ++i) card.vote(1);
  for (int i = 0; i < 5; ++i) copy.vote(2);
  sent(card);
  const HandMadeKiosk whole = copy;
  copy.open_epoch(record::EpochReason::card_restored, true);
  copy.append(record::Kind::gap, beginning_of(whole, 3));
  copy.append(record::Kind::gap, beginning_of(whole, 2));
  sent(copy);
  EXPECT_EQ(kitchen.post_records(whole.batch(4, 7)).status, 200);
  EXPECT_EQ(kitchen.post_records(whole.batch(3, 7)).status, 200);
  EXPECT_EQ(records(), 7 + 4 + 3);
}

TEST_F(BranchesTest, BelievesNobodyElseThatABeginningIsGone) {
  card.vote(4);
  card.vote(4);
  sent(card);
  HandMadeKiosk other;
  kitchen.enrol(other);
  for (int i = 0; i < 4; ++i) card.vote(1);
  other.append(record::Kind::gap, beginning_of(card, 3));
  sent(other);
  EXPECT_EQ(kitchen.post_records(card.batch(4, 6)).status, 409);
}

TEST_F(BranchesTest, TakesEachOfItOnce) {
  card.vote(4);
  HandMadeKiosk copy = card;
  card.vote(1);
  copy.vote(2);
  sent(card);
  sent(copy);
  EXPECT_TRUE(sent(copy).forked);
  EXPECT_FALSE(sent(card).forked);
  EXPECT_EQ(kitchen.post_records(copy.batch(2, 3)).status, 200);
  EXPECT_EQ(records(), 2 + 1 + 1);
}

TEST_F(BranchesTest, GoesOnWithEach) {
  card.vote(4);
  sent(card);
  HandMadeKiosk copy = card;
  for (int round = 0; round < 3; ++round) {
    card.vote(1);
    copy.vote(2);
    EXPECT_EQ(kitchen.post_records(card.batch(card.size() - 1, card.size())).status, 200);
    EXPECT_EQ(kitchen.post_records(copy.batch(copy.size() - 1, copy.size())).status, 200);
  }
  EXPECT_EQ(chains(), 2);
  EXPECT_EQ(records(), 2 + 3 + 3);
}

// A copy that sends an epoch from its beginning again does not have the head of the other one.
TEST_F(BranchesTest, AcknowledgesWhatIsSharedOnlyAsFarAsItWasSent) {
  card.vote(4);
  HandMadeKiosk copy = card;
  card.vote(1);
  const record::Receipt known = sent(card);
  const Response again = kitchen.post_records(card.batch(0, 1), record::to_hex(known.next_token));
  EXPECT_EQ(kitchen.receipt_in(again).head, card.head_at(2)) << "the device that was heard of last";
  copy.vote(2);
  const record::Receipt shared = kitchen.receipt_in(kitchen.post_records(copy.batch(0, 2)));
  EXPECT_EQ(shared.head, copy.head_at(1));
  sent(copy);
  const Response after = kitchen.post_records(copy.batch(0, 2), record::to_hex(known.next_token));
  EXPECT_EQ(kitchen.receipt_in(after).head, copy.head_at(1)) << "it may be either";
}

TEST_F(BranchesTest, MayForkAgain) {
  card.vote(4);
  HandMadeKiosk copy = card;
  card.vote(1);
  copy.vote(2);
  HandMadeKiosk copy_of_copy = copy;
  copy.vote(2);
  copy_of_copy.vote(3);
  sent(card);
  sent(copy);
  EXPECT_EQ(sent(copy_of_copy).head, copy_of_copy.head_at(3));
  EXPECT_EQ(chains(), 3);
  EXPECT_EQ(records(), 2 + 1 + 2 + 1);
}

// Whose beginning was cut short, and begun again under the same number.
TEST_F(BranchesTest, MayContradictTheBeginning) {
  card.vote(4);
  sent(card);
  const auto opened = record::open_unverified(card.at(0)).record;
  card.forget_from(0);
  card.wall_ms += 1'000;
  card.append(record::Kind::epoch_opened, opened.body);
  card.vote(1);
  EXPECT_TRUE(sent(card).forked);
  EXPECT_EQ(records(), 2 + 2);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).visits, 2U);
}

TEST_F(BranchesTest, KeepsNoForgedContradiction) {
  card.vote(4);
  sent(card);
  card.forget_from(1);
  card.vote(1);
  std::string forged = card.batch(1, 2);
  forged.back() = static_cast<char>(forged.back() ^ 1);
  EXPECT_EQ(kitchen.post_records(forged).status, 422);
  EXPECT_EQ(chains(), 1);
  EXPECT_EQ(records(), 2);
}

// What it shares was counted once already; a head's figures are of all that came before it.
TEST_F(BranchesTest, ComparesFiguresOfTheWholeChain) {
  card.vote(4);
  card.vote(4);
  HandMadeKiosk copy = card;
  card.vote(1);
  copy.vote(2);
  copy.head();
  sent(card);
  sent(copy);
  const auto comparison = kitchen.figures().kiosks.at(0).comparison;
  ASSERT_TRUE(comparison);
  EXPECT_EQ(comparison->kiosk_has, 3U);
  EXPECT_EQ(comparison->server_has, 3U);
}

TEST_F(BranchesTest, HaveAnEnd) {
  card.vote(4);
  sent(card);
  int refused = 0;
  for (int i = 0; i < 110; ++i) {
    HandMadeKiosk copy = card;
    copy.forget_from(1);
    copy.wall_ms += i * 1'000;
    copy.vote(2);
    if (kitchen.post_records(copy.batch()).status == 403) ++refused;
  }
  EXPECT_EQ(chains(), 100);
  EXPECT_EQ(refused, 110 - 99);
}

// A kiosk as the backend sees it: with its token, over a network that loses responses.
class Device {
 public:
  Device(Kitchen& kitchen, HandMadeKiosk card) : kitchen_(&kitchen), card_(std::move(card)) {}

  void sync(bool arrives) {
    card_.vote(3);
    const Response response = kitchen_->post_records(card_.batch(acknowledged_, card_.size()),
                                                     token_ ? record::to_hex(*token_) : "");
    RC_ASSERT(response.status == 200);
    if (!arrives) return;
    const record::Receipt receipt = kitchen_->receipt_in(response);
    acknowledged_ = receipt.head->sequence + 1;
    token_ = receipt.next_token;
  }
  // Whoever has this one's card sees other shoppers.
  Device copy(std::int64_t later_ms) const {
    Device copy = *this;
    copy.card_.wall_ms += later_ms;
    return copy;
  }

 private:
  Kitchen* kitchen_;
  HandMadeKiosk card_;
  std::size_t acknowledged_ = 0;
  std::optional<record::Token> token_;
};

RC_GTEST_FIXTURE_PROP(BranchesTest, ShowACopyOnceBothWereHeardOfTwice, ()) {
  Device original(kitchen, card);
  const auto arrivals = *rc::gen::arbitrary<std::vector<bool>>();
  for (const bool arrives : arrivals) original.sync(arrives);
  const std::string alarms = "SELECT count(restored_ms) + count(copied_ms) FROM kiosk";
  RC_ASSERT(kitchen.count(alarms) == 0);
  Device copy = original.copy(500);
  for (const bool arrives : *rc::gen::container<std::vector<bool>>(2, rc::gen::arbitrary<bool>())) {
    original.sync(arrives);
    copy.sync(arrives);
  }
  RC_ASSERT(kitchen.count("SELECT count(copied_ms) FROM kiosk") == 1);
}

TEST_F(BranchesTest, CallARestoredCardNoCopy) {
  card.vote(4);
  HandMadeKiosk restored = card;
  for (int i = 0; i < 5; ++i) card.vote(1);
  sent(card);
  for (int i = 0; i < 5; ++i) {
    restored.vote(2);
    sent(restored);
  }
  EXPECT_EQ(kitchen.count("SELECT count(restored_ms) FROM kiosk"), 1);
  EXPECT_EQ(kitchen.count("SELECT count(copied_ms) FROM kiosk"), 0);
}

// Devices copy each other, go on, and send what they have, in any order. In the end each has what
// it signed in the archive, once, and each answer counts.
RC_GTEST_FIXTURE_PROP(BranchesTest, LoseAndDoubleNothing, ()) {
  std::vector<HandMadeKiosk> devices = {card};
  std::set<record::Bytes> signed_records = {card.at(0)};
  const auto acts = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 10));
  for (const int what : acts) {
    const auto which = *rc::gen::inRange<std::size_t>(0, devices.size());
    HandMadeKiosk& device = devices[which];
    if (what == 0 && devices.size() < 5) {
      HandMadeKiosk copy = device;
      copy.forget_from(1 + *rc::gen::inRange<std::size_t>(0, copy.size()) % copy.size());
      copy.wall_ms += 7'919 * static_cast<std::int64_t>(devices.size());
      devices.push_back(std::move(copy));
    } else if (what < 6) {
      device.vote(1 + what % 4);
      signed_records.insert(device.at(device.size() - 1));
    } else {
      sent(device);
    }
  }
  for (HandMadeKiosk& device : devices) {
    device.vote(4);
    signed_records.insert(device.at(device.size() - 1));
    RC_ASSERT(sent(device).head == device.head_at(device.size() - 1));
  }
  // Records that a device forgot before it sent them are nowhere.
  std::set<record::Bytes> due;
  for (const HandMadeKiosk& device : devices) {
    for (std::size_t i = 0; i < device.size(); ++i) due.insert(device.at(i));
  }
  std::set<record::Bytes> stored;
  std::size_t rows = 0;
  RC_ASSERT(read(kitchen.archive->store(), "SELECT cose FROM record", [&](const Row& row) {
    ++rows;
    stored.insert(record::Bytes(row.blob(0).begin(), row.blob(0).end()));
  }));
  RC_ASSERT(rows == stored.size());
  for (const record::Bytes& cose : due) RC_ASSERT(stored.count(cose) == 1);
  for (const record::Bytes& cose : stored) RC_ASSERT(signed_records.count(cose) == 1);
  RC_ASSERT(kitchen.figures().kiosks.at(0).answer_records == rows - 1);
}

}  // namespace
}  // namespace smilepost::backend::test
