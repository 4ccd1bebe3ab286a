#include "tests/kiosk/journal/life_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>

#include "kiosk/journal/journal_upkeep.h"

namespace smilepost::kiosk {
namespace {

constexpr std::uint64_t kib = 1'024;
constexpr std::uint64_t heap_slack = 128 * kib;
// A twentieth: how far was delivered is noted once a day, so a record stays for a day more or less,
// and a day is a thirty-fifth.
constexpr std::uint64_t journal_slack = 20;

double megabytes(std::uint64_t bytes) {
  return static_cast<double>(bytes) / 1e6;
}

}  // namespace

void Durations::add(std::uint64_t microseconds) {
  ++slots_[std::min<std::uint64_t>(microseconds / width, slots_.size() - 1)];
  ++count_;
  largest_ = std::max(largest_, microseconds);
}

std::uint64_t Durations::quantile(double part) const {
  const auto wanted = static_cast<std::uint64_t>(part * static_cast<double>(count_));
  std::uint64_t below = 0;
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    below += slots_[slot];
    if (below >= wanted) return (slot + 1) * width;
  }
  return slots_.size() * width;
}

// Reserved at once, so that the figures do not grow the heap that they tell of.
LifeFigures::LifeFigures(std::filesystem::path file, std::size_t days) : file_(std::move(file)) {
  days_.reserve(days);
  std::ifstream in(file_);
  for (DayFigures day; in >> day.network >> day.answers >> day.bytes_written >> day.heap_bytes >>
                       day.open_files >> day.files >> day.journal_bytes >> day.log_bytes;) {
    days_.push_back(day);
  }
}

std::string LifeFigures::add(const DayFigures& day) {
  days_.push_back(day);
  std::ofstream(file_, std::ios::app)
      << fmt::format("{:d} {} {} {} {} {} {} {}\n", day.network, day.answers, day.bytes_written,
                     day.heap_bytes, day.open_files, day.files, day.journal_bytes, day.log_bytes);
  if (day.log_bytes > Journal::largest_log) {
    return fmt::format("the log grew to {} bytes, above {}", day.log_bytes, Journal::largest_log);
  }
  const std::uint64_t steady = largest(&DayFigures::journal_bytes, steady_from, steady_until);
  for (const auto& fault :
       {grown("bytes of heap", &DayFigures::heap_bytes, heap_slack),
        grown("open files", &DayFigures::open_files, 0), grown("files", &DayFigures::files, 0),
        grown("bytes of journal.db", &DayFigures::journal_bytes, steady / journal_slack)}) {
    if (!fault.empty()) return fault;
  }
  return {};
}

std::uint64_t LifeFigures::largest(std::uint64_t DayFigures::*figure, std::size_t from,
                                   std::size_t until) const {
  std::uint64_t found = 0;
  for (std::size_t day = from; day < std::min(until, days_.size()); ++day) {
    found = std::max(found, days_[day].*figure);
  }
  return found;
}

std::string LifeFigures::grown(const std::string& what, std::uint64_t DayFigures::*figure,
                               std::uint64_t slack) const {
  if (days_.size() <= steady_until) return {};
  const std::uint64_t before = largest(figure, steady_from, steady_until);
  if (days_.back().*figure <= before + slack) return {};
  return fmt::format(
      "{} {} at the end of day {}; at most {} from day {} to day {}, and {} more are "
      "allowed",
      days_.back().*figure, what, days_.size(), before, steady_from + 1, steady_until, slack);
}

std::uint64_t LifeFigures::answers() const {
  std::uint64_t sum = 0;
  for (const auto& day : days_) sum += day.answers;
  return sum;
}

std::string LifeFigures::written_per_answer(bool network) const {
  std::uint64_t answers = 0, bytes = 0;
  for (const auto& day : days_) {
    if (day.network != network || day.bytes_written == 0) continue;
    answers += day.answers;
    bytes += day.bytes_written;
  }
  if (answers == 0) return "(no day)";
  return fmt::format("{:.1f} KB", static_cast<double>(bytes) / 1e3 / static_cast<double>(answers));
}

std::string LifeFigures::text(const Durations& appends) const {
  const auto most = [this](std::uint64_t DayFigures::*figure) {
    return largest(figure, 0, days_.size());
  };
  return fmt::format(
      "{} answers in {} days; at most {:.1f} MB of heap, {} open files, {} files, journal.db "
      "{:.1f} MB, log {:.1f} MB; written per answer: {} delivered at once, {} without network; "
      "append(): median {} µs, 99 % within {} µs, longest {} µs",
      answers(), days_.size(), megabytes(most(&DayFigures::heap_bytes)),
      most(&DayFigures::open_files), most(&DayFigures::files),
      megabytes(most(&DayFigures::journal_bytes)), megabytes(most(&DayFigures::log_bytes)),
      written_per_answer(true), written_per_answer(false), appends.quantile(0.5),
      appends.quantile(0.99), appends.largest());
}

}  // namespace smilepost::kiosk
