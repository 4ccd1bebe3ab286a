// The long form of power_cut_test: a life a case.
#include "tests/kiosk/journal/power_cuts.h"
#include "tests/long_run.h"

int main(int count, char** arguments) {
  using namespace smilepost;
  kiosk::prepare_for_lives();
  kiosk::PowerCuts cuts;
  return tests::LongRun(count, arguments, 1'500)
      .run(
          [&](std::uint64_t number) {
            cuts.live(number);
            return cuts.fault();
          },
          [&] { return cuts.figures().text(); });
}
