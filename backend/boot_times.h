// What time it was in each boot of a kiosk, whatever its clock said. FORMAT.md, "Corrected time".
#pragma once

#include <optional>
#include <tuple>

#include "platform/result.h"
#include "platform/sqlite.h"
#include "record/record.h"

namespace smilepost::backend {

// A time that was heard, and when in its boot.
struct Contact {
  std::int64_t time_ms = 0;    // Unix time
  std::int64_t middle_ms = 0;  // since boot: half way between request and receipt
  std::int64_t trip_ms = 0;    // from one to the other
};

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
  BootTimes(platform::Database& database, const record::KioskId& kiosk)
      : database_(database), kiosk_(kiosk) {}

  // Whether this record confirms its boot's clock, where no contact corrects it.
  Status note(const record::Record& record, std::int64_t received_ms);

  // A contact, for the visits of its boot that have come, and those to come. False: no receipt can
  // have named that time, and nothing was changed.
  Result<bool> hear(const record::Record& record, const record::TimeHeard& heard,
                    std::int64_t received_ms);

  // By the contacts of its boot that are known by now.
  Result<std::optional<CorrectedTime>> corrected(const record::Moment& moment,
                                                 std::int64_t received_ms) const;

 private:
  Status keep(const record::Record& record, const Contact& contact);
  Status correct_visits(const record::BootId& boot, const Contact& contact);

  platform::Database& database_;
  record::KioskId kiosk_;
  std::optional<record::BootId> confirmed_;  // noted already
};

}  // namespace smilepost::backend
