// A kiosk's life on a simulated disk, step by step, and a ledger of what it was told is kept.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "kiosk/journal/journal.h"
#include "kiosk/journal/journal_rows.h"
#include "tests/kiosk/fakes/fake_clock.h"
#include "tests/platform/simulated_disk.h"

namespace smilepost::kiosk {

inline const std::filesystem::path state_folder = "/state";

// Before the first life: the log, which would tell of every fault, is silent from here on.
void prepare_for_lives();

// What was promised. An answer is known by its number, which it carries as its question.
struct Ledger {
  struct Promise {
    record::ChainHead place;
    std::optional<std::int64_t> delivered_ms;  // by the backend's clock
  };
  std::map<std::uint64_t, Promise> kept;  // append() returned
  std::set<std::uint64_t> tapped;         // append() was called
  std::optional<record::StaffAction> choice, attempted_choice;
  std::int64_t newest_receipt_ms = 0;
  std::uint64_t next = 1;
};

// The journal of a disk in memory; its keys lie beside it on the same disk.
struct OpenKiosk {
  std::unique_ptr<platform::KeyStore> keys;
  std::unique_ptr<Journal> journal;
};
Result<OpenKiosk> open_kiosk(std::shared_ptr<tests::SimulatedDisk> disk,
                             const platform::Clock& clock);

// Tidies up to the end: what was put aside is salvaged.
Status settle(Journal& journal);

// Nothing where all of the ledger is true of what is on the disk; else what is not. `at_most_extra`
// answers may be there that were tapped but not yet promised. The disk must be at rest.
std::string broken_promise(tests::SimulatedDisk& disk, const Ledger& ledger,
                           std::size_t at_most_extra);

class KioskLife {
 public:
  KioskLife(std::shared_ptr<tests::SimulatedDisk> disk, std::uint64_t seed);

  // One thing that happens to a kiosk, chosen by the seed. False: it could not be done, as a disk
  // that fails may have it; the kiosk lives on.
  bool step();
  bool start();  // opens, after a reboot where it was open before
  void stop() { kiosk_.journal.reset(); }

  // Spoils the journal's file without touching a record, and starts again.
  bool damage();

  // Takes an answer, at the second try at the latest: as after a probe.
  bool recovers();

  bool running() const { return kiosk_.journal != nullptr; }
  const Ledger& ledger() const { return ledger_; }
  const std::string& what() const { return what_; }    // the last step, for messages
  const std::string& error() const { return error_; }  // the last one
  tests::FakeClock& clock() { return clock_; }

 private:
  Journal& journal() { return *kiosk_.journal; }
  template <class T>
  bool went_well(const Result<T>& result) {
    if (!result) error_ = result.error().message;
    return bool(result);
  }
  bool answer();
  bool keep(const record::Answer& answer);
  bool take_receipt();
  bool choose();
  bool pass_days();

  std::shared_ptr<tests::SimulatedDisk> disk_;
  tests::Random random_;
  tests::FakeClock clock_;
  OpenKiosk kiosk_;
  Ledger ledger_;
  std::optional<std::uint64_t> visit_, last_answer_;  // sequences in visit_epoch_
  record::Epoch visit_epoch_ = 0;
  std::int64_t backend_ms_ = tests::FakeClock::start_wall_ms;
  std::string what_, error_;
};

}  // namespace smilepost::kiosk
