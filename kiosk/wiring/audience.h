// Who looks on at a run, besides the delivery: what sounds, the trace of the line test,
// screenshots.
#pragma once

#include <memory>

#include "kiosk/app.h"
#include "kiosk/config.h"
#include "kiosk/options.h"
#include "kiosk/play/player.h"
#include "kiosk/sounding.h"
#include "kiosk/timetable.h"
#include "platform/sound.h"
#include "platform/window.h"

namespace smilepost::kiosk {

struct Audience {
  // Null: nobody asked for it.
  std::unique_ptr<platform::Loudspeaker> loudspeaker;
  std::unique_ptr<Sounding> sounding;
  std::unique_ptr<Trace> trace;
  std::unique_ptr<Photographer> photographer;

  // window and timetable outlive it.
  static Result<Audience> open(const Options& options, const Config& config,
                               const platform::Window& window, const Timetable& timetable);
  void look_on(App& app) const;
};

}  // namespace smilepost::kiosk
