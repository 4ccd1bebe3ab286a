#include "platform/key_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/kiosk/fakes/memory_key_store.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

using tests::TempFolder;
using Secret = std::vector<std::uint8_t>;

// The contract that the real store and the fake both keep.
void expect_a_key_store(KeyStore& store) {
  auto absent = store.load("absent");
  ASSERT_TRUE(absent);
  EXPECT_FALSE(*absent);
  ASSERT_TRUE(store.store("one", {1, 2, 3}));
  ASSERT_TRUE(store.store("two", {}));
  ASSERT_TRUE(store.store("one", {4, 5}));
  const auto one = store.load("one");
  ASSERT_TRUE(one && *one);
  EXPECT_EQ(**one, (Secret{4, 5}));
  const auto two = store.load("two");
  ASSERT_TRUE(two && *two);
  EXPECT_TRUE((*two)->empty());
}

TEST(key_store, the_folder_keeps_the_contract) {
  const TempFolder folder;
  auto store = open_key_folder(folder.path() / "keys");
  ASSERT_TRUE(store);
  expect_a_key_store(**store);
}

TEST(key_store, the_fake_keeps_the_contract) {
  tests::MemoryKeyStore store;
  expect_a_key_store(store);
}

TEST(key_store, secrets_are_there_after_reopening_and_the_owners_alone) {
  const TempFolder folder;
  const auto keys = folder.path() / "keys";
  ASSERT_TRUE((*open_key_folder(keys))->store("one", {7}));
  auto reopened = open_key_folder(keys);
  ASSERT_TRUE(reopened);
  const auto one = (*reopened)->load("one");
  ASSERT_TRUE(one && *one);
  EXPECT_EQ(**one, Secret{7});
  struct stat status {};
  ASSERT_EQ(::stat(keys.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  ASSERT_EQ(::stat((keys / "one").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(key_store, a_folder_open_to_others_is_refused) {
  const TempFolder folder;
  const auto keys = folder.path() / "keys";
  std::filesystem::create_directory(keys);
  ASSERT_EQ(::chmod(keys.c_str(), 0750), 0);
  const auto store = open_key_folder(keys);
  ASSERT_FALSE(store);
  EXPECT_NE(store.error().message.find("chmod"), std::string::npos);
}

TEST(key_store, a_secret_open_to_others_is_refused) {
  const TempFolder folder;
  auto store = open_key_folder(folder.path() / "keys");
  ASSERT_TRUE(store);
  ASSERT_TRUE((*store)->store("one", {7}));
  ASSERT_EQ(::chmod((folder.path() / "keys" / "one").c_str(), 0604), 0);
  EXPECT_FALSE((*store)->load("one"));
}

}  // namespace
}  // namespace smilepost::platform
