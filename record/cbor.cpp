#include "record/cbor.h"

#include <cassert>
#include <limits>

namespace smilepost::record {
namespace {

constexpr unsigned unsigned_major = 0, negative_major = 1, bytes_major = 2, text_major = 3,
                   array_major = 4, map_major = 5, simple_major = 7;
constexpr std::uint64_t largest_number = std::numeric_limits<std::int64_t>::max();

}  // namespace

CborWriter& CborWriter::head(unsigned major, std::uint64_t argument) {
  const unsigned extra = argument < 24            ? 0
                         : argument <= 0xFF       ? 1
                         : argument <= 0xFFFF     ? 2
                         : argument <= 0xFFFFFFFF ? 4
                                                  : 8;
  const std::uint64_t information = extra == 0   ? argument
                                    : extra == 1 ? 24
                                    : extra == 2 ? 25
                                    : extra == 4 ? 26
                                                 : 27;
  out_.push_back(static_cast<std::uint8_t>(major << 5 | information));
  for (unsigned i = extra; i > 0; --i) {
    out_.push_back(static_cast<std::uint8_t>(argument >> (8 * (i - 1))));
  }
  return *this;
}

CborWriter& CborWriter::integer(std::int64_t value) {
  if (value >= 0) return head(unsigned_major, static_cast<std::uint64_t>(value));
  return head(negative_major, ~static_cast<std::uint64_t>(value));
}

CborWriter& CborWriter::number(std::uint64_t value) {
  assert(value <= largest_number);
  return head(unsigned_major, value);
}

CborWriter& CborWriter::bytes(BytesView value) {
  head(bytes_major, value.size());
  out_.insert(out_.end(), value.begin(), value.end());
  return *this;
}

CborWriter& CborWriter::text(std::string_view value) {
  head(text_major, value.size());
  out_.insert(out_.end(), value.begin(), value.end());
  return *this;
}

CborWriter& CborWriter::boolean(bool value) {
  return head(simple_major, value ? 21 : 20);
}

CborWriter& CborWriter::array(std::size_t items) {
  return head(array_major, items);
}

CborWriter& CborWriter::map(std::size_t pairs) {
  return head(map_major, pairs);
}

CborWriter& CborWriter::item(BytesView encoded) {
  out_.insert(out_.end(), encoded.begin(), encoded.end());
  return *this;
}

// The argument of the next head if it has this major type.
std::uint64_t CborReader::head(unsigned major) {
  if (failed_ || rest_.empty() || rest_[0] >> 5 != major) {
    fail();
    return 0;
  }
  const unsigned information = rest_[0] & 31;
  const std::size_t extra = information < 24 ? 0 : std::size_t{1} << (information - 24);
  assert(rest_.size() > extra);
  std::uint64_t argument = extra == 0 ? information : 0;
  for (std::size_t i = 1; i <= extra; ++i) argument = argument << 8 | rest_[i];
  rest_ = rest_.subspan(1 + extra);
  return argument;
}

std::uint64_t CborReader::number() {
  const std::uint64_t value = head(unsigned_major);
  if (value > largest_number) fail();
  return failed_ ? 0 : value;
}

std::int64_t CborReader::integer() {
  const bool negative = !rest_.empty() && rest_[0] >> 5 == negative_major;
  const std::uint64_t value = head(negative ? negative_major : unsigned_major);
  if (value > largest_number) fail();
  if (failed_) return 0;
  return negative ? -1 - static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
}

BytesView CborReader::bytes() {
  const std::uint64_t size = head(bytes_major);
  if (failed_) return {};
  const BytesView view = rest_.first(size);
  rest_ = rest_.subspan(size);
  return view;
}

std::string CborReader::text() {
  const std::uint64_t size = head(text_major);
  if (failed_) return {};
  std::string value(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(size));
  rest_ = rest_.subspan(size);
  return value;
}

bool CborReader::boolean() {
  const std::uint64_t value = head(simple_major);
  if (value != 20 && value != 21) fail();
  return !failed_ && value == 21;
}

std::size_t CborReader::array() {
  return head(array_major);
}

std::size_t CborReader::map() {
  return head(map_major);
}

BytesView CborReader::item() {
  const CborItem found = scan_item(rest_);
  if (failed_ || found.verdict != Verdict::good) {
    fail();
    return {};
  }
  const BytesView view = rest_.first(found.size);
  rest_ = rest_.subspan(found.size);
  return view;
}

bool CborReader::key(std::uint64_t key, std::size_t& left) {
  assert(key < 24);
  if (failed_ || left == 0 || rest_.empty() || rest_[0] != key) return false;
  rest_ = rest_.subspan(1);
  --left;
  return true;
}

}  // namespace smilepost::record
