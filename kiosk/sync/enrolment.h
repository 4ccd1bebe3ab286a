// How a kiosk comes to know its backend: once, with a one-time code.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/journal/journal_reader.h"
#include "platform/http_client.h"
#include "record/receipt.h"

namespace smilepost::kiosk {

struct Enrolment {
  std::string backend_url;
  record::PublicKey receipt_key{};
  record::KioskId kiosk{};
  record::Receipt receipt;  // without a head; to be kept in the journal for its token
};

// Shows the code and the first record of the journal's first epoch. Believes the answer only if
// the receipt key is the one whose fingerprint the code carries and the receipt is signed by it.
// Nothing: an administrator must accept this kiosk first; ask again. An Error says what to do; it
// never holds the code.
Result<std::optional<Enrolment>> enrol(std::string_view code_text, const std::string& backend_url,
                                       const std::string& label, const JournalReader& journal,
                                       platform::HttpClient& http);

}  // namespace smilepost::kiosk
