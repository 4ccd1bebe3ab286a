#include "kiosk/sync/clock_floor.h"

#include <algorithm>
#include <charconv>

#include "platform/build_time.h"
#include "platform/files.h"
#include "platform/read_text.h"

namespace smilepost::kiosk {
namespace {

constexpr std::int64_t a_day_ms = 86'400'000;
// Seconds of Unix time, a line of digits, so that IT can set it back. Beyond the year 9999 is no
// time.
constexpr const char* file_name = "clock-floor";
constexpr std::int64_t latest_s = 253'402'300'799;

// Nothing where there is none, or something else: then there is less to know, and no harm.
std::optional<std::int64_t> saved_in(const std::filesystem::path& file) {
  const auto text = platform::read_text(file);
  if (!text) return {};
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  const bool whole = error == std::errc{} && end + 1 == text->data() + text->size() && *end == '\n';
  if (!whole || seconds < 0 || seconds > latest_s) return {};
  return seconds * 1'000;
}

}  // namespace

ClockFloor::ClockFloor(const std::filesystem::path& state, const platform::Clock& clock,
                       std::optional<std::int64_t> newest_receipt_ms)
    : file_(state / file_name), clock_(clock), known_at_ms_(clock.monotonic_ms()) {
  const auto saved = saved_in(file_);
  saved_ms_ = saved.value_or(0);
  known_ms_ = std::max(platform::build_time_s() * 1'000, saved_ms_);
  if (!saved && newest_receipt_ms) heard(*newest_receipt_ms);
}

// What is past stays past, and the time since boot runs on whatever the wall clock does.
std::int64_t ClockFloor::floor_ms() const {
  return known_ms_ + static_cast<std::int64_t>(clock_.monotonic_ms() - known_at_ms_);
}

void ClockFloor::heard(std::int64_t time_ms) {
  if (clock_.synchronised() && time_ms > clock_.wall_ms() + a_day_ms) return;
  if (time_ms <= floor_ms() || time_ms / 1'000 > latest_s) return;
  known_ms_ = time_ms;
  known_at_ms_ = clock_.monotonic_ms();
}

Status ClockFloor::save_sometimes() {
  const std::uint64_t now_ms = clock_.monotonic_ms();
  const std::int64_t floor = floor_ms();
  if (now_ms < next_save_ms_ || floor < saved_ms_ + std::int64_t{save_every_ms}) return Done{};
  next_save_ms_ = now_ms + save_every_ms;
  auto written = platform::write_file(file_, std::to_string(floor / 1'000) + "\n");
  if (written) saved_ms_ = floor;
  return written;
}

std::int64_t ClockFloor::certificate_time_s() const {
  return std::max(clock_.wall_ms(), floor_ms()) / 1'000;
}

}  // namespace smilepost::kiosk
