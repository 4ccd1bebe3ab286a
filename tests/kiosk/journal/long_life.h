// Months of a kiosk's life on the real disk: shoppers, upkeep, delivery, nights; with figures of
// what it costs. One thread.
#pragma once

#include <memory>
#include <optional>

#include "kiosk/journal/journal.h"
#include "kiosk/journal/journal_reader.h"
#include "kiosk/journal/journal_upkeep.h"
#include "record/chain.h"
#include "tests/kiosk/fakes/fake_clock.h"
#include "tests/kiosk/journal/kept_records.h"
#include "tests/kiosk/journal/life_figures.h"
#include "tests/platform/simulated_disk.h"

namespace smilepost::kiosk {

// Each day is open for twelve hours: a rush with no pause long enough to tidy up, then shoppers now
// and then. Two days of a week have no network until they end. For five weeks the kiosk is
// restarted each morning, and never from then on, so that growth shows which a restart would hide.
class LongLife {
 public:
  struct Plan {
    std::uint64_t days = 120;
    std::uint64_t answers_a_day = 8'400;
  };

  // Goes on with the life in the folder, where there is one.
  LongLife(const std::filesystem::path& folder, Plan plan);
  ~LongLife();

  // From the night before until it closes; nothing where it was lived before. What was wrong, or
  // nothing.
  std::string live_day(std::uint64_t day);
  // Whether each answer that was given was delivered, and is here or went after 35 days; every
  // signature and link of what is here.
  std::string account();

  std::string figure() const { return figures_.text(appends_); }
  const LifeFigures& figures() const { return figures_; }

 private:
  Status live(std::uint64_t day);
  Status start();
  Status take_up();
  void stop();
  Status visit();
  Result<std::uint64_t> give(const record::Answer& answer);
  Status choose();
  Status deliver();
  Status accept(const StoredRecord& stored);
  void wrote();
  void pass_until(std::int64_t wall_ms);
  void look_at_log();
  DayFigures measure();
  Status find_fault();
  Status find_fault(const KeptRecords& kept) const;
  bool network() const { return day_ % 7 < 5; }
  std::int64_t pause_ms();
  static std::int64_t morning_ms(std::uint64_t day);

  std::filesystem::path state_;
  Plan plan_;
  LifeFigures figures_;
  Durations appends_;
  tests::Random random_;
  tests::FakeClock clock_;
  std::uint64_t day_ = 0, today_ = 0;  // answers given today
  std::uint64_t given_ = 0, delivered_ = 0;
  std::uint64_t written_before_ = 0, log_bytes_ = 0;
  bool taken_up_ = false, whole_day_ = true;

  std::unique_ptr<platform::KeyStore> keys_;
  std::unique_ptr<Journal> journal_;
  std::optional<JournalUpkeep> upkeep_;
  std::unique_ptr<JournalReader> reader_;
  std::optional<record::Chain> backend_;  // what the backend has
};

}  // namespace smilepost::kiosk
