// Whether this process lives and can serve, for whoever starts, stops and balances it. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/clock.h"

namespace smilepost::backend {

class Health {
 public:
  explicit Health(const platform::Clock& clock) : clock_(clock) {}

  void archive_answers();
  void archive_fails();
  void stops();

  // One line; nothing where all is well. An archive that has not answered for ten seconds is away,
  // be it that nobody could ask.
  std::optional<std::string> why_not_ready() const;
  bool archive_is_there() const;
  // Whether somebody asked the archive within the last two minutes, whatever came of it: where it
  // is away, to start this process anew would bring nothing.
  bool worker_comes_round() const;

 private:
  const platform::Clock& clock_;
  std::atomic<std::uint64_t> answered_ms_ = 0, asked_ms_ = 0;  // monotonic
  std::atomic<bool> answers_ = false, stops_ = false;
};

}  // namespace smilepost::backend
