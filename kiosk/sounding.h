// Lets a shopper hear what they did, where kiosk.json wants it.
#pragma once

#include "kiosk/app.h"
#include "kiosk/sound/occasions.h"
#include "kiosk/timetable.h"
#include "platform/sound.h"

namespace smilepost::kiosk {

class Sounding final : public Onlooker {
 public:
  // Both outlive it. The timetable says what time of day it is.
  Sounding(const SoundSettings& settings, platform::Loudspeaker& loudspeaker,
           const Timetable& timetable);

  void tapped(std::uint64_t) override;
  void frame_drawn(const Registry&, const SessionView& session, const StaffView&,
                   std::uint64_t) override;

 private:
  void play(std::optional<Sound> sound);

  Occasions occasions_;
  platform::Loudspeaker& loudspeaker_;
  const Timetable& timetable_;
  platform::Samples tap_, thanks_, more_time_;
};

}  // namespace smilepost::kiosk
