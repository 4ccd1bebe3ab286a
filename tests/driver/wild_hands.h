// Hands that do anything: ten fingers that tap, swipe and rest wherever they like, a disk that is
// slow or full, pauses of any length. The screen must stay one that people can use, and nothing may
// be stored that nobody tapped.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "tests/driver/ui_driver.h"

namespace smilepost::tests {

class WildHands final : public kiosk::Onlooker {
 public:
  // The display must be the driver's own. From a seed the same steps come wherever it runs.
  WildHands(UiDriver& ui, const DriverOptions& options, std::uint64_t seed);

  // One thing that happens. Empty, or what is wrong after it.
  std::string step();
  // Everything is let go and the disk is well: it must come home by itself. Empty, or what is
  // wrong.
  std::string left_alone();

  void frame_drawn(const kiosk::Registry& registry, const kiosk::SessionView& session,
                   const kiosk::StaffView& staff, std::uint64_t now_ms) override;
  std::optional<std::uint64_t> next_ms() const override { return {}; }
  bool act(const kiosk::Registry&, std::uint64_t) override { return true; }

 private:
  struct Finger {
    std::shared_ptr<platform::ScriptedFinger> touch;
    std::optional<platform::Point> down_at;
  };
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  platform::Point somewhere();
  void put_down(Finger& finger);
  void slide(Finger& finger);
  void lift(Finger& finger);
  void pass_time();
  void trouble_the_disk();
  std::string fault_of_screen() const;
  std::string fault_of_answers(bool may_answer);

  UiDriver& ui_;
  float width_, height_;
  std::mt19937_64 random_;
  std::array<Finger, 10> fingers_;
  kiosk::Stage stage_ = kiosk::Stage::home;
  bool staff_open_ = false, empty_question_ = false;
  std::uint64_t answers_before_ = 0;
};

struct WildDay {
  std::string fault;          // empty: nothing went wrong
  std::uint64_t answers = 0;  // in the journal, which verifies
};
// So many steps on a kiosk of its own, rotated as the seed says.
WildDay wild_day(std::uint64_t seed, std::uint64_t steps);

}  // namespace smilepost::tests
