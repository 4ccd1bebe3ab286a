// What kiosk and backend say to each other once, at enrolment (FORMAT.md, "Wire"). Not signed as
// such: the record and the receipt inside are, and the code vouches for the receipt key.
#pragma once

#include "record/receipt.h"

namespace smilepost::record {

struct EnrolmentRequest {
  std::array<std::uint8_t, 10> code_secret{};
  Bytes epoch_opened;  // COSE bytes of the first record of the kiosk's first epoch
  std::string label;   // what the kiosk should be called; may be empty
  friend bool operator==(const EnrolmentRequest&, const EnrolmentRequest&) = default;
};
inline constexpr std::size_t largest_enrolment = 8192;
inline constexpr std::size_t longest_label = 120;  // bytes of UTF-8; the backend refuses more
Bytes encode(const EnrolmentRequest& request);
std::optional<EnrolmentRequest> decode_enrolment_request(BytesView body);

struct EnrolmentAnswer {
  PublicKey receipt_key{};
  Bytes receipt;  // COSE bytes of a receipt without a head
  friend bool operator==(const EnrolmentAnswer&, const EnrolmentAnswer&) = default;
};
Bytes encode(const EnrolmentAnswer& answer);
std::optional<EnrolmentAnswer> decode_enrolment_answer(BytesView body);

// The receipt in an answer, if all of it is to be believed: the key is the one of the code, the
// receipt is signed with it, is for this kiosk and epoch, and names no head.
OpenedReceipt open_enrolment(const EnrolmentAnswer& answer, const EnrolmentCode& code,
                             const KioskId& kiosk, Epoch epoch);

}  // namespace smilepost::record
