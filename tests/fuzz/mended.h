// A signature stops most changes at the door. These make it good again after bytes were changed, so
// that what lies behind the door is reached, too.
#pragma once

#include <vector>

#include "record/record.h"

namespace smilepost::fuzz {

// The one that signs here: samples::key(1).
const record::SigningKey& signing_key();
const record::KioskId& kiosk_id();

// The record with this kiosk, this hash before it, the signing key where it brings one, and signed
// with it. As it was where it does not open as a record.
record::Bytes mended(record::BytesView cose, const record::Hash& previous);

// The items of a CBOR sequence, as far as they can be read.
std::vector<record::BytesView> items_of(record::BytesView sequence);

}  // namespace smilepost::fuzz
