#include "record/bytes.h"

#include <gtest/gtest.h>

namespace smilepost::record {
namespace {

TEST(Bytes, HexThereAndBack) {
  const Bytes bytes{0x00, 0x7f, 0x80, 0xff};
  EXPECT_EQ(to_hex(bytes), "007f80ff");
  EXPECT_EQ(from_hex("007f80FF"), bytes);
  EXPECT_EQ(from_hex(""), Bytes{});
}

TEST(Bytes, RefusesWhatIsNotHex) {
  for (const char* text : {"0", "0g", " 00", "0x00", "00 "}) EXPECT_FALSE(from_hex(text)) << text;
}

}  // namespace
}  // namespace smilepost::record
