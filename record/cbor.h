// Deterministic CBOR (RFC 8949 §4.2.1), as much of it as FORMAT.md uses: integers, byte and text
// strings, arrays, maps, false, true, null. No floats, no tags, no indefinite lengths.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "record/bytes.h"
#include "record/verdict.h"

namespace smilepost::record {

// Writes items one after the other. Map keys must be written in ascending order.
class CborWriter {
 public:
  CborWriter& integer(std::int64_t value);
  CborWriter& number(std::uint64_t value);
  CborWriter& bytes(BytesView value);
  CborWriter& text(std::string_view value);
  CborWriter& boolean(bool value);
  CborWriter& array(std::size_t items);
  CborWriter& map(std::size_t pairs);
  CborWriter& item(BytesView encoded);  // one item written before

  Bytes take() { return std::move(out_); }

 private:
  CborWriter& head(unsigned major, std::uint64_t argument);
  Bytes out_;
};

// One item at the front of `bytes`, checked through and through; the first fault decides.
struct CborItem {
  Verdict verdict = Verdict::malformed;  // good, malformed, not_deterministic
  std::size_t size = 0;                  // of the item, where good
  std::size_t needs = 0;  // more bytes than there are, counted from the front; 0: not cut short
};
CborItem scan_item(BytesView bytes);

// good only where `bytes` are exactly one deterministic item.
Verdict scan_whole(BytesView bytes);

// Reads items that scan_whole() found good. The first that is not as asked for fails the reader;
// from then on it returns zeros. Views point into the bytes given.
class CborReader {
 public:
  explicit CborReader(BytesView bytes) : rest_(bytes) {}

  std::uint64_t number();  // below 2^63: what a signed 64-bit column holds
  std::int64_t integer();
  BytesView bytes();
  std::string text();
  bool boolean();
  std::size_t array();
  std::size_t map();
  BytesView item();  // any item, whole

  // Whether the next of `left` pairs has this key; steps over the key if so.
  bool key(std::uint64_t key, std::size_t& left);

  template <std::size_t size>
  std::array<std::uint8_t, size> array_of_bytes() {
    std::array<std::uint8_t, size> out{};
    const BytesView view = bytes();
    if (view.size() == size) {
      std::copy(view.begin(), view.end(), out.begin());
    } else {
      fail();
    }
    return out;
  }

  void fail() { failed_ = true; }
  bool failed() const { return failed_; }
  bool finished() const { return !failed_ && rest_.empty(); }

 private:
  std::uint64_t head(unsigned major);
  BytesView rest_;
  bool failed_ = false;
};

}  // namespace smilepost::record
