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
  // A record after this place is not what was signed: the file can stay, the epoch is over.
  std::optional<record::ChainHead> sure;
};

// The counts after one more record.
Counts counted(Counts before, const record::Body& body);

enum class CheckFrom : std::uint8_t { newest_head, acknowledged };

// Reads from a head record on (from the first record where there is none): that one's signature
// and figures, every link after it, and the last signature must hold. The head is the newest, or
// the newest that the epoch's receipt covers, so that all that is still to be sent is looked at.
std::variant<Tail, OpeningFault> check_tail(platform::Database& database,
                                            const record::KioskId& kiosk, const StoredEpoch& epoch,
                                            CheckFrom from);

}  // namespace smilepost::kiosk
