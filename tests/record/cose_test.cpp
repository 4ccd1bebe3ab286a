#include "record/cose.h"

#include <gtest/gtest.h>

#include "record/cbor.h"
#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

const Bytes payload = CborWriter().map(1).number(0).number(1).take();

TEST(Cose, OpensWhatItSigned) {
  const Bytes message = sign1(record_message, payload, samples::key(1));
  const Sign1 opened = open_sign1(message, record_message);
  ASSERT_EQ(opened.verdict, Verdict::good);
  EXPECT_TRUE(equal(opened.payload, payload));
  EXPECT_TRUE(signature_holds(opened, record_message, samples::key(1).public_key()));
  EXPECT_FALSE(signature_holds(opened, record_message, samples::key(2).public_key()));
}

TEST(Cose, KeepsItsUsesApart) {
  const Bytes message = sign1(receipt_message, payload, samples::key(1));
  EXPECT_EQ(open_sign1(message, record_message).verdict, Verdict::wrong_type);
  EXPECT_TRUE(claims_type(message, receipt_message));
  EXPECT_FALSE(claims_type(message, record_message));
  // The AAD alone keeps them apart too: the same header, another AAD.
  const MessageType same_header{receipt_message.content_type, "another use", 1024};
  const Sign1 opened = open_sign1(message, same_header);
  ASSERT_EQ(opened.verdict, Verdict::good);
  EXPECT_FALSE(signature_holds(opened, same_header, samples::key(1).public_key()));
}

TEST(Cose, RefusesAnythingUnsigned) {
  Bytes message = sign1(record_message, payload, samples::key(1));
  const Bytes header =
      CborWriter().map(2).number(1).integer(-8).number(3).text(record_message.content_type).take();
  CborWriter with_unprotected;
  with_unprotected.array(4).bytes(header).map(1).number(4).number(1).bytes(payload);
  with_unprotected.bytes(Bytes(64));
  EXPECT_EQ(open_sign1(with_unprotected.take(), record_message).verdict, Verdict::malformed);
  message.insert(message.begin(), 0xd2);  // COSE's tag 18
  EXPECT_EQ(open_sign1(message, record_message).verdict, Verdict::malformed);
  EXPECT_EQ(open_sign1(CborWriter().map(4).take(), record_message).verdict, Verdict::malformed);
}

TEST(Cose, RefusesAnotherAlgorithmAndMoreHeaders) {
  const auto with_header = [](const Bytes& header) {
    CborWriter message;
    message.array(4).bytes(header).map(0).bytes(payload).bytes(Bytes(64));
    return open_sign1(message.take(), record_message).verdict;
  };
  CborWriter es256, more, none;
  es256.map(2).number(1).integer(-7).number(3).text(record_message.content_type);
  more.map(3).number(1).integer(-8).number(3).text(record_message.content_type);
  more.number(4).number(1);
  none.map(1).number(1).integer(-8);
  EXPECT_EQ(with_header(es256.take()), Verdict::malformed);
  EXPECT_EQ(with_header(more.take()), Verdict::malformed);
  EXPECT_EQ(with_header(none.take()), Verdict::malformed);
}

TEST(Cose, RefusesWhatIsTooLarge) {
  const Bytes large = CborWriter().bytes(Bytes(4096)).take();
  EXPECT_EQ(open_sign1(sign1(record_message, large, samples::key(1)), record_message).verdict,
            Verdict::too_large);
}

TEST(Cose, LooksIntoThePayload) {
  const Bytes message = sign1(record_message, *from_hex("1817"), samples::key(1));
  EXPECT_EQ(open_sign1(message, record_message).verdict, Verdict::not_deterministic);
}

}  // namespace
}  // namespace smilepost::record
