// What time it was in each boot of a kiosk, whatever its clock said. FORMAT.md, "Corrected time".
#pragma once

#include <optional>
#include <tuple>

#include "backend/archive/ledger.h"

namespace smilepost::backend {

// What a contact says of a moment; the least of them counts.
struct CorrectedTime {
  std::int64_t wrong_by_ms = 0;  // at most
  std::int64_t time_ms = 0;      // Unix time
  friend bool operator<(const CorrectedTime& a, const CorrectedTime& b) {
    return std::tie(a.wrong_by_ms, a.time_ms) < std::tie(b.wrong_by_ms, b.time_ms);
  }
};

// Of what happened at `monotonic_ms` of that boot and was here at `received_ms`. Nothing where it
// would have happened after it was here.
std::optional<CorrectedTime> corrected_by(const Contact& contact, std::int64_t monotonic_ms,
                                          std::int64_t received_ms);

class BootTimes {
 public:
  explicit BootTimes(Ledger& ledger) : ledger_(ledger) {}

  // Whether this record confirms its boot's clock, where no contact corrects it.
  void note(const RecordRow& row);

  // A contact, for the visits of its boot that have come, and those to come. False: no receipt can
  // have named that time, and nothing was changed.
  Result<bool> hear(const RecordRow& row, const record::TimeHeard& heard);

  // By the contacts of its boot that are known by now.
  std::optional<CorrectedTime> corrected(const RecordRow& row) const;

 private:
  Ledger& ledger_;
};

}  // namespace smilepost::backend
