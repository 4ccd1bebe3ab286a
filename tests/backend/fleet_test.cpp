#include "backend/fleet.h"

#include <nlohmann/json.hpp>

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

using nlohmann::json;

class FleetTest : public KitchenTest {
 protected:
  static std::string number(const HandMadeKiosk& which) { return record::to_hex(which.id()); }

  Response decide(const std::string& action, const json& body) {
    return kitchen.ask("POST", "/admin/v1/fleet/" + action, body.dump(),
                       {{"content-type", "application/json"}}, Door::admin_socket);
  }
  int accept(const HandMadeKiosk& which) {
    return decide("accept", {{"kiosk", number(which)}}).status;
  }
  int refuse(const HandMadeKiosk& which) {
    return decide("refuse", {{"kiosk", number(which)}}).status;
  }
  int revoke(const HandMadeKiosk& which) {
    return decide("revoke", {{"kiosk", number(which)}}).status;
  }
  json list() {
    return json::parse(kitchen.ask("GET", "/admin/v1/fleet", {}, {}, Door::admin_socket).body);
  }
  Response ask_to_enrol(const HandMadeKiosk& which, const std::string& label = "Till 3") {
    return kitchen.ask_to_enrol(which, label);
  }
  int send(HandMadeKiosk& which) {
    which.vote(4);
    return kitchen.post_records(which.batch()).status;
  }

  HandMadeKiosk kiosk;
};

TEST_F(FleetTest, IsTheOwnersAlone) {
  for (const char* path :
       {"/admin/v1/fleet/accept", "/admin/v1/fleet/refuse", "/admin/v1/fleet/revoke"}) {
    EXPECT_EQ(kitchen.ask("POST", path, "{}", {{"content-type", "application/json"}}).status, 404);
  }
  EXPECT_EQ(kitchen.ask("GET", "/admin/v1/fleet").status, 404);
}

TEST_F(FleetTest, LetsAKioskInOnceItIsAccepted) {
  EXPECT_EQ(ask_to_enrol(kiosk).status, 202);
  EXPECT_EQ(send(kiosk), 403);
  const json waiting = list()["waiting"];
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0]["kiosk"], number(kiosk));
  EXPECT_EQ(waiting[0]["label"], "Till 3");
  EXPECT_EQ(accept(kiosk), 200);
  EXPECT_EQ(send(kiosk), 403);  // it has not asked again
  EXPECT_EQ(ask_to_enrol(kiosk).status, 201);
  EXPECT_EQ(send(kiosk), 200);
  EXPECT_EQ(ask_to_enrol(kiosk).status, 201);  // the answer was lost
  EXPECT_TRUE(list()["waiting"].empty());
}

TEST_F(FleetTest, AcceptsTheRecordThatWasShownAndNoOther) {
  ask_to_enrol(kiosk);
  accept(kiosk);
  HandMadeKiosk other;
  EXPECT_EQ(ask_to_enrol(other).status, 202);
}

TEST_F(FleetTest, KeepsNoMoreWhoWaitThanItCanShow) {
  ASSERT_TRUE(kitchen.archive->store().script("BEGIN"));
  for (int i = 0; i < 1'000; ++i) {
    const record::KioskId id{static_cast<std::uint8_t>(i >> 8U), static_cast<std::uint8_t>(i), 1};
    ASSERT_TRUE(backend::ask_to_enrol(kitchen.archive->store(), id, {}, "", 1));
  }
  ASSERT_TRUE(kitchen.archive->store().script("COMMIT"));
  EXPECT_EQ(ask_to_enrol(kiosk).status, 202);
  EXPECT_EQ(list()["waiting"].size(), 1'000U);
  kitchen.enrol(kiosk);  // with a code of its own it comes in all the same
  EXPECT_EQ(send(kiosk), 200);
}

TEST_F(FleetTest, TellsNobodyOfARefusedOneThatAsksAgain) {
  ask_to_enrol(kiosk);
  EXPECT_EQ(refuse(kiosk), 200);
  EXPECT_EQ(ask_to_enrol(kiosk).status, 202);
  const json all = list();
  EXPECT_TRUE(all["waiting"].empty());
  EXPECT_EQ(all["counts"]["waiting"], 0);
  ASSERT_EQ(all["refused"].size(), 1U);
  EXPECT_EQ(all["refused"][0]["kiosk"], number(kiosk));
  EXPECT_EQ(all["refused"][0]["label"], "Till 3");
  EXPECT_EQ(refuse(kiosk), 409);
}

TEST_F(FleetTest, OfARefusedOneWhatItAskedWithLastIsAccepted) {
  Store& store = kitchen.archive->store();
  const record::Hash first{1}, last{2};
  ASSERT_TRUE(backend::ask_to_enrol(store, kiosk.id(), first, "Till 3", noon_ms));
  refuse(kiosk);
  ASSERT_TRUE(backend::ask_to_enrol(store, kiosk.id(), last, "Till 4", noon_ms));
  EXPECT_TRUE(list()["waiting"].empty());
  EXPECT_EQ(list()["refused"][0]["label"], "Till 4");
  EXPECT_EQ(accept(kiosk), 200);
  const auto comes_in = backend::ask_to_enrol(store, kiosk.id(), last, "Till 4", noon_ms);
  ASSERT_TRUE(comes_in);
  EXPECT_TRUE(*comes_in);
}

TEST_F(FleetTest, TakesARefusedOneInOnceItIsAcceptedAfterAll) {
  ask_to_enrol(kiosk);
  refuse(kiosk);
  EXPECT_EQ(accept(kiosk), 200);
  EXPECT_TRUE(list()["refused"].empty());
  EXPECT_EQ(ask_to_enrol(kiosk).status, 201);
  EXPECT_EQ(refuse(kiosk), 409);
  EXPECT_EQ(send(kiosk), 200);
}

TEST_F(FleetTest, ListsNoneThatCameInByACodeOfItsOwn) {
  ask_to_enrol(kiosk);
  kitchen.enrol(kiosk);
  EXPECT_TRUE(list()["waiting"].empty());
  HandMadeKiosk other;
  ask_to_enrol(other);
  refuse(other);
  kitchen.enrol(other);
  EXPECT_TRUE(list()["refused"].empty());
}

TEST_F(FleetTest, RefusingMakesRoomAndTheOldestRefusedAreForgotten) {
  const auto flood = [&](std::uint8_t round) {
    ASSERT_TRUE(kitchen.archive->store().script("BEGIN"));
    for (int i = 0; i < 1'000; ++i) {
      const record::KioskId id{static_cast<std::uint8_t>(i >> 8U), static_cast<std::uint8_t>(i),
                               round};
      ASSERT_TRUE(backend::ask_to_enrol(kitchen.archive->store(), id, {}, "", 1));
      ASSERT_TRUE(run(kitchen.archive->store(),
                      "UPDATE applicant SET refused_ms = ?1 WHERE refused_ms IS NULL", round));
    }
    ASSERT_TRUE(kitchen.archive->store().script("COMMIT"));
  };
  flood(1);
  ask_to_enrol(kiosk);
  EXPECT_EQ(list()["waiting"].size(), 1U);
  EXPECT_EQ(refuse(kiosk), 200);
  const json refused = list()["refused"];
  ASSERT_EQ(refused.size(), 1'000U);
  EXPECT_EQ(refused[0]["kiosk"], number(kiosk));
}

TEST_F(FleetTest, TakesNothingFromARevokedKiosk) {
  kitchen.enrol(kiosk);
  send(kiosk);
  EXPECT_EQ(revoke(kiosk), 200);
  EXPECT_EQ(send(kiosk), 403);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).visits, 1U);
  EXPECT_TRUE(kitchen.figures().kiosks.at(0).revoked);
  EXPECT_EQ(accept(kiosk), 200);
  EXPECT_EQ(send(kiosk), 200);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).visits, 3U);
}

TEST_F(FleetTest, RevokesInTheMiddleOfABatch) {
  kitchen.enrol(kiosk);
  for (int i = 0; i < 4; ++i) kiosk.vote(4);
  EXPECT_EQ(kitchen.post_records(kiosk.batch(0, 3)).status, 200);
  revoke(kiosk);
  EXPECT_EQ(kitchen.post_records(kiosk.batch(0, 5)).status, 403);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM record"), 3);
}

TEST_F(FleetTest, ForgetsThatARevokedKioskWasAcceptedBefore) {
  ask_to_enrol(kiosk);
  accept(kiosk);
  ask_to_enrol(kiosk);
  revoke(kiosk);
  EXPECT_EQ(ask_to_enrol(kiosk).status, 202);
}

TEST_F(FleetTest, PutsANewBoardInTheOldOnesPlace) {
  kitchen.enrol(kiosk, "Checkout");
  send(kiosk);
  HandMadeKiosk board;
  kitchen.enrol(board, "");
  const json both{{"kiosk", number(kiosk)}, {"by", number(board)}};
  EXPECT_EQ(decide("replace", both).status, 200);
  EXPECT_EQ(send(kiosk), 403);
  EXPECT_EQ(send(board), 200);
  const json all = list();
  for (const json& one : all["kiosks"]) {
    EXPECT_EQ(one["label"], "Checkout");
    const bool old = one["kiosk"] == number(kiosk);
    EXPECT_EQ(one["replaced_by"], old ? json(number(board)) : json());
  }
}

TEST_F(FleetTest, LetsAnEpochBeginThatNoKeyVouchesFor) {
  kitchen.enrol(kiosk);
  send(kiosk);
  const std::string before = kiosk.batch();
  kiosk.vote(1);
  const std::string stolen = kiosk.batch();
  kiosk.open_epoch(record::EpochReason::journal_lost, false);
  EXPECT_EQ(send(kiosk), 403);
  EXPECT_EQ(send(kiosk), 403);
  ASSERT_EQ(list()["waiting"].size(), 1U);
  EXPECT_EQ(list()["waiting"][0]["what"], "epoch");
  EXPECT_EQ(accept(kiosk), 200);
  EXPECT_EQ(send(kiosk), 200);
  EXPECT_EQ(kitchen.post_records(before).status, 200);  // known, but
  EXPECT_EQ(kitchen.post_records(stolen).status, 422);  // nothing new of the chain before
}

// The archive was put back from a backup, and the epoch accepted before the kiosk had noticed.
TEST_F(FleetTest, TakesWhatIsMissingBeforeAnAcceptedEpoch) {
  kitchen.enrol(kiosk);
  for (int i = 0; i < 5; ++i) kiosk.vote(4);
  EXPECT_EQ(kitchen.post_records(kiosk.batch(0, 2)).status, 200);
  const HandMadeKiosk thief = kiosk;
  const std::string more = kiosk.batch(2, 4), last = kiosk.batch(4, 6), all = kiosk.batch();
  kiosk.lose_keys();
  EXPECT_EQ(send(kiosk), 403);
  EXPECT_EQ(kitchen.post_records(more).status, 200);  // nobody has accepted it yet
  EXPECT_EQ(accept(kiosk), 200);
  EXPECT_EQ(send(kiosk), 200);

  HandMadeKiosk forged = thief;
  forged.forget_from(4);
  forged.vote(1);
  forged.vote(1);
  EXPECT_FALSE(kitchen.figures().kiosks.at(0).copied);
  EXPECT_EQ(kitchen.post_records(forged.batch()).status, 422);  // not the record that was named
  EXPECT_TRUE(kitchen.figures().kiosks.at(0).copied);           // who wrote it has the keys
  EXPECT_EQ(kitchen.post_records(last).status, 200);
  HandMadeKiosk longer = thief;
  longer.vote(1);
  EXPECT_EQ(kitchen.post_records(longer.batch()).status, 422);  // beyond it
  EXPECT_EQ(kitchen.post_records(all).status, 200);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).visits, 5U + 2U);
}

// It was sent before the epoch whose key vouches for it, as where that one had been refused.
TEST_F(FleetTest, LetsNoEpochWaitThatSomebodyVouchesForMeanwhile) {
  kitchen.enrol(kiosk);
  kiosk.vote(4);
  const std::string first = kiosk.batch();
  kiosk.open_epoch(record::EpochReason::key_rotated, true);
  kiosk.vote(3);
  const std::string second = kiosk.batch();
  kiosk.open_epoch(record::EpochReason::key_rotated, true);
  kiosk.vote(2);
  EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 403);
  EXPECT_EQ(list()["waiting"].size(), 1U);
  EXPECT_EQ(kitchen.post_records(first).status, 200);
  EXPECT_EQ(kitchen.post_records(second).status, 200);
  EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
  EXPECT_EQ(list()["waiting"].size(), 0U);
  accept(kiosk);
  EXPECT_EQ(send(kiosk), 200);
}

// Who makes up a kiosk's epoch has to sign it, and can fill no disk.
TEST_F(FleetTest, KeepsFewEpochsWaiting) {
  kitchen.enrol(kiosk);
  std::string forged;
  for (int i = 0; i < 12; ++i) {
    kiosk.open_epoch(record::EpochReason::journal_lost, false);
    forged = kiosk.batch();
    EXPECT_EQ(kitchen.post_records(forged).status, 403);
  }
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM waiting_epoch"), 8);
}

TEST_F(FleetTest, SaysWhatIsWrong) {
  kitchen.enrol(kiosk);
  EXPECT_EQ(decide("accept", {{"kiosk", number(kiosk)}}).status, 409);  // it waits for nothing
  EXPECT_EQ(decide("accept", {{"kiosk", "ffff0000ffff"}}).status, 404);
  EXPECT_EQ(decide("accept", {{"kiosk", "f"}}).status, 422);
  EXPECT_EQ(decide("accept", {{"kiosk", "Till 3"}}).status, 422);
  EXPECT_EQ(decide("accept", {{"kiosk", 7}}).status, 422);
  EXPECT_EQ(decide("accept", json::array()).status, 422);
  EXPECT_EQ(decide("replace", {{"kiosk", number(kiosk)}}).status, 422);
  EXPECT_EQ(decide("replace", {{"kiosk", number(kiosk)}, {"by", number(kiosk)}}).status, 422);
}

TEST_F(FleetTest, KnowsAKioskByAsMuchOfItsNumberAsTellsItApart) {
  kitchen.enrol(kiosk);
  EXPECT_EQ(decide("revoke", {{"kiosk", number(kiosk).substr(0, 8)}}).status, 200);
  EXPECT_EQ(send(kiosk), 403);
}

}  // namespace
}  // namespace smilepost::backend::test
