// A line on stderr now and then, once something has lasted for more than two seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <ostream>

namespace smilepost::tool {

class Progress {
 public:
  explicit Progress(std::ostream& err) : err_(err) {}
  void records(std::uint64_t count);

 private:
  using Clock = std::chrono::steady_clock;
  std::ostream& err_;
  Clock::time_point next_ = Clock::now() + std::chrono::seconds(2);
};

}  // namespace smilepost::tool
