#include "record/record.h"

#include <gtest/gtest.h>

#include "record/cbor.h"
#include "record/cose.h"
#include "tests/record/generators.h"
#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

RC_GTEST_PROP(Record, WhatIsSealedOpensAsItWas, ()) {
  const Record record = *generators::record();
  const SigningKey key = samples::key(1);
  const Bytes cose = seal(record, key);
  const Opened opened = open(cose, key.public_key());
  RC_ASSERT(opened.verdict == Verdict::good);
  RC_ASSERT(opened.record == record);
  RC_ASSERT(seal(opened.record, key) == cose);
}

// Whatever opens has one encoding only: what it says, sealed again, has the same payload.
RC_GTEST_PROP(Record, ChangedBytesAreRefusedOrReadOneWay, ()) {
  const Bytes cose = seal(*generators::record(), samples::key(1));
  const Bytes changed = *generators::mutation(cose);
  const Opened opened = open_unverified(changed);
  if (opened.verdict != Verdict::good) return;
  if (std::holds_alternative<UnreadableBody>(opened.record.body)) return;
  const Bytes again = seal(opened.record, samples::key(1));
  RC_ASSERT(equal(open_sign1(again, record_message).payload,
                  open_sign1(changed, record_message).payload));
}

RC_GTEST_PROP(Record, NoChangeKeepsTheSignature, ()) {
  const SigningKey key = samples::key(1);
  const Bytes cose = seal(*generators::record(), key);
  const Bytes changed = *generators::mutation(cose);
  RC_ASSERT(changed == cose || open(changed, key.public_key()).verdict != Verdict::good);
}

RC_GTEST_PROP(Record, AnyBytesGetAVerdict, (const Bytes& bytes)) {
  RC_ASSERT(open_unverified(bytes).verdict != Verdict::good);
}

Bytes payload_of(const Bytes& cose) {
  const BytesView payload = open_sign1(cose, record_message).payload;
  return {payload.begin(), payload.end()};
}

Verdict judge_payload(const Bytes& payload) {
  return open_unverified(sign1(record_message, payload, samples::key(1))).verdict;
}

TEST(Record, EachKindIsRefusedUnderAnotherKey) {
  for (const auto& [name, cose] : samples::one_of_each_kind()) {
    EXPECT_EQ(open(cose, samples::key(9).public_key()).verdict, Verdict::wrong_signature) << name;
  }
}

TEST(Record, RefusesAnotherVersionBeforeItsShape) {
  EXPECT_EQ(judge_payload(CborWriter().map(1).number(0).number(2).take()),
            Verdict::unknown_version);
  EXPECT_EQ(judge_payload(CborWriter().map(1).number(0).number(1).take()), Verdict::malformed);
  EXPECT_EQ(judge_payload(CborWriter().map(1).number(1).number(1).take()), Verdict::malformed);
  EXPECT_EQ(judge_payload(CborWriter().array(0).take()), Verdict::malformed);
}

TEST(Record, RefusesMoreKeysInTheEnvelope) {
  samples::Kiosk kiosk;
  Bytes payload = payload_of(kiosk.open_epoch(1, 1, EpochReason::first_start));
  EXPECT_EQ(judge_payload(payload), Verdict::good);
  payload[0] += 1;
  payload.insert(payload.end(), {11, 0});
  EXPECT_EQ(judge_payload(payload), Verdict::malformed);
}

TEST(Record, KeepsTheKindOfABodyItCannotRead) {
  samples::Kiosk kiosk;
  kiosk.open_epoch(1, 1, EpochReason::first_start);
  Bytes payload = payload_of(kiosk.append(EpochClosed{}));
  // … 9: kind, 10: {0: reason}
  ASSERT_EQ(payload[payload.size() - 5], 6);
  payload[payload.size() - 5] = 23;
  const Opened opened = open_unverified(sign1(record_message, payload, samples::key(1)));
  ASSERT_EQ(opened.verdict, Verdict::good);
  EXPECT_EQ(static_cast<int>(opened.record.kind), 23);
  EXPECT_TRUE(std::holds_alternative<UnreadableBody>(opened.record.body));
}

TEST(Record, EpochOpenedMustBeReadableAndFirst) {
  samples::Kiosk kiosk;
  const Bytes first = kiosk.open_epoch(1, 1, EpochReason::first_start);
  Bytes payload = payload_of(first);
  payload.back() = 9;  // no such reason
  EXPECT_EQ(judge_payload(payload), Verdict::malformed);

  Record later = open_unverified(first).record;
  later.sequence = 1;
  EXPECT_EQ(open_unverified(seal(later, samples::key(1))).verdict, Verdict::malformed);
}

TEST(Record, KioskIdIsHalfTheHashOfItsFirstKey) {
  const PublicKey key = samples::key(1).public_key();
  EXPECT_EQ(to_hex(kiosk_id_of(key)), to_hex(sha256(key)).substr(0, 32));
}

TEST(Record, AnAnswerIsSmall) {
  samples::Kiosk kiosk;
  kiosk.open_epoch(samples::first_epoch, 1, EpochReason::first_start);
  EXPECT_LT(kiosk.append(samples::vote(4)).size(), 330U);
}

}  // namespace
}  // namespace smilepost::record
