#include "record/release_version.h"

#include <charconv>

namespace smilepost::record {

std::optional<Version> parse_version(std::string_view text) {
  constexpr std::size_t most_numbers = 8, most_digits = 9;
  Version version;
  while (version.size() < most_numbers) {
    const auto digits = text.substr(0, text.find('.'));
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
    if (digits.empty() || digits.size() > most_digits || error != std::errc{} ||
        end != digits.end())
      return std::nullopt;
    version.push_back(number);
    if (digits.size() == text.size()) {
      while (!version.empty() && version.back() == 0) version.pop_back();
      return version;
    }
    text.remove_prefix(digits.size() + 1);
  }
  return std::nullopt;
}

}  // namespace smilepost::record
