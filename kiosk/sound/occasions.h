// What is heard when. Pure: sees stages and times, never a vote, so no vote sounds like another.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "kiosk/sound/sound_settings.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

enum class Sound : std::uint8_t { tap, thanks, more_time };

// What a frame shows; as in SessionView.
struct Shown {
  Stage stage = Stage::home;
  bool more_time = false;
  bool calm = false;
};

class Occasions {
 public:
  explicit Occasions(SoundSettings settings) : settings_(std::move(settings)) {}

  // minute: of the shop's day.
  std::optional<Sound> tapped(int minute) const;
  std::optional<Sound> shown(const Shown& now, int minute);

 private:
  bool silent(int minute) const { return before_.calm || settings_.quiet_at(minute); }

  SoundSettings settings_;
  Shown before_;          // in the last frame
  bool thanked_ = false;  // this visit
};

}  // namespace smilepost::kiosk
