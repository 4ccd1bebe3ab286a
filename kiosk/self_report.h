// What this kiosk says of itself to its backend: gathered from the machine, the display, the touch
// panel and the disk. Nothing of a shopper, nothing of an answer.
#pragma once

#include <filesystem>

#include "kiosk/screen_figures.h"
#include "kiosk/sync/status_line.h"
#include "platform/machine_health.h"
#include "platform/touch_watch.h"

namespace smilepost::kiosk {

class SelfReport {
 public:
  // program: what stays the same all through this start; the image is looked up. `screen` and
  // `touch` outlive it. root: of the file system, another one in tests.
  SelfReport(record::ProgramStatus program, std::filesystem::path state, ScreenFigures& screen,
             platform::TouchWatch& touch, std::filesystem::path root = "/");

  const record::ProgramStatus& program() const { return program_; }  // any thread
  StatusFigures figures() const;                                     // any thread, one at a time

 private:
  record::ProgramStatus program_;
  const std::filesystem::path state_, root_;
  ScreenFigures& screen_;
  platform::TouchWatch& touch_;
};

}  // namespace smilepost::kiosk
