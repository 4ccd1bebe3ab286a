#include "record/call.h"

#include <gtest/gtest.h>

#include "record/cbor.h"
#include "tests/record/generators.h"
#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

Verdict verdict_of_request(const CallRequest& request) {
  return open_call_request_unverified(seal(request, samples::key(1))).verdict;
}

TEST(Call, WhatIsAskedAndAnsweredIsReadAsWritten) {
  CallRequest presence = samples::call_request();
  presence.call.reset();
  CallAnswer nobody = samples::call_answer();
  nobody.call.reset();
  nobody.present_ms = 0;
  const auto key = samples::key(1);
  for (const auto& it : {samples::call_request(), presence}) {
    EXPECT_EQ(open_call_request(seal(it, key), key.public_key()).request, it);
  }
  for (const auto& it : {samples::call_answer(), nobody}) {
    EXPECT_EQ(open_call_answer(seal(it, key), key.public_key()).answer, it);
  }
}

TEST(Call, NobodyElseCanCallOrSayThatSomebodyIsComing) {
  const auto theirs = samples::key(2).public_key();
  EXPECT_EQ(open_call_request(seal(samples::call_request(), samples::key(1)), theirs).verdict,
            Verdict::wrong_signature);
  EXPECT_EQ(open_call_answer(seal(samples::call_answer(), samples::key(1)), theirs).verdict,
            Verdict::wrong_signature);
}

TEST(Call, NoneStandsInForTheOtherOrForARecord) {
  const auto key = samples::key(1);
  EXPECT_EQ(open_call_request(seal(samples::call_answer(), key), key.public_key()).verdict,
            Verdict::wrong_type);
  EXPECT_EQ(open_call_answer(seal(samples::call_request(), key), key.public_key()).verdict,
            Verdict::wrong_type);
  EXPECT_EQ(open_unverified(seal(samples::call_request(), key)).verdict, Verdict::wrong_type);
}

TEST(Call, ALanguageHasItsLimits) {
  const auto with = [](std::size_t size) {
    CallRequest changed = samples::call_request();
    changed.call->language = std::string(size, 'a');
    return verdict_of_request(changed);
  };
  EXPECT_EQ(with(longest_language), Verdict::good);
  EXPECT_EQ(with(longest_language + 1), Verdict::malformed);
  EXPECT_EQ(with(0), Verdict::malformed);
}

TEST(Call, PresenceIsNeverLongerThanItIsGivenFor) {
  CallAnswer changed = samples::call_answer();
  const auto key = samples::key(1);
  changed.present_ms = presence_ms;
  EXPECT_EQ(open_call_answer(seal(changed, key), key.public_key()).verdict, Verdict::good);
  changed.present_ms = presence_ms + 1;
  EXPECT_EQ(open_call_answer(seal(changed, key), key.public_key()).verdict, Verdict::malformed);
}

TEST(Call, UnknownKeysAndStatesAreMalformed) {
  const auto key = samples::key(1);
  const auto verdict_with = [&](std::uint64_t last_key, std::uint64_t value) {
    CborWriter out;
    out.map(6).number(0).number(1).number(1).bytes(KioskId{}).number(2).bytes(Hash{});
    out.number(3).number(0).number(4).number(0).number(last_key).number(value);
    return open_call_answer(sign1(call_answer_message, out.take(), key), key.public_key()).verdict;
  };
  EXPECT_EQ(verdict_with(5, 2), Verdict::good);
  EXPECT_EQ(verdict_with(5, 3), Verdict::malformed);
  EXPECT_EQ(verdict_with(6, 0), Verdict::malformed);
}

RC_GTEST_PROP(Call, WhateverIsChangedIsRefused, ()) {
  const auto key = samples::key(1);
  const Bytes request = seal(samples::call_request(), key);
  const Bytes answer = seal(samples::call_answer(), key);
  const Bytes other_request = *generators::mutation(request);
  const Bytes other_answer = *generators::mutation(answer);
  if (other_request != request) {
    RC_ASSERT(open_call_request(other_request, key.public_key()).verdict != Verdict::good);
  }
  if (other_answer != answer) {
    RC_ASSERT(open_call_answer(other_answer, key.public_key()).verdict != Verdict::good);
  }
}

}  // namespace
}  // namespace smilepost::record
