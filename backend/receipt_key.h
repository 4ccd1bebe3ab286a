// The key this backend signs receipts with: made at first start, kept beside the archive.
#pragma once

#include <optional>

#include "platform/key_store.h"
#include "platform/result.h"
#include "record/keys.h"
#include "record/receipt.h"

namespace smilepost::backend {

// Nothing where none was made yet.
Result<std::optional<record::SigningKey>> load_receipt_key(const platform::KeyStore& keys);

Result<record::SigningKey> load_or_make_receipt_key(platform::KeyStore& keys);

// Lower-case hexadecimal, to be compared by eye.
std::string fingerprint_text(const record::PublicKey& receipt_key);

}  // namespace smilepost::backend
