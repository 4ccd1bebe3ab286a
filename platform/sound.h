// The seam to the loudspeaker: one channel, 48,000 samples a second, 16 bits. Nobody waits for it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace smilepost::platform {

constexpr int sound_rate = 48'000;  // samples a second
using Samples = std::vector<std::int16_t>;

class Loudspeaker {
 public:
  virtual ~Loudspeaker() = default;
  // From any thread, returns at once. What cannot begin soon is left out: a late sound answers
  // nothing.
  virtual void play(Samples samples) = 0;
};

struct LoudspeakerTimes {
  std::chrono::milliseconds closed_after{10'000};  // of silence; an open device is never idle
  std::chrono::milliseconds tried_again_after{60'000};
  std::chrono::milliseconds late_after{250};
};

// SDL's default device, opened for the first sound on a thread of its own. Where there is none, or
// where it is lost, `tell` is told so in one line, on that thread; then there is silence, and it is
// tried again at a later sound. Goes before the window does.
std::unique_ptr<Loudspeaker> default_loudspeaker(std::function<void(const std::string&)> tell,
                                                 const LoudspeakerTimes& times = {});

}  // namespace smilepost::platform
