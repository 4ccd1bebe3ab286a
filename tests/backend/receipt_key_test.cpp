#include "backend/receipt_key.h"

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

record::PublicKey open_key(const std::filesystem::path& folder) {
  record::initialise_crypto();
  const auto keys = platform::open_key_folder(folder);
  EXPECT_TRUE(keys);
  const auto key = load_or_make_receipt_key(**keys);
  EXPECT_TRUE(key);
  return key->public_key();
}

TEST(ReceiptKeyTest, IsMadeOnceAndKept) {
  const TemporaryFolder folder;
  const auto first = open_key(folder.path() / "keys");
  EXPECT_EQ(open_key(folder.path() / "keys"), first);
  EXPECT_NE(open_key(folder.path() / "others"), first);
}

TEST(ReceiptKeyTest, IsNotMadeByReadingIt) {
  const TemporaryFolder folder;
  const auto keys = platform::open_key_folder(folder.path() / "keys");
  ASSERT_TRUE(keys);
  EXPECT_FALSE(*load_receipt_key(**keys));
  const record::PublicKey made = open_key(folder.path() / "keys");
  EXPECT_EQ((*load_receipt_key(**keys))->public_key(), made);
}

TEST(ReceiptKeyTest, IsNotReplacedWhereDamaged) {
  const TemporaryFolder folder;
  const auto keys = platform::open_key_folder(folder.path() / "keys");
  ASSERT_TRUE((*keys)->store("receipt", {1, 2, 3}));
  const auto key = load_or_make_receipt_key(**keys);
  ASSERT_FALSE(key);
  EXPECT_NE(key.error().message.find("backup"), std::string::npos);
}

TEST(ReceiptKeyTest, HasAFingerprintToCompare) {
  EXPECT_EQ(fingerprint_text(test_key().public_key()).size(), 20U);
}

}  // namespace
}  // namespace smilepost::backend::test
