#include "backend/enrolment.h"

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

constexpr std::int64_t day_ms = 24LL * 3600 * 1000;

using EnrolmentTest = KitchenTest;

TEST_F(EnrolmentTest, AnswersWithAReceiptThatTheCodeVouchesFor) {
  const HandMadeKiosk kiosk;
  const record::EnrolmentCode code = kitchen.make_code();
  const Response response = kitchen.post_enrolment(kiosk.enrolment(code, "Checkout"));
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(response.content_type, "application/cbor");
  const record::Bytes body(response.body.begin(), response.body.end());
  const auto answer = record::decode_enrolment_answer(body);
  ASSERT_TRUE(answer);
  const auto opened = record::open_enrolment(*answer, code, kiosk.id(), kiosk.epoch());
  EXPECT_EQ(opened.verdict, record::Verdict::good);
  EXPECT_FALSE(opened.receipt.head);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).label, "Checkout");
}

TEST_F(EnrolmentTest, GivesTheSameKioskItsEnrolmentAgain) {
  const HandMadeKiosk kiosk;
  const record::EnrolmentCode code = kitchen.make_code();
  EXPECT_EQ(kitchen.post_enrolment(kiosk.enrolment(code, "")).status, 201);
  EXPECT_EQ(kitchen.post_enrolment(kiosk.enrolment(code, "")).status, 201);
  EXPECT_EQ(kitchen.figures().kiosks.size(), 1U);
}

TEST_F(EnrolmentTest, RefusesACodeThatAnotherKioskUsed) {
  const record::EnrolmentCode code = kitchen.make_code();
  EXPECT_EQ(kitchen.post_enrolment(HandMadeKiosk().enrolment(code, "")).status, 201);
  EXPECT_EQ(kitchen.post_enrolment(HandMadeKiosk().enrolment(code, "")).status, 403);
  EXPECT_EQ(kitchen.figures().kiosks.size(), 1U);
}

TEST_F(EnrolmentTest, RefusesACodeAfterADay) {
  const record::EnrolmentCode code = kitchen.make_code();
  kitchen.clock.now_ms += day_ms;
  const HandMadeKiosk in_time;
  EXPECT_EQ(kitchen.post_enrolment(in_time.enrolment(code, "")).status, 201);
  const record::EnrolmentCode late = kitchen.make_code();
  kitchen.clock.now_ms += day_ms + 1;
  EXPECT_EQ(kitchen.post_enrolment(HandMadeKiosk().enrolment(late, "")).status, 403);
}

TEST_F(EnrolmentTest, RefusesACodeThatWasNeverMade) {
  record::EnrolmentCode code{{1}, {}};
  EXPECT_EQ(kitchen.post_enrolment(HandMadeKiosk().enrolment(code, "")).status, 403);
}

TEST_F(EnrolmentTest, SlowsDownGuessing) {
  const record::EnrolmentCode wrong{{1}, {}};
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(kitchen.post_enrolment(HandMadeKiosk().enrolment(wrong, "")).status, 403);
  }
  const Response slowed = kitchen.post_enrolment(HandMadeKiosk().enrolment(wrong, ""));
  EXPECT_EQ(slowed.status, 429);
  EXPECT_EQ(slowed.headers.at(0).first, "Retry-After");
  const record::EnrolmentCode right = kitchen.make_code();  // is not held up by the guessing
  EXPECT_EQ(kitchen.post_enrolment(HandMadeKiosk().enrolment(right, "")).status, 201);
  kitchen.clock.now_ms += 60'000;
  EXPECT_EQ(kitchen.post_enrolment(HandMadeKiosk().enrolment(wrong, "")).status, 403);
}

TEST_F(EnrolmentTest, SaysWhereALabelIsTooLong) {
  const record::EnrolmentCode code = kitchen.make_code();
  const HandMadeKiosk kiosk;
  const Response refused = kitchen.post_enrolment(kiosk.enrolment(code, std::string(121, 'x')));
  EXPECT_EQ(refused.status, 422);
  EXPECT_NE(refused.body.find("label is longer than 120 bytes"), std::string::npos) << refused.body;
  EXPECT_EQ(kitchen.post_enrolment(kiosk.enrolment(code, std::string(120, 'x'))).status, 201);
}

TEST_F(EnrolmentTest, RefusesWhatIsNoFirstEpoch) {
  const record::EnrolmentCode code = kitchen.make_code();
  HandMadeKiosk kiosk;
  kiosk.open_epoch(record::EpochReason::journal_lost, true);
  EXPECT_EQ(kitchen.post_enrolment(kiosk.enrolment(code, "")).status, 422);
  EXPECT_EQ(kitchen.post_enrolment("rubbish").status, 422);
  EXPECT_EQ(kitchen.post_enrolment(HandMadeKiosk().enrolment(code, "")).status, 201);
}

TEST_F(EnrolmentTest, KeepsNoCode) {
  const record::EnrolmentCode code = kitchen.make_code();
  EXPECT_TRUE(record::equal(kitchen.blob("SELECT secret_hash FROM enrolment_code"),
                            record::sha256(code.secret)));
}

TEST_F(EnrolmentTest, MakesCodesForTheOwnerAlone) {
  EXPECT_EQ(kitchen.ask("POST", "/admin/v1/enrolment-codes").status, 404);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM enrolment_code"), 0);
}

}  // namespace
}  // namespace smilepost::backend::test
