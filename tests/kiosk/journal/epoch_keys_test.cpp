#include "kiosk/journal/epoch_keys.h"

#include <gtest/gtest.h>

#include "tests/kiosk/fakes/memory_key_store.h"

namespace smilepost::kiosk {
namespace {

TEST(epoch_keys, what_was_kept_is_found_under_the_names_that_are_documented) {
  record::initialise_crypto();
  tests::MemoryKeyStore store;
  EpochKeys keys(store);
  const auto key = record::SigningKey::generate();
  const record::KioskId kiosk = record::kiosk_id_of(key.public_key());
  ASSERT_TRUE(keys.keep_key(0x1f, key));
  ASSERT_TRUE(keys.remember(kiosk, 0x1f));
  EXPECT_EQ((*keys.key(0x1f))->public_key(), key.public_key());
  EXPECT_EQ(**keys.kiosk(), kiosk);
  EXPECT_EQ(**keys.newest_epoch(), 0x1fU);
  EXPECT_EQ(store.secrets.count("epoch-000000000000001f"), 1U);
  EXPECT_FALSE(*keys.key(0x20));
}

TEST(epoch_keys, nothing_is_rewritten_that_is_known) {
  tests::MemoryKeyStore store;
  EpochKeys keys(store);
  ASSERT_TRUE(keys.remember({}, 5));
  store.stores_left = 0;
  EXPECT_TRUE(keys.remember({}, 5));
  EXPECT_FALSE(keys.remember({}, 6));
}

TEST(epoch_keys, a_secret_of_another_size_is_an_error_that_does_not_show_it) {
  tests::MemoryKeyStore store;
  store.secrets["epoch-0000000000000005"] = {'s', 'e', 'c', 'r', 'e', 't'};
  const auto key = EpochKeys(store).key(5);
  ASSERT_FALSE(key);
  EXPECT_NE(key.error().message.find("epoch-0000000000000005"), std::string::npos);
  EXPECT_EQ(key.error().message.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::kiosk
