#include "record/keys.h"

#include <sodium.h>

#include <cstdlib>

namespace smilepost::record {

void initialise_crypto() {
  if (sodium_init() < 0) std::abort();
}

Hash sha256(BytesView bytes) {
  Hash hash;
  crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
  return hash;
}

void fill_random(std::span<std::uint8_t> out) {
  randombytes_buf(out.data(), out.size());
}

std::uint64_t random_u63() {
  std::uint64_t number = 0;
  randombytes_buf(&number, sizeof number);
  return number >> 1;
}

SigningKey SigningKey::generate() {
  SigningKey key;
  crypto_sign_keypair(key.public_key_.data(), key.secret_.data());
  return key;
}

SigningKey SigningKey::from_seed(const Seed& seed) {
  SigningKey key;
  crypto_sign_seed_keypair(key.public_key_.data(), key.secret_.data(), seed.data());
  return key;
}

SigningKey::SigningKey(SigningKey&& other) noexcept
    : secret_(other.secret_), public_key_(other.public_key_) {
  sodium_memzero(other.secret_.data(), other.secret_.size());
}

SigningKey& SigningKey::operator=(SigningKey&& other) noexcept {
  if (this == &other) return *this;
  secret_ = other.secret_;
  public_key_ = other.public_key_;
  sodium_memzero(other.secret_.data(), other.secret_.size());
  return *this;
}

SigningKey::~SigningKey() {
  sodium_memzero(secret_.data(), secret_.size());
}

Seed SigningKey::seed() const {
  Seed seed;
  crypto_sign_ed25519_sk_to_seed(seed.data(), secret_.data());
  return seed;
}

Signature SigningKey::sign(BytesView message) const {
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
  return signature;
}

bool verify(const PublicKey& key, BytesView message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key.data()) == 0;
}

std::optional<Bytes> seal_to(const PublicKey& key, BytesView message) {
  static_assert(sealing_bytes == crypto_box_SEALBYTES);
  std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> box_key;
  if (crypto_sign_ed25519_pk_to_curve25519(box_key.data(), key.data()) != 0) return std::nullopt;
  Bytes sealed(message.size() + crypto_box_SEALBYTES);
  if (crypto_box_seal(sealed.data(), message.data(), message.size(), box_key.data()) != 0)
    return std::nullopt;
  return sealed;
}

std::optional<Bytes> open_sealed(const SigningKey& key, BytesView sealed) {
  if (sealed.size() < crypto_box_SEALBYTES) return std::nullopt;
  std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> box_key;
  std::array<std::uint8_t, crypto_box_SECRETKEYBYTES> box_secret;
  if (crypto_sign_ed25519_pk_to_curve25519(box_key.data(), key.public_key_.data()) != 0 ||
      crypto_sign_ed25519_sk_to_curve25519(box_secret.data(), key.secret_.data()) != 0)
    return std::nullopt;
  Bytes message(sealed.size() - crypto_box_SEALBYTES);
  const bool opened = crypto_box_seal_open(message.data(), sealed.data(), sealed.size(),
                                           box_key.data(), box_secret.data()) == 0;
  sodium_memzero(box_secret.data(), box_secret.size());
  if (!opened) return std::nullopt;
  return message;
}

}  // namespace smilepost::record
