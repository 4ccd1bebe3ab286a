// The long form of disk_fault_test. A case is a call of one of many lives that fails, and another
// call that fails beside it.
#include "tests/kiosk/journal/disk_faults.h"
#include "tests/long_run.h"

int main(int count, char** arguments) {
  using namespace smilepost;
  kiosk::prepare_for_lives();
  kiosk::DiskFaults faults;
  return tests::LongRun(count, arguments, 40'000)
      .run(
          [&](std::uint64_t number) {
            tests::Random random(number);
            const std::uint64_t seed = random() % 1'000;
            const int steps = 8;
            const auto calls = faults.calls(seed, steps);
            const auto some_fault = [&] {
              return random() % 2 == 0 ? tests::Fault::io_error : tests::Fault::no_space;
            };
            std::vector<kiosk::Failure> failures{{random() % calls + 1, some_fault()}};
            if (number % 4 != 0) failures.push_back({random() % (calls + 50) + 1, some_fault()});
            return faults.live(seed, steps, failures);
          },
          [&] { return faults.figures().text(); });
}
