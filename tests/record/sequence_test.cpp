#include "record/sequence.h"

#include <gtest/gtest.h>

namespace smilepost::record {
namespace {

TEST(Sequence, TakesItemsApart) {
  const Bytes bytes = *from_hex(
      "01820203"
      "6161");
  Sequence sequence(bytes);
  EXPECT_EQ(to_hex(*sequence.next()), "01");
  EXPECT_EQ(to_hex(*sequence.next()), "820203");
  EXPECT_EQ(to_hex(*sequence.next()), "6161");
  EXPECT_FALSE(sequence.next());
  EXPECT_EQ(sequence.verdict(), Verdict::good);
}

TEST(Sequence, StopsAtAFault) {
  const Bytes bytes = *from_hex("0118");
  Sequence sequence(bytes);
  EXPECT_TRUE(sequence.next());
  EXPECT_FALSE(sequence.next());
  EXPECT_FALSE(sequence.next());
  EXPECT_EQ(sequence.verdict(), Verdict::malformed);
}

}  // namespace
}  // namespace smilepost::record
