// The long form of wild_hands_test: a thousand steps a case.
#include "platform/log.h"
#include "tests/driver/wild_hands.h"
#include "tests/long_run.h"

int main(int count, char** arguments) {
  using namespace smilepost;
  platform::set_log_level(platform::LogLevel{0});  // the disk is full now and then
  std::uint64_t answers = 0;
  return tests::LongRun(count, arguments, 1)
      .run(
          [&](std::uint64_t number) {
            const tests::WildDay day = tests::wild_day(number, 1'000);
            answers += day.answers;
            return day.fault;
          },
          [&] { return std::to_string(answers) + " answers stored, each verified"; });
}
