#include "backend/vouching.h"

#include <algorithm>

namespace smilepost::backend {

// Each round may bring in keys that vouch for more; no key vouches for itself.
const std::set<record::PublicKey>& Vouching::own() {
  while (trust_more()) {
  }
  return trusted_;
}

bool Vouching::trust_more() {
  const std::size_t before = trusted_.size();
  for (const record::EpochOpened& opened : opened_) {
    if (!trusted_.contains(opened.public_key) && is_own(opened)) accept(opened.public_key);
  }
  for (const auto& [signer, key] : named_) {
    if (trusted_.contains(signer)) accept(key);
  }
  return trusted_.size() > before;
}

bool Vouching::is_own(const record::EpochOpened& opened) const {
  if (record::kiosk_id_of(opened.public_key) == kiosk_) return true;
  if (!opened.endorsement) return false;
  return std::any_of(trusted_.begin(), trusted_.end(), [&](const record::PublicKey& key) {
    return record::verify(key, opened.public_key, *opened.endorsement);
  });
}

}  // namespace smilepost::backend
