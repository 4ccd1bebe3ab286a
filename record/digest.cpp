#include "record/digest.h"

#include <sodium.h>

namespace smilepost::record {

struct Digest::State {
  crypto_hash_sha256_state sha256;
};

Digest::Digest() : state_(std::make_unique<State>()) {
  crypto_hash_sha256_init(&state_->sha256);
}
Digest::~Digest() = default;
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;

void Digest::add(BytesView bytes) {
  crypto_hash_sha256_update(&state_->sha256, bytes.data(), bytes.size());
}

Hash Digest::finish() {
  Hash hash{};
  crypto_hash_sha256_final(&state_->sha256, hash.data());
  return hash;
}

}  // namespace smilepost::record
