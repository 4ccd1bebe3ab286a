#include "kiosk/journal/moment.h"

#include <cstdlib>

namespace smilepost::kiosk {
namespace {

constexpr std::int64_t build_ms = std::int64_t{SMILEPOST_BUILD_EPOCH} * 1000;
constexpr std::int64_t smallest_step_ms = 2'000;

}  // namespace

record::Moment moment_now(const platform::Clock& clock) {
  record::Moment moment;
  moment.boot = clock.boot_id();
  moment.monotonic_ms = clock.monotonic_ms();
  moment.wall_ms = clock.wall_ms();
  if (moment.wall_ms < build_ms) {
    moment.clock = record::ClockState::unset;
  } else {
    moment.clock =
        clock.synchronised() ? record::ClockState::synchronised : record::ClockState::free_running;
  }
  return moment;
}

std::optional<record::ClockStep> step_between(const record::Moment& before,
                                              const record::Moment& now) {
  if (before.boot != now.boot) return {};
  const auto passed_ms = static_cast<std::int64_t>(now.monotonic_ms - before.monotonic_ms);
  const std::int64_t expected_ms = before.wall_ms + passed_ms;
  if (std::llabs(now.wall_ms - expected_ms) <= smallest_step_ms) return {};
  return record::ClockStep{expected_ms, now.wall_ms};
}

}  // namespace smilepost::kiosk
