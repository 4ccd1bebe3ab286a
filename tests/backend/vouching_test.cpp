#include "backend/vouching.h"

#include <gtest/gtest.h>

namespace smilepost::backend {
namespace {

using record::SigningKey;

class VouchingTest : public ::testing::Test {
 protected:
  static record::EpochOpened opened(const SigningKey& key, const SigningKey* by = nullptr) {
    record::EpochOpened opened;
    opened.public_key = key.public_key();
    if (by != nullptr) opened.endorsement = by->sign(key.public_key());
    return opened;
  }
  bool is_own(const SigningKey& key) { return vouching.own().contains(key.public_key()); }

  SigningKey first = SigningKey::generate();
  SigningKey second = SigningKey::generate();
  SigningKey third = SigningKey::generate();
  Vouching vouching{record::kiosk_id_of(first.public_key())};
};

TEST_F(VouchingTest, TheFirstKeyIsItsOwn) {
  vouching.open(opened(first));
  vouching.open(opened(second));
  EXPECT_TRUE(is_own(first));
  EXPECT_FALSE(is_own(second));
}

TEST_F(VouchingTest, SoIsWhatItVouchesForInAnyOrder) {
  vouching.open(opened(third, &second));
  vouching.open(opened(second, &first));
  EXPECT_FALSE(is_own(third));
  vouching.open(opened(first));
  EXPECT_TRUE(is_own(second));
  EXPECT_TRUE(is_own(third));
}

TEST_F(VouchingTest, NoKeyVouchesForItself) {
  vouching.open(opened(first));
  vouching.open(opened(second, &second));
  vouching.open(opened(third, &second));
  EXPECT_FALSE(is_own(second));
  EXPECT_FALSE(is_own(third));
}

TEST_F(VouchingTest, AnAdministratorMayVouch) {
  vouching.open(opened(third, &second));
  vouching.accept(second.public_key());
  EXPECT_TRUE(is_own(third));
}

TEST_F(VouchingTest, AnOwnKeyMayNameThatOfALostBeginning) {
  vouching.name(first.public_key(), second.public_key());
  EXPECT_FALSE(is_own(second));
  vouching.open(opened(first));
  EXPECT_TRUE(is_own(second));
}

}  // namespace
}  // namespace smilepost::backend
