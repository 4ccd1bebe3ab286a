// The end of the newest chain: what the next record continues, checked when the journal is opened.
#pragma once

#include <variant>

#include "kiosk/journal/journal_rows.h"

namespace smilepost::kiosk {

struct Tail {
  record::ChainHead head;
  record::Kind kind = record::Kind::epoch_opened;
  record::Moment moment;
  Counts counts;
};

// Why a journal could not be opened.
struct OpeningFault {
  Error error;
  bool damaged = false;  // the file itself is wrong: moving it aside helps
};

// The counts after one more record.
Counts counted(Counts before, const record::Body& body);

// Reads from the last head record on (from the first record where there is none): that one's
// signature and figures, every link after it, and the last signature must hold.
std::variant<Tail, OpeningFault> check_tail(platform::Database& database,
                                            const record::KioskId& kiosk, const StoredEpoch& epoch);

}  // namespace smilepost::kiosk
