#include "kiosk/sounding.h"

#include "kiosk/sound/waves.h"
#include "platform/local_time.h"

namespace smilepost::kiosk {

static_assert(wave_rate == platform::sound_rate);

Sounding::Sounding(const SoundSettings& settings, platform::Loudspeaker& loudspeaker,
                   const platform::Clock& clock)
    : occasions_(settings),
      loudspeaker_(loudspeaker),
      clock_(clock),
      tap_(tap_wave(settings.volume)),
      thanks_(thanks_wave(settings.volume)) {}

void Sounding::tapped(std::uint64_t) {
  play(occasions_.tapped(minute()));
}

void Sounding::frame_drawn(const Registry&, const SessionView& session, const StaffView&,
                           std::uint64_t) {
  play(occasions_.shown(session.stage, session.calm, minute()));
}

void Sounding::play(std::optional<Sound> sound) {
  if (sound) loudspeaker_.play(*sound == Sound::tap ? tap_ : thanks_);
}

int Sounding::minute() const {
  return platform::local_minute_of_day(clock_.wall_ms());
}

}  // namespace smilepost::kiosk
