// What the backend says back: signed proof that a chain up to a head is durable there.
#pragma once

#include "record/record.h"

namespace smilepost::record {

using Token = std::array<std::uint8_t, 16>;

struct Receipt {
  KioskId kiosk{};
  std::optional<ChainHead> head;  // nothing yet: just enrolled
  Epoch epoch = 0;                // the epoch it speaks of, also without a head
  std::int64_t time_ms = 0;       // the backend's clock, Unix time
  std::uint64_t generation = 0;   // made with the backend's archive; a restored copy has the same
  Token next_token{};             // to be shown with the next batch
  bool forked = false;            // another continuation of this epoch was signed and is kept
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

Bytes seal(const Receipt& receipt, const SigningKey& receipt_key);

struct OpenedReceipt {
  Verdict verdict = Verdict::malformed;
  Receipt receipt;
};
OpenedReceipt open_receipt(BytesView cose, const PublicKey& receipt_key);

// First 10 bytes of SHA-256 of the receipt key; an enrolment code carries it.
using Fingerprint = std::array<std::uint8_t, 10>;
Fingerprint fingerprint_of(const PublicKey& receipt_key);

// An enrolment code: 10 random bytes and the fingerprint, Crockford base 32 in groups of four:
// "7K3M-…". Parsing forgives lower case, missing dashes, O for 0 and I or L for 1.
struct EnrolmentCode {
  std::array<std::uint8_t, 10> secret{};
  Fingerprint receipt_key{};
  friend bool operator==(const EnrolmentCode&, const EnrolmentCode&) = default;
};
// The secret of the code that is none: it only tells which backend to believe, and may lie in an
// image. Whoever shows it waits until an administrator accepts it.
inline constexpr std::array<std::uint8_t, 10> acceptance_secret{};
std::string to_string(const EnrolmentCode& code);
std::optional<EnrolmentCode> parse_enrolment_code(std::string_view text);

}  // namespace smilepost::record
