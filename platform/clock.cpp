#include "platform/clock.h"

#include <sys/timex.h>

#include <cassert>
#include <cctype>
#include <ctime>
#include <fstream>
#include <string>

#include "platform/timesyncd.h"

namespace smilepost::platform {
namespace {

std::int64_t milliseconds(clockid_t clock) {
  timespec now{};
  const int code = clock_gettime(clock, &now);
  assert(code == 0);
  (void)code;
  return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

std::uint8_t nibble(char c) {
  return static_cast<std::uint8_t>(c <= '9' ? c - '0' : std::tolower(c) - 'a' + 10);
}

}  // namespace

std::uint64_t SystemClock::monotonic_ms() const {
  return static_cast<std::uint64_t>(milliseconds(CLOCK_BOOTTIME));
}

std::int64_t SystemClock::wall_ms() const {
  return milliseconds(CLOCK_REALTIME);
}

bool SystemClock::synchronised() const {
  timex state{};  // modes = 0: reads only, adjtimex(2)
  const int code = adjtimex(&state);
  if (code < 0)
    return timesyncd_confirmed(wall_ms());  // a service that ProtectClock= keeps from it
  return code >= 0 && code != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

std::array<std::uint8_t, 16> SystemClock::boot_id() const {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string digits;
  for (char c = 0; file.get(c);) {
    if (std::isxdigit(static_cast<unsigned char>(c)) != 0) digits += c;
  }
  std::array<std::uint8_t, 16> id{};
  for (std::size_t i = 0; i < id.size() && 2 * i + 1 < digits.size(); ++i) {
    id[i] = static_cast<std::uint8_t>(nibble(digits[2 * i]) << 4U | nibble(digits[2 * i + 1]));
  }
  return id;
}

}  // namespace smilepost::platform
