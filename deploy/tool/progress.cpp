#include "deploy/tool/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace smilepost::tool {
namespace {

constexpr std::size_t cells = 20;
constexpr std::string_view erase_line = "\r\x1b[K";

// 1234567 → "1,234,567".
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return text;
}

std::string amount(const Stand& stand) {
  if (stand.unit == Unit::records) {
    return stand.total == 0
               ? grouped(stand.done) + " records"
               : fmt::format("{} of {} records", grouped(stand.done), grouped(stand.total));
  }
  if (stand.unit == Unit::displays)
    return stand.total == 0 ? "drawing" : fmt::format("{} of {} displays", stand.done, stand.total);
  constexpr std::uint64_t megabyte = 1'000'000;
  return fmt::format("{} of {} MB", grouped(stand.done / megabyte),
                     grouped((stand.total + megabyte - 1) / megabyte));
}

std::string time_left(double part, std::chrono::milliseconds elapsed) {
  const double seconds = static_cast<double>(elapsed.count()) / 1'000 * (1 - part) / part;
  if (seconds < 60) return fmt::format("{:.0f} s left", seconds);
  if (seconds < 5'400) return fmt::format("{:.0f} min left", seconds / 60);
  return fmt::format("{:.0f} h left", seconds / 3'600);
}

}  // namespace

std::string bar(const Stand& stand, std::chrono::milliseconds elapsed) {
  if (stand.total == 0) return amount(stand);
  // More than there was: records came meanwhile.
  const double part =
      std::min(1.0, static_cast<double>(stand.done) / static_cast<double>(stand.total));
  const auto full = static_cast<std::size_t>(part * cells);
  std::string text = fmt::format("[{:#>{}}{:->{}}] {} %  {}", "", full, "", cells - full,
                                 static_cast<int>(part * 100), amount(stand));
  if (part > 0) text += "  " + time_left(part, elapsed);
  return text;
}

Progress::Progress(const Streams& streams, std::function<Time()> now)
    : streams_(streams),
      now_(std::move(now)),
      begun_(now_()),
      next_(begun_ + (streams.terminal ? bar_after : line_every)) {}

Progress::~Progress() {
  hide();
}

void Progress::show(const Stand& stand) {
  const Time now = now_();
  if (!streams_.terminal || now < next_) return;
  next_ = now + bar_every;
  draw(stand, now);
}

void Progress::hide() {
  if (std::exchange(drawn_, false)) streams_.err << erase_line << std::flush;
}

void Progress::records(std::uint64_t count, const std::function<Stand()>& stand) {
  const Time now = now_();
  if (now < next_) return;
  next_ = now + (streams_.terminal ? bar_every : line_every);
  if (streams_.terminal) return draw(stand(), now);
  streams_.err << count << " records so far\n" << std::flush;
}

// What is counted in another unit is another part of the work, which takes its own time.
void Progress::draw(const Stand& stand, Time now) {
  if (std::exchange(unit_, stand.unit) != stand.unit && drawn_) begun_ = now;
  drawn_ = true;
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_);
  streams_.err << erase_line << bar(stand, elapsed) << std::flush;
}

}  // namespace smilepost::tool
