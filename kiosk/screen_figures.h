// How the display does, for the status that the sync sends: written by the loop, taken by another
// thread, which holds nothing while it is on the network.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "kiosk/app.h"
#include "record/status.h"

namespace smilepost::kiosk {

class ScreenFigures final : public Onlooker {
 public:
  explicit ScreenFigures(std::string renderer) { figures_.renderer = std::move(renderer); }

  // A frame takes from when its turn of the loop began until whoever looks can see it.
  void frame_drawn(const Registry&, const SessionView&, const StaffView&,
                   std::uint64_t now_ms) override;
  void frame_shown(std::uint64_t now_ms) override;

  struct Taken {
    record::DisplayStatus display;  // since this was called last
    std::uint64_t bundle = 0;       // version in force; 0: none
  };
  Taken take();  // any thread

 private:
  std::uint64_t began_ms_ = 0;  // the loop's alone
  std::mutex mutex_;
  record::DisplayStatus figures_;  // guarded by it, and so is this:
  std::uint64_t bundle_ = 0;
};

}  // namespace smilepost::kiosk
