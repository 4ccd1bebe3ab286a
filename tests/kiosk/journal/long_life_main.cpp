// The long form of long_life_test: a day a case. The life lies beside the note, and goes on there.
#include "tests/kiosk/journal/long_life.h"
#include "tests/long_run.h"
#include "tests/platform/temp_folder.h"

int main(int count, char** arguments) {
  using namespace smilepost;
  record::initialise_crypto();
  tests::LongRun run(count, arguments, 120);
  const tests::TempFolder own;  // for a life without a note
  const std::filesystem::path beside = run.note() + ".state";
  kiosk::LongLife life(run.note().empty() ? own.path() : beside, {.days = run.cases()});
  return run.run(
      [&](std::uint64_t day) {
        const auto fault = life.live_day(day);
        return fault.empty() && day + 1 == run.cases() ? life.account() : fault;
      },
      [&] { return life.figure(); });
}
