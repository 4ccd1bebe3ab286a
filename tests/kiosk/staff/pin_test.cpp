#include "kiosk/staff/pin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/keys.h"

namespace smilepost::kiosk {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Pin : public testing::Test {
 protected:
  static void SetUpTestSuite() { record::initialise_crypto(); }
};

TEST_F(Pin, VerifiesAgainstItsHashOnly) {
  const auto hash = hash_pin("271828");
  ASSERT_TRUE(hash) << hash.error().message;
  EXPECT_TRUE(verify_pin("271828", *hash));
  EXPECT_FALSE(verify_pin("271829", *hash));
  EXPECT_FALSE(verify_pin("", *hash));
  EXPECT_FALSE(verify_pin("2718281", *hash));
}

TEST_F(Pin, TheHashIsArgon2idWith64MiBAndTwoPassesAndSalted) {
  const auto hash = hash_pin("271828");
  EXPECT_THAT(*hash, StartsWith("$argon2id$v=19$m=65536,t=2,p=1$"));
  EXPECT_NE(*hash, *hash_pin("271828"));
}

TEST_F(Pin, ADamagedHashVerifiesNothing) {
  EXPECT_FALSE(verify_pin("271828", ""));
  EXPECT_FALSE(verify_pin("271828", "$argon2id$rubbish"));
  EXPECT_FALSE(verify_pin("271828", std::string(1000, '$')));
}

TEST_F(Pin, TrivialOnesAreRefused) {
  for (const auto* trivial :
       {"000000", "777777", "123456", "012345", "456789", "654321", "987654"}) {
    EXPECT_FALSE(check_new_pin(trivial)) << trivial;
    EXPECT_FALSE(hash_pin(trivial)) << trivial;
  }
  for (const auto* good : {"271828", "112233", "123457", "135790", "246802"}) {
    EXPECT_TRUE(check_new_pin(good)) << good;
  }
}

TEST_F(Pin, OnlySixDigitsAreAPin) {
  for (const auto* bad : {"", "12345", "1234567", "27182a", "٢٧١٨٢٨", "-27182"}) {
    ASSERT_FALSE(check_new_pin(bad)) << bad;
    EXPECT_THAT(check_new_pin(bad).error().message, HasSubstr("six digits; choose another"));
  }
}

TEST_F(Pin, TheRefusalDoesNotNameThePin) {
  EXPECT_THAT(hash_pin("123456").error().message, Not(HasSubstr("123456")));
}

}  // namespace
}  // namespace smilepost::kiosk
