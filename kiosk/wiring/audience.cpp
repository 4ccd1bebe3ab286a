#include "kiosk/wiring/audience.h"

#include <utility>

#include "kiosk/wiring/state.h"
#include "platform/log.h"

namespace smilepost::kiosk {

Result<Audience> Audience::open(const Options& options, const Config& config,
                                const platform::Window& window, const Timetable& timetable) {
  Audience audience;
  if (config.sound.ever_heard() && !options.play_seconds) {
    audience.loudspeaker = platform::default_loudspeaker(platform::log_warning);
    audience.sounding = std::make_unique<Sounding>(config.sound, *audience.loudspeaker, timetable);
  }
  if (!options.trace.empty()) {
    auto trace = Trace::open(options.trace);
    if (!trace) return trace.error();
    audience.trace = *std::move(trace);
  }
  if (!options.screenshots.empty()) {
    if (auto made = make_folder(options.screenshots, "--screenshots"); !made) return made.error();
    audience.photographer = std::make_unique<Photographer>(window, options.screenshots);
  }
  return audience;
}

void Audience::look_on(App& app) const {
  if (sounding) app.look_on(*sounding);
  if (trace) app.look_on(*trace);
  if (photographer) app.look_on(*photographer);
}

}  // namespace smilepost::kiosk
