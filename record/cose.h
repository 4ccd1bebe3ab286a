// COSE_Sign1 (RFC 9052 §4.2), untagged, EdDSA, and what keeps its uses apart: each kind of message
// has its own content type and its own external AAD, so that none can stand in for another.
#pragma once

#include <string_view>

#include "record/keys.h"
#include "record/verdict.h"

namespace smilepost::record {

struct MessageType {
  std::string_view content_type;  // protected header 3
  std::string_view external_aad;
  std::size_t largest;  // bytes, all of them
};

inline constexpr MessageType record_message{"application/vnd.smilepost.record+cbor",
                                            "smilepost record", 4096};
inline constexpr MessageType receipt_message{"application/vnd.smilepost.receipt+cbor",
                                             "smilepost receipt", 1024};
inline constexpr MessageType export_head_message{"application/vnd.smilepost.export-head+cbor",
                                                 "smilepost export head", 65536};

Bytes sign1(const MessageType& type, BytesView payload, const SigningKey& key);

// Views into the message, valid where the verdict is good. The payload is one deterministic item.
struct Sign1 {
  Verdict verdict = Verdict::malformed;
  BytesView payload;
  Signature signature{};
};
Sign1 open_sign1(BytesView message, const MessageType& type);  // the signature is not looked at

bool signature_holds(const Sign1& message, const MessageType& type, const PublicKey& key);

// The protected header says this type, whatever else is wrong with the message.
bool claims_type(BytesView message, const MessageType& type);

}  // namespace smilepost::record
