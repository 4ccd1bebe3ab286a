// Judges an encoding: FORMAT.md, "CBOR".
#include <limits>

#include "record/cbor.h"

namespace smilepost::record {
namespace {

constexpr unsigned bytes_major = 2, text_major = 3, array_major = 4, map_major = 5,
                   simple_major = 7;
constexpr unsigned deepest = 16;

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(BytesView text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::uint8_t lead = text[i];
    const std::size_t length = lead < 0x80                    ? 1
                               : lead >= 0xC2 && lead <= 0xDF ? 2
                               : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0 || text.size() - i < length) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((text[i + k] & 0xC0) != 0x80) return false;
    }
    if (lead == 0xE0 && text[i + 1] < 0xA0) return false;
    if (lead == 0xED && text[i + 1] > 0x9F) return false;
    if (lead == 0xF0 && text[i + 1] < 0x90) return false;
    if (lead == 0xF4 && text[i + 1] > 0x8F) return false;
    i += length;
  }
  return true;
}

struct Head {
  unsigned major = 0, information = 0;
  std::uint64_t argument = 0;
  std::size_t size = 0;
};

class Scanner {
 public:
  explicit Scanner(BytesView bytes) : bytes_(bytes) {}

  CborItem scan() {
    const bool good = item(0);
    if (good) return {Verdict::good, at_, 0};
    return {fault_, 0, needs_};
  }

 private:
  bool refuse(Verdict fault) {
    fault_ = fault;
    return false;
  }

  bool available(std::uint64_t count) {
    if (count <= bytes_.size() - at_) return true;
    const std::uint64_t most = std::numeric_limits<std::size_t>::max() - at_;
    needs_ = at_ + std::min(count, most);
    return refuse(Verdict::malformed);
  }

  bool head(Head& out) {
    if (!available(1)) return false;
    out.major = bytes_[at_] >> 5;
    out.information = bytes_[at_] & 31;
    if (out.information == 31 && out.major >= bytes_major && out.major <= map_major) {
      return refuse(Verdict::not_deterministic);
    }
    if (out.information > 27) return refuse(Verdict::malformed);
    const std::size_t extra = out.information < 24 ? 0 : std::size_t{1} << (out.information - 24);
    if (!available(1 + extra)) return false;
    out.argument = out.information;
    if (extra > 0) out.argument = 0;
    for (std::size_t i = 1; i <= extra; ++i) out.argument = out.argument << 8 | bytes_[at_ + i];
    out.size = 1 + extra;
    return true;
  }

  static bool is_shortest(const Head& head) {
    switch (head.information) {
      case 24:
        return head.argument >= 24;
      case 25:
        return head.argument > 0xFF;
      case 26:
        return head.argument > 0xFFFF;
      case 27:
        return head.argument > 0xFFFFFFFF;
      default:
        return true;
    }
  }

  bool item(unsigned depth) {
    Head h;
    if (depth > deepest) return refuse(Verdict::malformed);
    if (!head(h)) return false;
    const bool known = h.major <= map_major ||
                       (h.major == simple_major && h.information >= 20 && h.information <= 22);
    if (!known) return refuse(Verdict::malformed);
    if (!is_shortest(h)) return refuse(Verdict::not_deterministic);
    at_ += h.size;
    switch (h.major) {
      case bytes_major:
      case text_major:
        return string(h);
      case array_major:
        return array(h.argument, depth);
      case map_major:
        return map(h.argument, depth);
      default:
        return true;
    }
  }

  bool string(const Head& h) {
    if (!available(h.argument)) return false;
    const BytesView content = bytes_.subspan(at_, h.argument);
    if (h.major == text_major && !is_utf8(content)) return refuse(Verdict::malformed);
    at_ += content.size();
    return true;
  }

  bool array(std::uint64_t items, unsigned depth) {
    for (std::uint64_t i = 0; i < items; ++i) {
      if (!item(depth + 1)) return false;
    }
    return true;
  }

  bool map(std::uint64_t pairs, unsigned depth) {
    BytesView before;
    for (std::uint64_t i = 0; i < pairs; ++i) {
      const std::size_t start = at_;
      if (!item(depth + 1)) return false;
      const BytesView key = bytes_.subspan(start, at_ - start);
      if (i > 0 && equal(before, key)) return refuse(Verdict::malformed);
      if (i > 0 &&
          !std::lexicographical_compare(before.begin(), before.end(), key.begin(), key.end())) {
        return refuse(Verdict::not_deterministic);
      }
      before = key;
      if (!item(depth + 1)) return false;
    }
    return true;
  }

  BytesView bytes_;
  std::size_t at_ = 0, needs_ = 0;
  Verdict fault_ = Verdict::malformed;
};

}  // namespace

CborItem scan_item(BytesView bytes) {
  return Scanner(bytes).scan();
}

Verdict scan_whole(BytesView bytes) {
  const CborItem item = scan_item(bytes);
  if (item.verdict != Verdict::good) return item.verdict;
  return item.size == bytes.size() ? Verdict::good : Verdict::malformed;
}

}  // namespace smilepost::record
