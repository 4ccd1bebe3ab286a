// What is measured over a kiosk's long life, and the bounds that it must keep.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace smilepost::kiosk {

// Taken at a day's end, while the journal is open.
struct DayFigures {
  bool network = true;              // each answer was delivered at once; otherwise all at the end
  std::uint64_t answers = 0;        // given on this day
  std::uint64_t bytes_written = 0;  // since the day before; 0: another process began this day
  std::uint64_t heap_bytes = 0;
  std::uint64_t open_files = 0;
  std::uint64_t files = 0;  // in the state's folder and below
  std::uint64_t journal_bytes = 0;
  std::uint64_t log_bytes = 0;  // the largest that the write-ahead log was on this day
};

// How long calls took, in constant memory: the heap is measured meanwhile.
class Durations {
 public:
  void add(std::uint64_t microseconds);
  // At most so long took that part of the calls; to 10 µs, and to 100 ms at most.
  std::uint64_t quantile(double part) const;
  std::uint64_t largest() const { return largest_; }

 private:
  static constexpr std::uint64_t width = 10;  // of a slot, in microseconds
  std::array<std::uint32_t, 10'000> slots_{};
  std::uint64_t count_ = 0, largest_ = 0;
};

// Records go 35 days after their receipt: by this week as many go as come. A week and not a day,
// as days without network come with each.
inline constexpr std::size_t steady_from = 42, steady_until = 49;

// The days so far, also in a file, so that a life can go on in another process.
class LifeFigures {
 public:
  LifeFigures(std::filesystem::path file, std::size_t days);

  // A bound that the day does not keep, or nothing.
  std::string add(const DayFigures& day);

  const std::vector<DayFigures>& days() const { return days_; }
  std::uint64_t answers() const;
  // One line. The durations are those of append(), of this process alone.
  std::string text(const Durations& appends) const;

 private:
  std::uint64_t largest(std::uint64_t DayFigures::*figure, std::size_t from,
                        std::size_t until) const;
  std::string grown(const std::string& what, std::uint64_t DayFigures::*figure,
                    std::uint64_t slack) const;
  std::string written_per_answer(bool network) const;

  std::filesystem::path file_;
  std::vector<DayFigures> days_;
};

}  // namespace smilepost::kiosk
