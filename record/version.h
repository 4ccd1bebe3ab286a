// The version of FORMAT.md's payloads, which stands first in each of them.
#pragma once

#include "record/cbor.h"
#include "record/verdict.h"

namespace smilepost::record {

inline constexpr std::uint64_t version = 1;

// Reads key 0 of the map that `in` has just entered; `left` counts the keys still to come.
inline Verdict read_version(CborReader& in, std::size_t& left) {
  if (!in.key(0, left)) return Verdict::malformed;
  const std::uint64_t found = in.number();
  if (in.failed()) return Verdict::malformed;
  return found == version ? Verdict::good : Verdict::unknown_version;
}

}  // namespace smilepost::record
