// The bodies of records, one CBOR map a kind (FORMAT.md, "Bodies"). For record.cpp only.
#pragma once

#include "record/record.h"

namespace smilepost::record {

Bytes encode_body(const Body& body);

// `bytes` are one deterministic item. UnreadableBody where it is not what this kind should hold.
Body decode_body(std::uint8_t kind, BytesView bytes);

}  // namespace smilepost::record
