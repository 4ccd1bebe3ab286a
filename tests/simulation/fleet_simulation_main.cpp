// Lives of fleets, one a case: each from its own seed, so that any of them can be lived again.
//   fleet_simulation [--seed S] [--kiosks N] [--days D] [--trace yes] [--count LIVES] [--from K]
//   [--note FILE]
#include <cstdlib>
#include <ctime>
#include <map>

#include "platform/log.h"
#include "tests/long_run.h"
#include "tests/simulation/fleet.h"

namespace {

using namespace smilepost::simulation;

// Takes these out of the arguments; the others are LongRun's.
Plan plan_from(std::vector<char*>& arguments) {
  Plan plan;
  for (std::size_t i = 1; i + 1 < arguments.size();) {
    const std::string option = arguments[i], value = arguments[i + 1];
    if (option == "--seed") {
      plan.seed = std::stoull(value);
    } else if (option == "--kiosks") {
      plan.kiosks = std::stoull(value);
    } else if (option == "--trace" && value == "yes") {
      plan.trace = &std::cout;
    } else if (option == "--days") {
      plan.days = std::stoll(value);
    } else {
      i += 2;
      continue;
    }
    arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i),
                    arguments.begin() + static_cast<std::ptrdiff_t>(i) + 2);
  }
  return plan;
}

class Lives {
 public:
  explicit Lives(const Plan& plan) : plan_(plan) {}

  std::string live(std::uint64_t number) {
    Plan plan = plan_;
    plan.seed += number;
    Fleet fleet(plan);
    const std::string fault = fleet.live();
    kiosk_days_ += plan.kiosks * static_cast<std::uint64_t>(plan.days);
    digest_ = digest_ * 31 + fleet.world().digest();
    for (const auto& [what, times] : fleet.world().counts()) counts_[what] += times;
    return fault.empty() ? "" : "seed " + std::to_string(plan.seed) + ", " + fault;
  }

  std::string figure() const {
    const auto spent_s = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    const double years = static_cast<double>(kiosk_days_) / 365.0;
    std::string text = std::to_string(years) + " kiosk-years, " +
                       std::to_string(years / spent_s * 3600) + " an hour of a processor, digest " +
                       std::to_string(digest_) + ":";
    for (const auto& [what, times] : counts_)
      text += " " + what + " " + std::to_string(times) + ",";
    text.pop_back();
    return text;
  }

 private:
  Plan plan_;
  std::uint64_t kiosk_days_ = 0, digest_ = 0;
  std::map<std::string, std::uint64_t> counts_;
};

}  // namespace

int main(int count, char** arguments) {
  std::vector<char*> words(arguments, arguments + count);
  Lives lives(plan_from(words));
  smilepost::platform::set_log_level(smilepost::platform::LogLevel{0});  // faults are expected
  smilepost::tests::LongRun run(static_cast<int>(words.size()), words.data(), 1);
  return run.run([&](std::uint64_t number) { return lives.live(number); },
                 [&] { return lives.figure(); });
}
