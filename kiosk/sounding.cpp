#include "kiosk/sounding.h"

#include "kiosk/sound/waves.h"

namespace smilepost::kiosk {

static_assert(wave_rate == platform::sound_rate);

Sounding::Sounding(const SoundSettings& settings, platform::Loudspeaker& loudspeaker,
                   const Timetable& timetable)
    : occasions_(settings),
      loudspeaker_(loudspeaker),
      timetable_(timetable),
      tap_(tap_wave(settings.volume)),
      thanks_(thanks_wave(settings.volume)),
      more_time_(more_time_wave(settings.volume)) {}

void Sounding::tapped(std::uint64_t) {
  play(occasions_.tapped(timetable_.minute_of_day()));
}

void Sounding::frame_drawn(const Registry&, const SessionView& session, const StaffView&,
                           std::uint64_t) {
  play(occasions_.shown({session.stage, session.more_time, session.calm},
                        timetable_.minute_of_day()));
}

void Sounding::play(std::optional<Sound> sound) {
  if (!sound) return;
  switch (*sound) {
    case Sound::tap:
      return loudspeaker_.play(tap_);
    case Sound::thanks:
      return loudspeaker_.play(thanks_);
    case Sound::more_time:
      return loudspeaker_.play(more_time_);
  }
}

}  // namespace smilepost::kiosk
