#include "record/keys.h"

#include <gtest/gtest.h>

#include "tests/record/samples.h"

namespace smilepost::record {
namespace {

TEST(Keys, Sha256OfFips180) {
  const Bytes abc{'a', 'b', 'c'};
  EXPECT_EQ(to_hex(sha256(abc)),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// RFC 8032 §7.1, test 2.
TEST(Keys, Ed25519OfRfc8032) {
  Seed seed{};
  const auto bytes = *from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  const SigningKey key = SigningKey::from_seed(seed);
  EXPECT_EQ(to_hex(key.public_key()),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  EXPECT_EQ(to_hex(key.sign(Bytes{0x72})),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Keys, VerifiesItsOwnAndNothingElse) {
  initialise_crypto();
  const SigningKey key = SigningKey::generate(), other = SigningKey::generate();
  const Bytes message{1, 2, 3};
  Signature signature = key.sign(message);
  EXPECT_TRUE(verify(key.public_key(), message, signature));
  EXPECT_FALSE(verify(other.public_key(), message, signature));
  EXPECT_FALSE(verify(key.public_key(), Bytes{1, 2}, signature));
  signature[0] ^= 1;
  EXPECT_FALSE(verify(key.public_key(), message, signature));
}

// The neutral point: with it as key and R, and S zero, anybody could sign anything.
TEST(Keys, OfSmallOrderSignNothing) {
  initialise_crypto();
  PublicKey small_order{1}, not_canonical;
  not_canonical.fill(0xff);
  not_canonical.front() = 0xee;
  not_canonical.back() = 0x7f;  // the same point, as y + p
  EXPECT_FALSE(verify(small_order, Bytes{1}, Signature{1}));
  EXPECT_FALSE(verify(not_canonical, Bytes{1}, Signature{1}));
}

TEST(Keys, SeedMakesTheSameKey) {
  const SigningKey key = SigningKey::generate();
  EXPECT_EQ(SigningKey::from_seed(key.seed()).public_key(), key.public_key());
}

TEST(Keys, MovedKeyStillSigns) {
  SigningKey key = samples::key(1);
  const SigningKey moved = std::move(key);
  EXPECT_EQ(moved.sign(Bytes{1}), samples::key(1).sign(Bytes{1}));
}

TEST(Keys, RandomNumbersFitASignedColumn) {
  for (int i = 0; i < 200; ++i) EXPECT_LT(random_u63(), std::uint64_t{1} << 63);
  EXPECT_NE(random_u63(), random_u63());
}

TEST(Keys, WhatIsSealedIsForOneAlone) {
  initialise_crypto();
  const SigningKey key = SigningKey::generate(), other = SigningKey::generate();
  const Bytes message{1, 2, 3};
  auto sealed = seal_to(key.public_key(), message);
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->size(), message.size() + sealing_bytes);
  EXPECT_EQ(open_sealed(key, *sealed), message);
  EXPECT_FALSE(open_sealed(other, *sealed));
  EXPECT_NE(seal_to(key.public_key(), message), sealed) << "each time anew";
  sealed->back() ^= 1;
  EXPECT_FALSE(open_sealed(key, *sealed));
  EXPECT_FALSE(open_sealed(key, {}));
  EXPECT_FALSE(seal_to(PublicKey{}, message)) << "a point of small order is no key";
}

TEST(Keys, NothingAtAllCanBeSealed) {
  const SigningKey key = samples::key(1);
  EXPECT_EQ(open_sealed(key, seal_to(key.public_key(), {}).value()), Bytes{});
}

}  // namespace
}  // namespace smilepost::record
