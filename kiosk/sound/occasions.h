// What is heard when. Pure: sees stages and times, never a vote, so no vote sounds like another.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "kiosk/sound/sound_settings.h"
#include "kiosk/survey/scrutiny.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

enum class Sound : std::uint8_t { tap, thanks };

class Occasions {
 public:
  static constexpr std::uint64_t silence_after_burst_ms = 60'000;  // ui.md, children

  explicit Occasions(SoundSettings settings, ScrutinyTimes times = {})
      : settings_(std::move(settings)), times_(times) {}

  // now_ms: of a clock that only goes forward; minute: of the shop's day.
  std::optional<Sound> tapped(std::uint64_t now_ms, int minute) const;
  // A frame shows this stage.
  std::optional<Sound> shown(Stage stage, std::uint64_t now_ms, int minute);

 private:
  void visit_began(std::uint64_t now_ms);
  bool silent(std::uint64_t now_ms, int minute) const;

  SoundSettings settings_;
  ScrutinyTimes times_;
  bool in_visit_ = false, thanked_ = false;  // this visit
  std::deque<std::uint64_t> visits_;         // when the last few began
  std::uint64_t silent_until_ms_ = 0;
};

}  // namespace smilepost::kiosk
