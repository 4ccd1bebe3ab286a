// Measures, from a finger's event to the frame that shows its effect and is finished. What is ours
// and what is the display driver's is told apart: a software display draws on the same processor.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app.h"

namespace smilepost::tests {

using Moment = std::chrono::steady_clock::time_point;

struct Delay {
  double ms = 0;         // from the event to the finished frame
  double driver_ms = 0;  // of these: GL calls, rasterising, swap, also of the frame before
};

// What tells one screen from another, and one state of it from the next.
struct Sight {
  kiosk::Stage stage = kiosk::Stage::home;
  std::string language;
  kiosk::Overlay overlay = kiosk::Overlay::none;
  bool keeping = false;
  std::vector<bool> chosen;
  friend bool operator==(const Sight&, const Sight&) = default;
};

// The loop's thread draws, the hand's thread pushes and waits.
class Stopwatch final : public kiosk::Onlooker {
 public:
  // Measures frames of the current ImGui context, which outlives it.
  Stopwatch();
  ~Stopwatch() override;
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

  enum class Until : std::uint8_t { next_frame, change };  // the first that has taken the event
  // Any thread: pushes the event to SDL's queue, and returns when its effect has been seen. False:
  // it never was.
  bool measure(const std::string& what, Until until, const std::function<void()>& push);
  // Any thread: an answer is durable; measured until its effect is to be seen.
  void kept();

  // Any thread: as of the last frame.
  Sight sight() const;
  std::optional<kiosk::Rect> find(const std::string& target) const;
  std::vector<std::string> targets() const;
  bool wait_for(const std::function<bool(const Sight&)>& wanted) const;

  // By what was measured. Once the hand has ended.
  const std::map<std::string, std::vector<Delay>>& delays() const { return delays_; }

  void frame_begun();
  void lists_ready();
  void frame_drawn(const kiosk::Registry& registry, const kiosk::SessionView& session,
                   const kiosk::StaffView& staff, std::uint64_t now_ms) override;
  void frame_shown(std::uint64_t now_ms) override;

 private:
  struct Pending {
    std::string what;
    Until until = Until::next_frame;
    Moment since;
    double driver_ms = 0;  // spent until then
    bool taken = false;    // the frame that is being drawn knows of it
    Sight before;
  };
  double driver_ms(Moment now) const;
  void note(const Pending& pending, Moment now);
  Pending started(const std::string& what, Until until) const;

  mutable std::mutex mutex_;
  mutable std::condition_variable seen_;
  std::optional<Pending> touch_, kept_;
  std::map<std::string, std::vector<Delay>> delays_;
  Sight sight_;
  std::vector<kiosk::RegisteredTarget> targets_;
  double spent_in_driver_ms_ = 0;
  std::optional<Moment> in_driver_since_;
  std::vector<unsigned> hooks_;
};

}  // namespace smilepost::tests
