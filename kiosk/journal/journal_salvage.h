// Saves what still verifies from journals that were put aside. Records are found by their form,
// wherever they lie in the file or its log, so it does not matter what is left of SQLite's order; a
// signature of this kiosk's vouches for each. A record that SQLite had to spread over several pages
// (from about 900 bytes on; none is today) is not found.
#pragma once

#include <functional>

#include "kiosk/journal/epoch_keys.h"
#include "kiosk/journal/journal_files.h"
#include "kiosk/journal/journal_rows.h"

namespace smilepost::kiosk {

class Salvage {
 public:
  Salvage(JournalPlace place, const EpochKeys& keys, record::KioskId kiosk)
      : place_(std::move(place)), keys_(keys), kiosk_(kiosk) {}

  // A short part of the work: reads on, or moves what was read, oldest first, into the epochs that
  // it belongs to. False: all is done, and the files have another name. May be begun anew at any
  // time.
  Result<bool> step(platform::Database& into);
  const SalvageFigures& figures() const { return figures_; }

 private:
  struct File {
    std::string name;
    std::uint64_t size = 0;
  };
  Status look_for_files();
  Status read_on(platform::Database& into);
  Status take_from(platform::Database& into, record::BytesView bytes, std::size_t size);
  Status consider(platform::Database& into, record::BytesView cose, const record::Record& record);
  Result<std::optional<record::PublicKey>> key_of(platform::Database& into, record::Epoch epoch);
  Result<bool> move_on(platform::Database& into);
  Status finish();

  JournalPlace place_;
  EpochKeys keys_;
  record::KioskId kiosk_;
  bool looked_ = false;
  std::vector<File> files_;  // the last is read first
  std::vector<File> done_;
  std::uint64_t offset_ = 0;  // in the last of files_
  std::vector<std::pair<record::Epoch, std::optional<record::PublicKey>>> key_cache_;
  SalvageFigures figures_;
};

// Put aside, and not salvaged yet.
Result<std::size_t> files_to_salvage(const JournalPlace& place);

}  // namespace smilepost::kiosk
