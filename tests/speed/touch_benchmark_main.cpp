// How long a touch takes, from the event to the finished frame that shows its effect. What is
// "ours" is all but GL calls, rasterising and swap, which a software display does on the same
// processor. Prints figures and asserts none: a busy machine is no mistake of the kiosk's. It fails
// where something that a touch was to bring about never shows.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <stdexcept>

#include "platform/log.h"
#include "tests/speed/timed_kiosk.h"

namespace smilepost::tests {
namespace {

constexpr double frame_ms = 1000.0 / 60;

struct Figures {
  double median = 0, p99 = 0, worst = 0;
};

Figures figures_of(std::vector<double> ms) {
  if (ms.empty()) return {};
  std::sort(ms.begin(), ms.end());
  const auto last = static_cast<double>(ms.size() - 1);
  const auto at = [&](double share) {
    return ms[static_cast<std::size_t>(std::ceil(share * last))];
  };
  return {at(0.5), at(0.99), ms.back()};
}

struct Summary {
  std::size_t count = 0, late = 0;
  Figures all, ours;
};

Summary summary_of(const std::vector<Delay>& delays) {
  std::vector<double> all, ours;
  for (const auto& delay : delays) {
    all.push_back(delay.ms);
    ours.push_back(delay.ms - delay.driver_ms);
  }
  const auto late = std::count_if(all.begin(), all.end(), [](double ms) { return ms > frame_ms; });
  return {all.size(), static_cast<std::size_t>(late), figures_of(all), figures_of(ours)};
}

std::string described(const TimedOptions& options, const std::string& driver) {
  return fmt::format("{}x{}{} {}, {} ms a commit", options.width, options.height,
                     options.quarter_turns != 0 ? " turned" : "", driver, options.card_ms);
}

void print(const TimedOptions& options, const TimedVisits& visits) {
  const auto title = described(options, visits.driver);
  fmt::print("{:32} {:>5} {:>7} {:>6} {:>6} {:>6}  {:>7} {:>6} {:>6}\n", title, "", "ms", "", "",
             "over", "of it", "ours", "");
  fmt::print("{:32} {:>5} {:>7} {:>6} {:>6} {:>6}  {:>7} {:>6} {:>6}\n", "", "n", "median", "p99",
             "worst", "16.7", "median", "p99", "worst");
  std::vector<Delay> all;
  for (const auto& [what, delays] : visits.delays) {
    const auto one = summary_of(delays);
    fmt::print("  {:30} {:5} {:7.1f} {:6.1f} {:6.1f} {:6}  {:7.2f} {:6.2f} {:6.2f}\n", what,
               one.count, one.all.median, one.all.p99, one.all.worst, one.late, one.ours.median,
               one.ours.p99, one.ours.worst);
    all.insert(all.end(), delays.begin(), delays.end());
  }
  const auto sum = summary_of(all);
  fmt::print(
      "{}: {} touches, median {:.1f} ms, p99 {:.1f}, worst {:.1f}, {} over 16.7; of it ours: "
      "median {:.1f} ms, p99 {:.1f}, worst {:.1f}\n\n",
      title, sum.count, sum.all.median, sum.all.p99, sum.all.worst, sum.late, sum.ours.median,
      sum.ours.p99, sum.ours.worst);
}

[[noreturn]] void refuse(const std::string& option) {
  throw std::runtime_error(option +
                           ": unknown; known are --display WIDTHxHEIGHT, --diagonal INCH, "
                           "--turns QUARTERS, --card-ms N, --visits N, --seed N");
}

void take_display(const std::string& value, TimedOptions& options) {
  const auto cross = value.find('x');
  if (cross == std::string::npos) refuse("--display " + value);
  options.width = std::stoi(value.substr(0, cross));
  options.height = std::stoi(value.substr(cross + 1));
}

TimedOptions options_of(int count, char** arguments) {
  TimedOptions options;
  if (count % 2 == 0) refuse(arguments[count - 1]);
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string option = arguments[i], value = arguments[i + 1];
    if (option == "--display")
      take_display(value, options);
    else if (option == "--diagonal")
      options.diagonal_inch = std::stof(value);
    else if (option == "--turns")
      options.quarter_turns = std::stoi(value);
    else if (option == "--card-ms")
      options.card_ms = std::stoull(value);
    else if (option == "--visits")
      options.visits = std::stoull(value);
    else if (option == "--seed")
      options.seed = std::stoull(value);
    else
      refuse(option);
  }
  return options;
}

int run(int count, char** arguments) {
  const auto options = options_of(count, arguments);
  platform::set_log_level(platform::LogLevel::warning);
  const auto visits = timed_visits(options);
  print(options, visits);
  if (visits.fault.empty()) return 0;
  std::cerr << "FAILED: " << visits.fault << "\n";
  return 1;
}

}  // namespace
}  // namespace smilepost::tests

int main(int count, char** arguments) {
  try {
    return smilepost::tests::run(count, arguments);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
}
