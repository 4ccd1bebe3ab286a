// Bytes, views of bytes, and their hexadecimal form.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smilepost::record {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

// Lower case, two digits a byte, no separators.
std::string to_hex(BytesView bytes);

// Nothing unless every character is a hexadecimal digit and their number is even.
std::optional<Bytes> from_hex(std::string_view hex);

inline bool equal(BytesView a, BytesView b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
}

}  // namespace smilepost::record
