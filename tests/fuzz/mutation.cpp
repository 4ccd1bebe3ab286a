#include "tests/fuzz/mutation.h"

#include <string_view>

namespace smilepost::fuzz {
namespace {

using record::Bytes;
using record::BytesView;

// SplitMix64 (Steele, Lea, Flood 2014).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t number() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : number() % limit; }

 private:
  std::uint64_t state_;
};

// Where arithmetic ends, in CBOR, in JSON, and as bytes of either order.
constexpr std::string_view edges[] = {
    {"\x1b\x7f\xff\xff\xff\xff\xff\xff\xff", 9},
    {"\x1b\x80\x00\x00\x00\x00\x00\x00\x00", 9},
    {"\x3b\x7f\xff\xff\xff\xff\xff\xff\xff", 9},
    {"\x5b\xff\xff\xff\xff\xff\xff\xff\xff", 9},
    {"\xff\xff\xff\xff", 4},
    {"\x7f\xff\xff\xff", 4},
    {"\x00\x00\x00\x80", 4},
    {"\x00", 1},
    {"\xa0", 1},
    {"\x80", 1},
    {"\xf6", 1},
    {"\x9f", 1},
    {"0"},
    {"-1"},
    {"1e999"},
    {"1.5"},
    {"9223372036854775808"},
    {"null"},
    {"{}"},
    {"[]"},
    {"\""},
    {"\\n"},
    {"\\u0000"},
    {"\\ud800"},
    {"/"},
    {"\n"},
    {"\xe2\x80\xa8"},
};

BytesView some_edge(Dice& dice) {
  const std::string_view edge = edges[dice.below(std::size(edges))];
  return {reinterpret_cast<const std::uint8_t*>(edge.data()), edge.size()};
}

std::ptrdiff_t place(Dice& dice, std::size_t size) {
  return static_cast<std::ptrdiff_t>(dice.below(size + 1));
}

BytesView piece(Dice& dice, BytesView bytes) {
  const std::size_t from = dice.below(bytes.size());
  return bytes.subspan(from, dice.below(std::min<std::size_t>(bytes.size() - from, 64) + 1));
}

void insert(Dice& dice, Bytes& bytes, BytesView what) {
  const Bytes copy(what.begin(), what.end());  // it may be a piece of the same bytes
  bytes.insert(bytes.begin() + place(dice, bytes.size()), copy.begin(), copy.end());
}

void overwrite(Dice& dice, Bytes& bytes, BytesView what) {
  const auto at = static_cast<std::size_t>(place(dice, bytes.size()));
  std::copy_n(what.begin(), std::min(what.size(), bytes.size() - at),
              bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

void erase(Dice& dice, Bytes& bytes) {
  const BytesView gone = piece(dice, bytes);
  const auto from = bytes.begin() + (gone.data() - bytes.data());
  bytes.erase(from, from + static_cast<std::ptrdiff_t>(gone.size()));
}

void change(Dice& dice, Bytes& bytes, const Corpus& corpus) {
  const std::size_t kind = bytes.empty() ? 5 : dice.below(9);
  switch (kind) {
    case 0:
    case 1:
      bytes[dice.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << dice.below(8));
      return;
    case 2:
      bytes[dice.below(bytes.size())] = static_cast<std::uint8_t>(dice.number());
      return;
    case 3:
      return erase(dice, bytes);
    case 4:
      return insert(dice, bytes, piece(dice, bytes));
    case 5:
      return insert(dice, bytes, some_edge(dice));
    case 6:
      return overwrite(dice, bytes, some_edge(dice));
    case 7:
      return insert(dice, bytes, piece(dice, corpus[dice.below(corpus.size())]));
    default:
      return bytes.resize(dice.below(bytes.size()));
  }
}

}  // namespace

Bytes mutation(const Corpus& corpus, std::uint64_t case_number) {
  Dice dice(case_number);
  Bytes bytes = corpus[dice.below(corpus.size())];
  for (std::size_t left = 1 + dice.below(6); left > 0; --left) change(dice, bytes, corpus);
  return bytes;
}

}  // namespace smilepost::fuzz
