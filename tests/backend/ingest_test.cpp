#include "backend/ingest.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
// After GoogleTest, which it leans on.
#include <rapidcheck/gtest.h>

#include "backend/archive/answers_text.h"
#include "backend/archive/rollup.h"
#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

class IngestTest : public KitchenTest {
 protected:
  IngestTest() { kitchen.enrol(kiosk); }

  record::Token newest_token() {
    const record::Bytes bytes = kitchen.blob("SELECT newest FROM kiosk");
    record::Token token{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), token.size()), token.begin());
    return token;
  }
  std::int64_t rated_visits();
  HandMadeKiosk kiosk;
};

TEST_F(IngestTest, AcknowledgesTheHeadOfAGoodBatch) {
  kiosk.vote(4);
  kiosk.vote(1);
  const Response response = kitchen.post_records(kiosk.batch());
  ASSERT_EQ(response.status, 200) << response.body;
  const record::Receipt receipt = kitchen.receipt_in(response);
  EXPECT_EQ(receipt.kiosk, kiosk.id());
  EXPECT_EQ(receipt.head, kiosk.head_at(2));
  EXPECT_EQ(receipt.generation, kitchen.archive->generation());
}

TEST_F(IngestTest, TakesEachRecordOnceHoweverOftenItComes) {
  kiosk.vote(4);
  kiosk.vote(1);
  EXPECT_EQ(kitchen.post_records(kiosk.batch(0, 2)).status, 200);
  EXPECT_EQ(kitchen.post_records(kiosk.batch(0, 2)).status, 200);
  const auto told = kitchen.receipt_in(kitchen.post_records(kiosk.batch(0, 3)));  // overlaps
  const Response older = kitchen.post_records(kiosk.batch(0, 1), record::to_hex(told.next_token));
  EXPECT_EQ(kitchen.receipt_in(older).head, kiosk.head_at(2));  // the head here, not the batch's
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM record"), 3);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM visit"), 2);
}

TEST_F(IngestTest, KeepsTheBytesAsTheyWereSigned) {
  kitchen.post_records(kiosk.batch());
  EXPECT_EQ(kitchen.blob("SELECT cose FROM record"), kiosk.at(0));
}

TEST_F(IngestTest, TellsTheHeadItHasWhereRecordsAreMissing) {
  for (int i = 0; i < 4; ++i) kiosk.vote(3);
  const Response nothing_yet = kitchen.post_records(kiosk.batch(2, 4));
  EXPECT_EQ(nothing_yet.status, 409);
  EXPECT_FALSE(kitchen.receipt_in(nothing_yet).head);
  kitchen.post_records(kiosk.batch(0, 2));
  const Response gap = kitchen.post_records(kiosk.batch(3, 5));
  EXPECT_EQ(gap.status, 409);
  EXPECT_EQ(kitchen.receipt_in(gap).head, kiosk.head_at(1));
  EXPECT_EQ(kitchen.post_records(kiosk.batch(2, 5)).status, 200);
}

TEST_F(IngestTest, RefusesAKioskThatIsNotEnrolled) {
  const HandMadeKiosk stranger;
  const Response response = kitchen.post_records(stranger.batch());
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM record"), 0);
}

TEST_F(IngestTest, RefusesWhatCannotBeBelieved) {
  kiosk.vote(4);
  kiosk.vote(2);
  HandMadeKiosk other;
  other.vote(1);
  kitchen.enrol(other);
  std::string flipped = kiosk.batch();
  flipped.back() = static_cast<char>(flipped.back() ^ 1);  // in the newest signature
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "malformed"},
      {"<html>", "malformed"},
      {kiosk.batch() + "\xff", "malformed"},
      {kiosk.batch().substr(0, kiosk.batch().size() - 3), "malformed"},
      {flipped, "wrong_signature"},
      {kiosk.batch(0, 1) + kiosk.batch(2, 3), "gap"},
      {kiosk.batch(0, 2) + kiosk.batch(1, 2), "repeated"},
      {kiosk.batch(1, 2) + kiosk.batch(0, 1), "repeated"},
      {kiosk.batch(0, 1) + other.batch(1, 2), "wrong_kiosk"},
  };
  for (const auto& [batch, verdict] : cases) {
    const Response response = kitchen.post_records(batch);
    EXPECT_EQ(response.status, 422) << verdict;
    EXPECT_NE(response.body.find(verdict), std::string::npos) << response.body;
  }
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM record"), 0);
}

TEST_F(IngestTest, RefusesAGapThatTheKioskDidNotSign) {
  for (int i = 0; i < 3; ++i) kiosk.vote(3);
  kitchen.post_records(kiosk.batch(0, 2));
  std::string forged = kiosk.batch(3, 4);
  forged.back() = static_cast<char>(forged.back() ^ 1);
  kitchen.clock.now_ms += 60'000;
  EXPECT_EQ(kitchen.post_records(forged).status, 422);
  EXPECT_EQ(kitchen.figures().kiosks[0].last_contact_ms, noon_ms);
}

TEST_F(IngestTest, TakesALaterEpochThatAnOldKeyEndorsed) {
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  kiosk.open_epoch(record::EpochReason::card_restored, true);
  kiosk.vote(3);
  EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
  EXPECT_EQ(kitchen.figures().kiosks[0].visits, 2U);
}

// The journal may be lost between the enrolment and the first batch.
TEST_F(IngestTest, TakesALaterEpochWhereNothingOfTheFirstEverCame) {
  kiosk.open_epoch(record::EpochReason::journal_lost, true);
  kiosk.vote(3);
  EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
  EXPECT_EQ(kitchen.figures().kiosks[0].visits, 1U);
}

TEST_F(IngestTest, RefusesALaterEpochThatNobodyEndorsed) {
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  kiosk.open_epoch(record::EpochReason::journal_lost, false);
  const Response refused = kitchen.post_records(kiosk.batch());
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("keep the kiosk's state folder"), std::string::npos) << refused.body;
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM chain"), 1);
}

TEST_F(IngestTest, TakesNothingAfterAnEpochWasClosed) {
  kiosk.append(record::Kind::epoch_closed, record::EpochClosed{});
  EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
  kiosk.vote(4);
  const Response response = kitchen.post_records(kiosk.batch(2, 3));
  EXPECT_EQ(response.status, 422);
  EXPECT_NE(response.body.find("after_close"), std::string::npos) << response.body;
}

TEST_F(IngestTest, KeepsAndRaisesABodyItCannotRead) {
  kiosk.vote(9, 4);  // no such face: another version's idea of a vote, perhaps
  kiosk.vote(4);
  EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
  const KioskFigures figures = kitchen.figures().kiosks.at(0);
  EXPECT_EQ(figures.unreadable, 1U);
  EXPECT_EQ(figures.visits, 1U);
  EXPECT_EQ(figures.answer_records, 2U);
}

// Of an epoch that is over the records 3 and 4 are lost.
class IngestGapTest : public IngestTest {
 protected:
  IngestGapTest() {
    for (int i = 0; i < 6; ++i) kiosk.vote(4);
    const auto opened = record::open_unverified(kiosk.at(0)).record;
    const auto last = kiosk.head_at(4);
    gap_ = {kiosk.epoch(), std::get<record::EpochOpened>(opened.body).public_key, 3, 4, last.hash};
    before_ = kiosk.batch(0, 3);
    lost_ = kiosk.batch(3, 5);
    beyond_ = kiosk.batch(5, 7);
    end_ = kiosk.head_at(6);
    kiosk.open_epoch(record::EpochReason::journal_damaged, true);
  }
  Response note(const record::Gap& gap) {
    kiosk.append(record::Kind::gap, gap);
    return kitchen.post_records(kiosk.batch());
  }
  // Noted so, after what came before it.
  Response beyond(const record::Gap& gap) {
    kitchen.post_records(before_);
    EXPECT_EQ(note(gap).status, 200);
    return kitchen.post_records(beyond_);
  }
  std::int64_t records() { return kitchen.count("SELECT count(*) FROM record"); }

  record::Gap gap_;
  std::string before_, lost_, beyond_;
  record::ChainHead end_;
};

TEST_F(IngestGapTest, GoesOnBeyondItOnceTheKioskHasNotedIt) {
  kitchen.post_records(before_);
  EXPECT_EQ(kitchen.post_records(beyond_).status, 409);
  EXPECT_EQ(note(gap_).status, 200);
  const Response taken = kitchen.post_records(beyond_);
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(kitchen.receipt_in(taken).head, end_);
  EXPECT_EQ(records(), 3 + 2 + 2);
  EXPECT_EQ(kitchen.post_records(beyond_).status, 200);  // again
  EXPECT_EQ(records(), 3 + 2 + 2);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).storage.gone, 2U);
}

TEST_F(IngestGapTest, MayBeginAnEpochOfWhichNothingCame) {
  const record::Gap whole{gap_.epoch, gap_.public_key, 0, 4, gap_.last_hash};
  EXPECT_EQ(note(whole).status, 200);
  EXPECT_EQ(kitchen.post_records(beyond_).status, 200);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).storage.gone, 5U);
}

TEST_F(IngestGapTest, EndsWhereTheKioskSaysAndNowhereElse) {
  record::Gap shorter = gap_;
  shorter.last = 3;
  EXPECT_EQ(beyond(shorter).status, 409);
  EXPECT_EQ(records(), 3 + 2);
}

TEST_F(IngestGapTest, LeadsToTheRecordThatNamesItsLastAlone) {
  record::Gap other = gap_;
  other.last_hash.fill(9);
  EXPECT_EQ(beyond(other).status, 422);
  EXPECT_EQ(records(), 3 + 2);
}

TEST_F(IngestGapTest, ChangesNoKey) {
  record::Gap other = gap_;
  other.public_key = record::SigningKey::generate().public_key();
  EXPECT_EQ(beyond(other).status, 409);
}

TEST_F(IngestGapTest, KeepsApartWhatTurnsUpLaterAndTakesTheRest) {
  kitchen.post_records(before_);
  note(gap_);
  kitchen.post_records(beyond_);
  EXPECT_EQ(kitchen.post_records(before_ + lost_ + beyond_).status, 200);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM late"), 2);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM record WHERE kind = 2"), 4);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).forks, 0U);
}

TEST_F(IngestGapTest, MayBeNotedAgainWhereMoreIsLost) {
  kitchen.post_records(before_);
  record::Gap shorter = gap_;
  shorter.last = 3;
  note(shorter);
  note(gap_);
  EXPECT_EQ(kitchen.post_records(beyond_).status, 200);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).storage.gone, 2U);
}

TEST_F(IngestTest, HandsOutAFreshTokenWithEachReceipt) {
  const record::Receipt first = kitchen.receipt_in(kitchen.post_records(kiosk.batch()));
  kiosk.vote(4);
  const record::Receipt second =
      kitchen.receipt_in(kitchen.post_records(kiosk.batch(), record::to_hex(first.next_token)));
  EXPECT_NE(first.next_token, second.next_token);
}

// The receipt for a first batch was lost: it comes again, and proves nothing. What its receipt says
// is no token to be held against the kiosk.
TEST_F(IngestTest, RaisesNoAlarmWhereTheFirstReceiptWasLost) {
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  const record::Receipt again = kitchen.receipt_in(kitchen.post_records(kiosk.batch()));
  kiosk.vote(3);
  kitchen.post_records(kiosk.batch(), record::to_hex(again.next_token));
  EXPECT_EQ(kitchen.count("SELECT count(restored_ms) + count(copied_ms) FROM kiosk"), 0);
}

// Anybody who saw the bytes once can send them again.
TEST_F(IngestTest, TakesAReplayForNoSignOfLife) {
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  const record::Token handed_out = newest_token();
  kitchen.clock.now_ms += 60'000;
  const record::Token shown = {9};
  const Response replayed = kitchen.post_records(kiosk.batch(), record::to_hex(shown));
  EXPECT_EQ(replayed.status, 200);
  EXPECT_EQ(kitchen.receipt_in(replayed).next_token, shown);
  EXPECT_EQ(newest_token(), handed_out);
  EXPECT_EQ(kitchen.figures().kiosks[0].last_contact_ms, noon_ms);
  EXPECT_EQ(kitchen.post_records(kiosk.batch(), record::to_hex(handed_out)).status, 200);
  EXPECT_EQ(kitchen.figures().kiosks[0].last_contact_ms, noon_ms + 60'000);
}

// No key of this epoch is known yet, so the batch may be made up.
TEST_F(IngestTest, ChangesNothingForAGapThatItCannotJudge) {
  kiosk.vote(4);
  const record::Token handed_out = newest_token();
  kitchen.clock.now_ms += 60'000;
  const Response gap = kitchen.post_records(kiosk.batch(1, 2), record::to_hex(handed_out));
  EXPECT_EQ(gap.status, 409);
  EXPECT_FALSE(kitchen.receipt_in(gap).head);
  EXPECT_EQ(kitchen.receipt_in(gap).next_token, handed_out);
  EXPECT_EQ(newest_token(), handed_out);
  EXPECT_EQ(kitchen.figures().kiosks[0].last_contact_ms, noon_ms);
  // The kiosk sends again from the beginning, with the token that it was left with.
  EXPECT_EQ(kitchen.post_records(kiosk.batch(), record::to_hex(handed_out)).status, 200);
  EXPECT_EQ(kitchen.count("SELECT count(restored_ms) + count(copied_ms) FROM kiosk"), 0);
}

TEST_F(IngestTest, TakesManyKiosksInOneCommit) {
  std::vector<HandMadeKiosk> kiosks(20);
  std::vector<Request> requests;
  for (HandMadeKiosk& one : kiosks) {
    one.vote(4);
    one.head();
    kitchen.enrol(one);
    requests.push_back({"POST",
                        "/v1/records",
                        {{"content-type", "application/cbor-seq"}},
                        one.batch(),
                        Door::network});
  }
  requests[3].body = "rubbish";  // spoils nobody else's
  std::vector<const Request*> group;
  for (const Request& one : requests) group.push_back(&one);
  const auto responses = kitchen.archive->answer_group(
      group, [&](const auto& all) { return kitchen.routes.answer(all); });
  for (std::size_t i = 0; i < responses.size(); ++i) {
    EXPECT_EQ(responses[i].status, i == 3 ? 422 : 200);
  }
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM visit"), 19);
}

TEST_F(IngestTest, RemembersEverythingAfterARestart) {
  kiosk.vote(4);
  kiosk.vote(2);
  kitchen.post_records(kiosk.batch(0, 2));
  const std::uint64_t generation = kitchen.archive->generation();
  kitchen.archive.reset();
  Kitchen again(folder.path());
  EXPECT_EQ(again.archive->generation(), generation);
  EXPECT_EQ(again.receipt_in(again.post_records(kiosk.batch(2, 3))).head, kiosk.head_at(2));
  EXPECT_EQ(again.figures().kiosks[0].visits, 2U);
}

// Bytes from outside: whatever is changed, nothing is stored that the kiosk did not sign, and
// nothing is answered that is not documented.
RC_GTEST_FIXTURE_PROP(IngestTest, SurvivesAnyDamage, ()) {
  kiosk.vote(4);
  kiosk.vote(1);
  std::string batch = kiosk.batch();
  const auto at = *rc::gen::inRange<std::size_t>(0, batch.size());
  const auto bits = *rc::gen::inRange(1, 256);
  if (*rc::gen::arbitrary<bool>()) {
    batch[at] = static_cast<char>(batch[at] ^ bits);
  } else {
    batch.resize(at);
  }
  const int status = kitchen.post_records(batch).status;
  RC_ASSERT(status == 200 || status == 403 || status == 409 || status == 422);
  for (std::int64_t i = kitchen.count("SELECT count(*) FROM record"); i-- > 0;) {
    const auto cose = kitchen.blob("SELECT cose FROM record WHERE sequence = " + std::to_string(i));
    RC_ASSERT(cose == kiosk.at(static_cast<std::size_t>(i)));
  }
}

// One thing that a kiosk, an odd one too, may do next.
void act(HandMadeKiosk& kiosk, int what) {
  kiosk.boot = {static_cast<std::uint8_t>(1 + kiosk.size() / 5)};
  const std::uint64_t last = kiosk.size() - 1;
  switch (what) {
    case 0:
      return void(kiosk.vote(9, 4));  // cannot be read
    case 1:
      return void(kiosk.reasons(last, "why", {"long-wait"}));  // of a visit or of none
    case 2:
      return void(kiosk.head());
    case 3:
      return void(kiosk.append(record::Kind::head, record::HeadReport{last + 5, 0, "0.1.0"}));
    case 4:
      return kiosk.open_epoch(record::EpochReason::key_rotated, true);
    case 5:
      return kiosk.forget_from(1 + last / 2);  // a restored card: forks follow
    case 6:
      return void(kiosk.time_heard(noon_ms - 1'000, 1'000 * last, 500));
    case 7:
      return void(kiosk.time_heard(noon_ms + 3'600'000, 0, 0));  // cannot be
    default:
      return void(kiosk.vote(4));
  }
}

// The page reads counters; this counts the records again.
// Whose first question has a vote in force.
std::int64_t IngestTest::rated_visits() {
  std::int64_t rated = 0;
  const Status done =
      read(kitchen.archive->store(),
           "SELECT question, answers FROM visit WHERE question IS NOT NULL", [&](const Row& row) {
             const auto answers = answers_from(row.text(1));
             const auto first = answers.find(row.text(0));
             if (first != answers.end() && first->second.vote) ++rated;
           });
  EXPECT_TRUE(done);
  return rated;
}

RC_GTEST_FIXTURE_PROP(IngestTest, KeepsCountersEqualToACount, ()) {
  const auto acts = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 14));
  for (const int what : acts) {
    act(kiosk, what);
    if (*rc::gen::arbitrary<bool>()) kitchen.post_records(kiosk.batch());
  }
  kitchen.post_records(kiosk.batch());
  const auto differ = [&](const std::string& counter, const std::string& count) {
    return kitchen.count("SELECT count(*) FROM chain c WHERE " + counter +
                         " IS DISTINCT FROM (SELECT count(*) FROM record r WHERE " + count +
                         " AND r.kiosk = c.kiosk AND r.epoch = c.epoch AND r.branch = c.branch)");
  };
  RC_ASSERT(differ("answers", "kind = 2") == 0);
  RC_ASSERT(differ("unreadable", "raised = 1") == 0);
  RC_ASSERT(differ("without_visit", "raised = 2") == 0);
  RC_ASSERT(differ("implausible", "raised = 3") == 0);
  RC_ASSERT(differ("wrong_times", "raised = 4") == 0);
  RC_ASSERT(differ("head_sequence + 1 - forked_at", "true") == 0);
  RC_ASSERT(kitchen.count("SELECT coalesce(CAST(sum(visits) AS BIGINT), 0) FROM hourly_vote "
                          "WHERE further = 0") == rated_visits());
  Rollup recount;
  RC_ASSERT(read_visits(kitchen.archive->store(), kiosk.id(),
                        [&](const VisitRow& visit) { recount.add(visit); }));
  RC_ASSERT(*recount.is_stored_of(kitchen.archive->store(), kiosk.id()));
  RC_ASSERT(differ("coalesce(reported_stored - answers_before, 0)",
                   "kind = 2 AND sequence < c.reported_sequence") == 0);
}

}  // namespace
}  // namespace smilepost::backend::test
