// How far a long command is, on stderr: on a terminal a bar that is drawn over and goes in the end,
// elsewhere a line now and then.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "deploy/tool/commands.h"

namespace smilepost::tool {

enum class Unit : std::uint8_t { records, bytes, displays };

struct Stand {
  std::uint64_t done = 0, total = 0;  // total 0: not known
  Unit unit = Unit::records;
};

// "[#########-----------] 45 %  450,000 of 1,000,000 records  1 min left", below 80 columns.
std::string bar(const Stand& stand, std::chrono::milliseconds elapsed);

class Progress {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::milliseconds bar_after{500}, bar_every{200}, line_every{2'000};

  explicit Progress(const Streams& streams,
                    std::function<Time()> now = std::chrono::steady_clock::now);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  // the bar goes: what is printed from then on begins at the left

  // So many records were read or written. Asks how far that is only when it shows it.
  void records(std::uint64_t count, const std::function<Stand()>& stand);
  // Time has passed; elsewhere than on a terminal nothing is said.
  void show(const Stand& stand);
  // The bar goes until it is shown again: a line of the result comes.
  void hide();

 private:
  void draw(const Stand& stand, Time now);

  Streams streams_;
  std::function<Time()> now_;
  Time begun_, next_;
  Unit unit_ = Unit::records;
  bool drawn_ = false;
};

}  // namespace smilepost::tool
