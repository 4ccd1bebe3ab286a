// What is heard when. Pure: sees stages and times, never a vote, so no vote sounds like another.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "kiosk/sound/sound_settings.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

enum class Sound : std::uint8_t { tap, thanks };

class Occasions {
 public:
  explicit Occasions(SoundSettings settings) : settings_(std::move(settings)) {}

  // minute: of the shop's day.
  std::optional<Sound> tapped(int minute) const;
  // A frame shows this stage. `calm`: as in SessionView.
  std::optional<Sound> shown(Stage stage, bool calm, int minute);

 private:
  bool silent(int minute) const { return calm_ || settings_.quiet_at(minute); }

  SoundSettings settings_;
  bool calm_ = false;     // at the last frame
  bool thanked_ = false;  // this visit
};

}  // namespace smilepost::kiosk
