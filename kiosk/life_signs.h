// The kiosk's signs of life to whoever starts it anew: ready with the first frame; alive as long as
// the loop comes round and the disk takes what it is given. UI thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "kiosk/app.h"

namespace smilepost::kiosk {

class LifeSigns final : public Onlooker {
 public:
  // One write that takes longer is a hang: a slow card needs seconds, and a disk that fails says
  // so.
  static constexpr std::uint64_t longest_write_ms = 120'000;

  struct Listener {
    std::function<void()> ready, alive;
    // How often it wants to hear that the kiosk lives. Nothing: never.
    std::optional<std::uint64_t> every_ms;
  };

  // write: the ticket of what has been on its way to the disk for longest, if anything is.
  LifeSigns(Listener listener, std::function<std::optional<std::uint64_t>()> write)
      : listener_(std::move(listener)), write_(std::move(write)) {}

  void frame_shown(std::uint64_t now_ms) override;
  std::optional<std::uint64_t> next_ms() const override { return due_ms_; }
  bool act(const Registry&, std::uint64_t now_ms) override;

 private:
  bool hangs(std::uint64_t now_ms);

  const Listener listener_;
  const std::function<std::optional<std::uint64_t>()> write_;
  std::optional<std::uint64_t> due_ms_;  // nothing before the first frame
  std::optional<std::uint64_t> ticket_;  // seen under way
  std::uint64_t since_ms_ = 0;
  bool ready_ = false;
};

}  // namespace smilepost::kiosk
