#include "backend/accounts/password.h"

#include <gtest/gtest.h>

#include "record/keys.h"

namespace smilepost::backend {
namespace {

TEST(PasswordTest, KnowsThePasswordAgainAndNoOther) {
  record::initialise_crypto();
  const auto hash = hash_password("four words of mine");
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=65536,t=2,")) << *hash;
  EXPECT_TRUE(verify_password("four words of mine", *hash));
  EXPECT_FALSE(verify_password("four words of mins", *hash));
  EXPECT_FALSE(verify_password("", *hash));
  EXPECT_FALSE(verify_password("four words of mine", "no hash at all"));
  EXPECT_FALSE(verify_password("x", std::string(4096, '$')));
}

TEST(PasswordTest, RefusesWhatIsGuessedFirst) {
  EXPECT_TRUE(check_new_password("four words of mine", "Anna"));
  EXPECT_FALSE(check_new_password("elevenchars", "Anna"));
  EXPECT_FALSE(check_new_password("ääääööööüüü", "Anna")) << "11 characters, 22 bytes";
  EXPECT_FALSE(check_new_password("121212121212121212", "Anna"));
  EXPECT_FALSE(check_new_password("Anna Annasdottir", "Anna Annasdottir"));
  EXPECT_FALSE(check_new_password(std::string(128, 'x') + std::string(129, 'y') + "abc", "Anna"));
}

}  // namespace
}  // namespace smilepost::backend
