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

// What became of one try.
struct EnrolmentOutcome {
  enum class Course : std::uint8_t {
    enrolled,
    waits,    // an administrator must accept this kiosk first; ask again
    refused,  // this code will never do: wrong, used by another, too old, of another backend
    failed,   // no network, no backend, or none just now; ask again
  };
  Course course = Course::failed;
  std::optional<Enrolment> enrolment;  // where it is enrolled
  Error error;                         // refused or failed: says what to do
  std::uint64_t asked_to_wait_ms = 0;  // as the backend wants it
};
EnrolmentOutcome try_to_enrol(std::string_view code_text, const std::string& backend_url,
                              const std::string& label, const JournalReader& journal,
                              platform::HttpClient& http);

// Shows the code and the first record of the journal's first epoch. Believes the answer only if
// the receipt key is the one whose fingerprint the code carries and the receipt is signed by it.
// Nothing: an administrator must accept this kiosk first; ask again. An Error says what to do; it
// never holds the code.
Result<std::optional<Enrolment>> enrol(std::string_view code_text, const std::string& backend_url,
                                       const std::string& label, const JournalReader& journal,
                                       platform::HttpClient& http);

}  // namespace smilepost::kiosk
