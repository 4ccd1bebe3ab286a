#include "record/enrolment.h"

#include <gtest/gtest.h>

#include "tests/record/generators.h"
#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

EnrolmentCode code() {
  EnrolmentCode code;
  code.secret.fill(0x5a);
  code.receipt_key = fingerprint_of(samples::key(7).public_key());
  return code;
}

RC_GTEST_PROP(EnrolmentCode, ThereAndBack, ()) {
  const EnrolmentCode made{*generators::blob<10>(), *generators::blob<10>()};
  const std::string text = to_string(made);
  RC_ASSERT(text.size() == 39U);
  RC_ASSERT(parse_enrolment_code(text) == made);
}

RC_GTEST_PROP(EnrolmentCode, AnyTextGetsAnAnswer, (const std::string& text)) {
  RC_ASSERT(!parse_enrolment_code(text));
}

TEST(EnrolmentCode, IsCrockfordsBase32InGroupsOfFour) {
  EnrolmentCode made;
  made.secret = {0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf};
  made.receipt_key = {0x84, 0x65, 0x3a, 0x56, 0xd7, 0xc6, 0x75, 0xbe, 0x77, 0xdf};
  EXPECT_EQ(to_string(made), "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ");
}

TEST(EnrolmentCode, ForgivesWhatPeopleType) {
  const auto plain = parse_enrolment_code("0110-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ");
  ASSERT_TRUE(plain);
  EXPECT_EQ(parse_enrolment_code(" oiLO 4567 89ab cdef ghjk mnpq rstv wxyz\n"), plain);
  EXPECT_EQ(parse_enrolment_code("0110456789ABCDEFGHJKMNPQRSTVWXYZ"), plain);
}

TEST(EnrolmentCode, RefusesWhatIsNone) {
  for (const char* text :
       {"", "0123", "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXY",
        "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ0", "U123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"}) {
    EXPECT_FALSE(parse_enrolment_code(text)) << text;
  }
}

TEST(EnrolmentRequest, ThereAndBack) {
  const EnrolmentRequest request{code().secret, {1, 2, 3}, "Till 3, größer"};
  const Bytes body = encode(request);
  EXPECT_EQ(decode_enrolment_request(body), request);
  for (std::size_t size = 0; size < body.size(); ++size) {
    EXPECT_FALSE(decode_enrolment_request(BytesView(body).first(size)));
  }
}

class EnrolmentAnswerTest : public testing::Test {
 protected:
  static EnrolmentAnswer answer(const Receipt& receipt, std::uint8_t key = 7) {
    return {samples::key(key).public_key(), seal(receipt, samples::key(key))};
  }
  Verdict judge(const EnrolmentAnswer& given) const {
    return open_enrolment(given, code(), receipt_.kiosk, receipt_.epoch).verdict;
  }
  void SetUp() override { receipt_.head.reset(); }
  Receipt receipt_ = samples::receipt();
};

TEST_F(EnrolmentAnswerTest, ThereAndBack) {
  const EnrolmentAnswer given = answer(receipt_);
  EXPECT_EQ(decode_enrolment_answer(encode(given)), given);
  EXPECT_EQ(judge(given), Verdict::good);
  EXPECT_FALSE(decode_enrolment_answer(Bytes{0xa0}));
}

TEST_F(EnrolmentAnswerTest, RefusesAKeyThatIsNotTheCodes) {
  EXPECT_EQ(judge(answer(receipt_, 8)), Verdict::wrong_signature);
}

TEST_F(EnrolmentAnswerTest, RefusesAReceiptOfAnotherKey) {
  EnrolmentAnswer given = answer(receipt_);
  given.receipt = seal(receipt_, samples::key(8));
  EXPECT_EQ(judge(given), Verdict::wrong_signature);
}

TEST_F(EnrolmentAnswerTest, RefusesAReceiptForSomethingElse) {
  Receipt other = receipt_;
  other.kiosk.fill(1);
  EXPECT_EQ(judge(answer(other)), Verdict::wrong_kiosk);
  other = receipt_;
  other.epoch = 1;
  EXPECT_EQ(judge(answer(other)), Verdict::wrong_epoch);
  EXPECT_EQ(judge(answer(samples::receipt())), Verdict::head_mismatch);
}

}  // namespace
}  // namespace smilepost::record
