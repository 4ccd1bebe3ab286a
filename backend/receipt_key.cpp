#include "backend/receipt_key.h"

#include <algorithm>
#include <vector>

namespace smilepost::backend {

static constexpr const char* key_name = "receipt";

Result<std::optional<record::SigningKey>> load_receipt_key(const platform::KeyStore& keys) {
  const auto stored = keys.load(key_name);
  if (!stored) return in_context("the receipt key", stored.error());
  if (!*stored) return std::optional<record::SigningKey>();
  record::Seed seed{};
  if ((*stored)->size() != seed.size()) {
    return Error{
        "the receipt key is damaged: restore the file from a backup; a new key would make "
        "every kiosk enrol again"};
  }
  std::copy((*stored)->begin(), (*stored)->end(), seed.begin());
  return std::optional(record::SigningKey::from_seed(seed));
}

Result<record::SigningKey> load_or_make_receipt_key(platform::KeyStore& keys) {
  auto stored = load_receipt_key(keys);
  if (!stored) return stored.error();
  if (*stored) return **std::move(stored);
  record::SigningKey made = record::SigningKey::generate();
  const record::Seed seed = made.seed();
  if (auto kept = keys.store(key_name, {seed.begin(), seed.end()}); !kept) {
    return in_context("the receipt key", kept.error());
  }
  return made;
}

std::string fingerprint_text(const record::PublicKey& receipt_key) {
  return record::to_hex(record::fingerprint_of(receipt_key));
}

}  // namespace smilepost::backend
