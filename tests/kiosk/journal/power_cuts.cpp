#include "tests/kiosk/journal/power_cuts.h"

namespace smilepost::kiosk {
namespace {

using tests::SimulatedDisk;

constexpr std::uint64_t never_tapped_before = 1'000'000'000;

}  // namespace

std::string PowerCuts::Figures::text() const {
  std::string text = std::to_string(cuts) + " power cuts (" +
                     std::to_string(cuts_while_recovering) + " of them while recovering) in " +
                     std::to_string(lives) + " lives with " + std::to_string(answers) +
                     " answers; after";
  for (std::size_t i = 0; i < at.size(); ++i) {
    const auto call = static_cast<tests::Call>(i);
    if (at[i] > 0) text += std::string(" ") + name_of(call) + " " + std::to_string(at[i]);
  }
  return text;
}

void PowerCuts::live(std::uint64_t seed, int steps) {
  random_.seed(seed);
  auto disk = std::make_shared<SimulatedDisk>();
  KioskLife life(disk, seed);
  life_ = &life;
  disk->changed = [&](tests::Call call, const std::string& file) {
    if (!fault_.empty()) return;
    where_ = "seed " + std::to_string(seed) + ", " + life.what() + ", after " + name_of(call) +
             " of " + file;
    cut(*disk, call);
  };
  for (int i = 0; i < steps && fault_.empty(); ++i) {
    if (!life.step() && fault_.empty()) fault_ = where_ + ": " + life.error();
    ++figures_.steps;
  }
  disk->changed = {};
  ++figures_.lives;
  figures_.answers += life.ledger().kept.size();
}

void PowerCuts::cut(const SimulatedDisk& disk, tests::Call call) {
  for (const auto loss : tests::every_loss) {
    if (!fault_.empty()) return;
    ++figures_.cuts;
    ++figures_.at[static_cast<std::size_t>(call)];
    start_again(disk.after_cut(loss, random_), loss, random_() % 16 == 0);
  }
}

// The kiosk must open, with everything promised in it, and take an answer.
void PowerCuts::start_again(std::shared_ptr<SimulatedDisk> left, tests::Loss loss, bool cut_again) {
  const auto fail = [&](const std::string& what) {
    if (fault_.empty()) fault_ = where_ + ", " + name_of(loss) + ": " + what;
  };
  if (cut_again) {
    const std::weak_ptr<SimulatedDisk> disk = left;
    left->changed = [this, disk, loss](tests::Call, const std::string&) {
      ++figures_.cuts;
      ++figures_.cuts_while_recovering;
      const auto second = tests::every_loss[random_() % std::size(tests::every_loss)];
      start_again(disk.lock()->after_cut(second, random_), loss, false);
    };
  }
  tests::FakeClock clock;
  clock.reboot();
  auto kiosk = open_kiosk(left, clock);
  left->changed = {};
  if (!kiosk) return fail("does not open: " + kiosk.error().message);
  Ledger ledger = life_->ledger();
  record::Answer answer;
  answer.survey_set = "checkout";
  answer.question = std::to_string(never_tapped_before);
  answer.value = record::Vote{1, 4};
  ledger.tapped.insert(never_tapped_before);
  if (const auto kept = kiosk->journal->append(answer); !kept) {
    return fail("takes no answer: " + kept.error().message);
  }
  if (const auto settled = settle(*kiosk->journal); !settled) {
    return fail("does not settle: " + settled.error().message);
  }
  ledger.kept[never_tapped_before] = {kiosk->journal->head(), {}};
  kiosk->journal.reset();
  if (const auto broken = broken_promise(*left, ledger, 1); !broken.empty()) fail(broken);
}

}  // namespace smilepost::kiosk
