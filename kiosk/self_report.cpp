#include "kiosk/self_report.h"

#include <utility>

#include "platform/disk.h"

namespace smilepost::kiosk {

// One is what the other counts.
static_assert(platform::TouchWatch::stuck_ms == record::stuck_touch_ms);

SelfReport::SelfReport(record::ProgramStatus program, std::filesystem::path state,
                       ScreenFigures& screen, platform::TouchWatch& touch,
                       std::filesystem::path root)
    : program_(std::move(program)),
      state_(std::move(state)),
      root_(std::move(root)),
      screen_(screen),
      touch_(touch) {
  const auto image = platform::system_image(root_);
  program_.image_version = image.version;
  program_.slot = image.slot;
}

StatusFigures SelfReport::figures() const {
  StatusFigures figures;
  const auto seen = screen_.take();
  figures.program = program_;
  if (seen.bundle > 0) figures.program.bundle = seen.bundle;
  figures.display = seen.display;
  const auto touched = touch_.take();
  figures.touch = record::TouchStatus{touched.touches, touched.stuck, touched.since_ms};
  const auto machine = platform::machine_health(root_);
  figures.temperature_mc = machine.temperature_mc;
  figures.storage.life_a = machine.wear.life_a;
  figures.storage.life_b = machine.wear.life_b;
  figures.storage.pre_eol = machine.wear.pre_eol;
  if (const auto bytes = platform::real_disk()->free_bytes(state_))
    figures.storage.free_bytes = *bytes;
  return figures;
}

}  // namespace smilepost::kiosk
