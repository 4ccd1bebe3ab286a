// What all parts of a simulation share: one time, one chance, and a digest of all that happened.
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <string_view>

#include "platform/clock.h"
#include "tests/platform/simulated_disk.h"

namespace smilepost::simulation {

inline constexpr std::int64_t second_ms = 1'000, minute_ms = 60 * second_ms,
                              hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;

class World {
 public:
  static constexpr std::int64_t begin_ms = 1'800'000'000'000;  // January 2027

  explicit World(std::uint64_t seed) : random(seed) {}

  std::uint64_t below(std::uint64_t count) { return random() % count; }
  bool one_in(std::uint64_t count) { return below(count) == 0; }
  // Between none and twice as much, evenly.
  std::int64_t about(std::int64_t ms) {
    return static_cast<std::int64_t>(below(2 * static_cast<std::uint64_t>(ms) + 1));
  }

  // Something happened: it is counted under its name, and the digest becomes another one.
  void note(std::string_view what, std::uint64_t who = 0, std::uint64_t more = 0);
  std::uint64_t digest() const { return digest_; }
  const std::map<std::string, std::uint64_t, std::less<>>& counts() const { return counts_; }

  // A promise was broken. The first one is kept.
  void accuse(const std::string& what) {
    if (fault.empty()) fault = "day " + std::to_string((now_ms - begin_ms) / day_ms) + ": " + what;
  }

  std::int64_t now_ms = begin_ms;  // true Unix time
  tests::Random random;
  std::string fault;
  std::ostream* trace = nullptr;  // where each note goes, too
  bool calm = false;              // nothing is spoilt any more, and nobody taps

 private:
  void mix(std::uint64_t number);

  std::uint64_t digest_ = 0xcbf29ce484222325;
  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

// A device's clocks: one since boot, and one on the wall that may say anything.
class DeviceClock final : public platform::Clock {
 public:
  explicit DeviceClock(World& world) : world_(world) { boot(); }

  std::uint64_t monotonic_ms() const override {
    return static_cast<std::uint64_t>(world_.now_ms - booted_ms_) + 1'000;
  }
  std::int64_t wall_ms() const override { return world_.now_ms + wrong_by_ms; }
  bool synchronised() const override { return synced; }
  std::array<std::uint8_t, 16> boot_id() const override { return boot_; }

  void boot() {
    booted_ms_ = world_.now_ms;
    for (auto& byte : boot_) byte = static_cast<std::uint8_t>(world_.below(256));
  }

  std::int64_t wrong_by_ms = 0;
  bool synced = true;

 private:
  World& world_;
  std::int64_t booted_ms_ = 0;
  std::array<std::uint8_t, 16> boot_{};
};

}  // namespace smilepost::simulation
