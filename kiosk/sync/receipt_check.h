// Whether an answer from the network proves anything. An HTTP status alone never does.
#pragma once

#include "kiosk/journal/journal_reader.h"
#include "platform/http_client.h"
#include "record/receipt.h"

namespace smilepost::kiosk {

struct ReceiptCheck {
  record::KioskId kiosk{};
  record::PublicKey receipt_key{};
  record::Epoch epoch = 0;  // the batch's
};

// The receipt in the response's body: signed by the receipt key, of this kiosk and epoch. Else an
// Error that says which is not.
Result<record::Receipt> genuine_receipt(const platform::HttpResponse& response,
                                        const ReceiptCheck& check);

// Whether a genuine receipt's head, where it has one, is a record that the journal holds, or may be
// one that it cannot read any more.
Result<bool> names_ours(const record::Receipt& receipt, const JournalReader& journal);

// When the backend, by its own clock, last said something that this journal kept.
std::optional<std::int64_t> last_receipt_time(const JournalReader& journal);

}  // namespace smilepost::kiosk
