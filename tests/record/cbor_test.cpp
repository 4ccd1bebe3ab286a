#include "record/cbor.h"

#include <cbor.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <memory>

namespace smilepost::record {
namespace {

Verdict judge(std::string_view hex) {
  return scan_whole(*from_hex(hex));
}

struct Decref {
  void operator()(cbor_item_t* item) const { cbor_decref(&item); }
};
using Item = std::unique_ptr<cbor_item_t, Decref>;

// What libcbor makes of the same value: the oracle.
Bytes serialised(const Item& item) {
  unsigned char* buffer = nullptr;
  std::size_t size = 0;
  const std::size_t written = cbor_serialize_alloc(item.get(), &buffer, &size);
  Bytes bytes(buffer, buffer + written);
  std::free(buffer);
  return bytes;
}

Item shortest(std::uint64_t value) {
  if (value <= 0xFF) return Item(cbor_build_uint8(static_cast<std::uint8_t>(value)));
  if (value <= 0xFFFF) return Item(cbor_build_uint16(static_cast<std::uint16_t>(value)));
  if (value <= 0xFFFFFFFF) return Item(cbor_build_uint32(static_cast<std::uint32_t>(value)));
  return Item(cbor_build_uint64(value));
}

RC_GTEST_PROP(Cbor, IntegersAreLibcbors, ()) {
  const auto shift = *rc::gen::inRange(0, 63);
  const auto value = *rc::gen::arbitrary<std::int64_t>() >> shift;
  Item expected = shortest(static_cast<std::uint64_t>(value < 0 ? ~value : value));
  if (value < 0) cbor_mark_negint(expected.get());
  const Bytes bytes = CborWriter().integer(value).take();
  RC_ASSERT(bytes == serialised(expected));
  RC_ASSERT(scan_whole(bytes) == Verdict::good);
  CborReader reader(bytes);
  RC_ASSERT(reader.integer() == value);
  RC_ASSERT(reader.finished());
}

RC_GTEST_PROP(Cbor, ByteStringsAreLibcbors, (const Bytes& value)) {
  const Bytes bytes = CborWriter().bytes(value).take();
  RC_ASSERT(bytes == serialised(Item(cbor_build_bytestring(value.data(), value.size()))));
  CborReader reader(bytes);
  RC_ASSERT(equal(reader.bytes(), value));
  RC_ASSERT(reader.finished());
}

TEST(Cbor, ContainersAndTextAreLibcbors) {
  Item map(cbor_new_definite_map(2));
  Item array(cbor_new_definite_array(2));
  ASSERT_TRUE(cbor_array_push(array.get(), cbor_move(cbor_build_string("größer"))));
  ASSERT_TRUE(cbor_array_push(array.get(), cbor_move(cbor_build_bool(true))));
  ASSERT_TRUE(
      cbor_map_add(map.get(), {cbor_move(cbor_build_uint8(0)), cbor_move(array.release())}));
  ASSERT_TRUE(
      cbor_map_add(map.get(), {cbor_move(cbor_build_uint8(1)), cbor_move(cbor_build_bool(false))}));
  CborWriter writer;
  writer.map(2).number(0).array(2).text("größer").boolean(true).number(1).boolean(false);
  EXPECT_EQ(to_hex(writer.take()), to_hex(serialised(map)));
}

// libcbor reads whatever we accept.
RC_GTEST_PROP(Cbor, WhatIsAcceptedLibcborReads, (const Bytes& bytes)) {
  const CborItem found = scan_item(bytes);
  if (found.verdict != Verdict::good) RC_DISCARD();
  cbor_load_result result{};
  const Item item(cbor_load(bytes.data(), bytes.size(), &result));
  RC_ASSERT(item != nullptr);
  RC_ASSERT(result.read == found.size);
}

TEST(Cbor, NamesTheFault) {
  EXPECT_EQ(judge("a2000101f6"), Verdict::good);
  for (const char* hex : {"",
                          "18",
                          "a1",
                          "a100",
                          "0000",
                          "1c",
                          "1f",
                          "ff",
                          "f97e00",
                          "fb0000000000000000",
                          "c000",
                          "f7",
                          "f818",
                          "e0",
                          "62c328",
                          "62eda0",
                          "61",
                          "a200010001",
                          "5bffffffffffffffff",
                          "9bffffffffffffffff"}) {
    EXPECT_EQ(judge(hex), Verdict::malformed) << hex;
  }
  for (const char* hex : {"1817", "1900ff", "1a0000ffff", "1b00000000ffffffff", "5801ff", "9800",
                          "9fff", "bfff", "5f4100ff", "7f6161ff", "a201000000"}) {
    EXPECT_EQ(judge(hex), Verdict::not_deterministic) << hex;
  }
}

TEST(Cbor, RefusesWhatIsNotUtf8) {
  for (const char* hex : {"61c3", "62c080", "63e08080", "63eda080", "64f0808080", "64f4908080",
                          "6180", "64f5808080"}) {
    EXPECT_EQ(judge(hex), Verdict::malformed) << hex;
  }
  for (const char* hex :
       {"62c3a4", "63e282ac", "63ed9fbf", "63ee8080", "64f09f9880", "64f48fbfbf"}) {
    EXPECT_EQ(judge(hex), Verdict::good) << hex;
  }
}

TEST(Cbor, RefusesToGoTooDeep) {
  EXPECT_EQ(judge(std::string(32, '8').replace(0, 32, "81818181818181818181818181818181") + "00"),
            Verdict::good);
  std::string deeper;
  for (int i = 0; i < 17; ++i) deeper += "81";
  EXPECT_EQ(judge(deeper + "00"), Verdict::malformed);
  std::string deepest;
  for (int i = 0; i < 100'000; ++i) deepest += "81";
  EXPECT_EQ(judge(deepest + "00"), Verdict::malformed);
}

TEST(Cbor, SaysHowManyBytesItNeeds) {
  EXPECT_EQ(scan_item(*from_hex("440102")).needs, 5U);
  EXPECT_EQ(scan_item(*from_hex("")).needs, 1U);
  EXPECT_EQ(scan_item(*from_hex("820044")).needs, 7U);
  EXPECT_EQ(scan_item(*from_hex("1c")).needs, 0U);
  EXPECT_EQ(scan_item(*from_hex("5bffffffffffffffff")).needs,
            std::numeric_limits<std::size_t>::max());
}

TEST(Cbor, ReaderFailsOnceAndForAll) {
  const Bytes bytes = *from_hex(
      "6161"
      "01");
  CborReader reader(bytes);
  EXPECT_EQ(reader.number(), 0U);
  EXPECT_TRUE(reader.failed());
  EXPECT_EQ(reader.text(), "");
  EXPECT_FALSE(reader.finished());
}

TEST(Cbor, NumbersFitASignedColumn) {
  const Bytes largest = *from_hex("1b7fffffffffffffff"), larger = *from_hex("1b8000000000000000"),
              lowest = *from_hex("3b7fffffffffffffff"), lower = *from_hex("3b8000000000000000");
  EXPECT_EQ(CborReader(largest).number(), (std::uint64_t{1} << 63) - 1);
  EXPECT_EQ(CborReader(lowest).integer(), std::numeric_limits<std::int64_t>::min());
  CborReader too_large(larger), too_low(lower);
  too_large.number();
  too_low.integer();
  EXPECT_TRUE(too_large.failed());
  EXPECT_TRUE(too_low.failed());
}

}  // namespace
}  // namespace smilepost::record
