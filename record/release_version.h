// Versions of the image: one to eight numbers with dots between, as in "1.4.2". Compared number by
// number; what is missing at the end counts as 0, so that 1.4 and 1.4.0 are one version. No
// letters, so that nobody has to guess what "rc1" comes before. Pure.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace smilepost::record {

// Without zeros at its end.
using Version = std::vector<std::uint32_t>;

// Nothing where it is no version.
std::optional<Version> parse_version(std::string_view text);

}  // namespace smilepost::record
