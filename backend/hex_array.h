// Numbers, keys and hashes as forms, headers and JSON write them.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "record/bytes.h"

namespace smilepost::backend {

// Nothing unless it is hexadecimal digits for so many bytes.
template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> array_from_hex(std::string_view hex) {
  const auto bytes = record::from_hex(hex);
  if (!bytes || bytes->size() != size) return std::nullopt;
  std::array<std::uint8_t, size> array{};
  std::copy(bytes->begin(), bytes->end(), array.begin());
  return array;
}

}  // namespace smilepost::backend
