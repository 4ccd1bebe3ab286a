// Ed25519 keys and SHA-256, through libsodium. Call initialise_crypto() once before anything here.
#pragma once

#include <array>
#include <optional>

#include "record/bytes.h"

namespace smilepost::record {

using Hash = std::array<std::uint8_t, 32>;       // SHA-256, FIPS 180-4
using PublicKey = std::array<std::uint8_t, 32>;  // Ed25519, RFC 8032
using Signature = std::array<std::uint8_t, 64>;  // Ed25519, RFC 8032
using Seed = std::array<std::uint8_t, 32>;       // the private part of a key, as it is stored

// Aborts if libsodium cannot start (no source of randomness). Thread-safe, repeatable.
void initialise_crypto();

Hash sha256(BytesView bytes);
void fill_random(std::span<std::uint8_t> out);
std::uint64_t random_u63();  // below 2^63, so that it fits a signed 64-bit column

// A private key. Wiped from memory when it goes.
class SigningKey {
 public:
  static SigningKey generate();
  static SigningKey from_seed(const Seed& seed);
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;
  ~SigningKey();

  const PublicKey& public_key() const { return public_key_; }
  Seed seed() const;
  Signature sign(BytesView message) const;
  friend std::optional<Bytes> open_sealed(const SigningKey& key, BytesView sealed);

 private:
  SigningKey() = default;
  std::array<std::uint8_t, 64> secret_{};
  PublicKey public_key_{};
};

bool verify(const PublicKey& key, BytesView message, const Signature& signature);

// For the holder of this key alone to open; who sealed it stays unknown (FORMAT.md, "Sealed").
// Nothing where the key is no key.
std::optional<Bytes> seal_to(const PublicKey& key, BytesView message);
// Nothing where it was not sealed to this key, or was changed.
std::optional<Bytes> open_sealed(const SigningKey& key, BytesView sealed);
inline constexpr std::size_t sealing_bytes = 48;  // so much longer is what is sealed

}  // namespace smilepost::record
