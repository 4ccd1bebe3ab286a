#include "platform/machine_health.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <system_error>
#include <vector>

#include "platform/read_text.h"

namespace smilepost::platform {
namespace {

namespace fs = std::filesystem;

// A sensor that is broken or not there says -274 °C, 0 K, or what fits its register.
constexpr std::int64_t coldest_mc = -60'000, hottest_mc = 200'000;

std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    found.push_back(it->path());
  return found;
}

std::optional<std::int64_t> number_in(const std::string& text, int base) {
  std::string_view digits = text;
  if (base == 16 && digits.starts_with("0x")) digits.remove_prefix(2);
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return read.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

// "0x02 0x01"
std::vector<std::int64_t> hexadecimal_in(const fs::path& file) {
  std::vector<std::int64_t> numbers;
  std::istringstream words(read_text(file).value_or(""));
  for (std::string word; words >> word;) {
    const auto number = number_in(word, 16);
    if (!number) return {};
    numbers.push_back(*number);
  }
  return numbers;
}

template <class Number>
void keep_larger(std::optional<Number>& largest, Number other) {
  if (!largest || *largest < other) largest = other;
}

void keep_worse(std::optional<std::uint8_t>& worst, std::int64_t other) {
  if (other >= 0 && other <= 0xFF) keep_larger(worst, static_cast<std::uint8_t>(other));
}

std::optional<std::int64_t> hottest(const fs::path& root) {
  std::optional<std::int64_t> hottest;
  for (const auto& zone : entries(root / "sys/class/thermal")) {
    if (!zone.filename().string().starts_with("thermal_zone")) continue;
    const auto text = read_text(zone / "temp");
    const auto here = text ? number_in(*text, 10) : std::nullopt;
    if (here && *here >= coldest_mc && *here <= hottest_mc) keep_larger(hottest, *here);
  }
  return hottest;
}

StorageWear wear_of_disks(const fs::path& root) {
  StorageWear wear;
  for (const auto& disk : entries(root / "sys/block")) {
    const auto life = hexadecimal_in(disk / "device/life_time");
    if (life.size() == 2) {
      keep_worse(wear.life_a, life[0]);
      keep_worse(wear.life_b, life[1]);
    }
    const auto spare = hexadecimal_in(disk / "device/pre_eol_info");
    if (spare.size() == 1) keep_worse(wear.pre_eol, spare[0]);
  }
  return wear;
}

// What comes after `name` where a word begins with it; quotes go.
std::optional<std::string> value_of(const std::string& name, const std::string& words,
                                    char between) {
  std::istringstream in(words);
  for (std::string word; std::getline(in, word, between);) {
    if (!word.starts_with(name)) continue;
    std::string value = word.substr(name.size());
    std::erase_if(value, [](char c) { return c == '"' || c == '\'' || c == '\n' || c == '\r'; });
    if (!value.empty()) return value;
  }
  return std::nullopt;
}

}  // namespace

MachineHealth machine_health(const fs::path& root) {
  return {hottest(root), wear_of_disks(root)};
}

SystemImage system_image(const fs::path& root) {
  auto release = read_text(root / "etc/os-release");
  if (!release) release = read_text(root / "usr/lib/os-release");
  const auto line = read_text(root / "proc/cmdline");
  return {release ? value_of("IMAGE_VERSION=", *release, '\n') : std::nullopt,
          line ? value_of("smilepost.slot=", *line, ' ') : std::nullopt};
}

}  // namespace smilepost::platform
