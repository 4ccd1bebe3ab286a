#include "tests/kiosk/journal/disk_faults.h"

namespace smilepost::kiosk {
namespace {

using tests::Fault;
using tests::SimulatedDisk;

std::string describe(std::uint64_t seed, const std::vector<Failure>& failures,
                     const std::string& where) {
  std::string text = "seed " + std::to_string(seed);
  for (const auto& failure : failures) {
    text += failure.fault == Fault::no_space ? ", no space" : ", I/O error";
    text += " at call " + std::to_string(failure.call);
  }
  return text + where + ": ";
}

}  // namespace

std::string DiskFaults::Figures::text() const {
  return std::to_string(failures) + " failing calls in " + std::to_string(lives) + " lives with " +
         std::to_string(answers) + " answers; " + std::to_string(refused) +
         " times something was refused";
}

std::uint64_t DiskFaults::calls(std::uint64_t seed, int steps) {
  auto disk = std::make_shared<SimulatedDisk>();
  std::uint64_t calls = 0;
  disk->fault = [&](tests::Call, const std::string&) {
    ++calls;
    return Fault::none;
  };
  KioskLife life(disk, seed);
  for (int i = 0; i < steps; ++i) (void)life.step();
  return calls;
}

std::string DiskFaults::live(std::uint64_t seed, int steps, const std::vector<Failure>& failures) {
  auto disk = std::make_shared<SimulatedDisk>();
  KioskLife life(disk, seed);
  std::uint64_t calls = 0;
  std::string where;
  disk->fault = [&](tests::Call call, const std::string& file) {
    ++calls;
    for (const auto& failure : failures) {
      if (failure.call != calls) continue;
      where += ", " + life.what() + ", " + name_of(call) + " of " +
               std::filesystem::path(file).filename().string();
      ++figures_.failures;
      return failure.fault;
    }
    return Fault::none;
  };
  std::size_t refused = 0;
  for (int i = 0; i < steps; ++i) refused += life.step() ? 0 : 1;
  disk->fault = {};
  const auto fail = [&](const std::string& what) { return describe(seed, failures, where) + what; };
  // Now that nothing fails any more, it has to go on by itself.
  if (!life.running() && !life.start()) return fail("does not start: " + life.error());
  if (!life.recovers()) return fail("does not recover: " + life.error());
  ++figures_.lives;
  figures_.refused += refused;
  figures_.answers += life.ledger().kept.size();
  // The power is cut, and it starts once more.
  tests::Random random(seed);
  auto left = disk->after_cut(tests::Loss::all, random);
  auto kiosk = open_kiosk(left, life.clock());
  if (!kiosk) return fail("does not open: " + kiosk.error().message);
  if (const auto settled = settle(*kiosk->journal); !settled) {
    return fail("does not settle: " + settled.error().message);
  }
  kiosk->journal.reset();
  const auto broken = broken_promise(*left, life.ledger(), refused + failures.size());
  return broken.empty() ? std::string{} : fail(broken);
}

}  // namespace smilepost::kiosk
