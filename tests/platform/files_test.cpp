#include "platform/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>

#include "platform/growing_file.h"
#include "platform/reading_error.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

using tests::TempFolder;

TEST(files, what_was_written_is_read_back_and_replaced_whole) {
  const TempFolder folder;
  const auto file = folder.path() / "a";
  ASSERT_TRUE(write_file(file, "a longer first text"));
  ASSERT_TRUE(write_file(file, "second"));
  const auto bytes = read_file(file);
  ASSERT_TRUE(bytes && *bytes);
  EXPECT_EQ(std::string((*bytes)->begin(), (*bytes)->end()), "second");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "a.new"));
}

TEST(files, the_mode_is_the_one_asked_for) {
  const TempFolder folder;
  const auto file = folder.path() / "a";
  ASSERT_TRUE(write_file(file, "x", 0640));
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
}

TEST(files, a_missing_file_is_nothing) {
  const TempFolder folder;
  const auto bytes = read_file(folder.path() / "absent");
  ASSERT_TRUE(bytes);
  EXPECT_FALSE(*bytes);
}

TEST(files, errors_name_the_file_and_the_remedy) {
  const auto written = write_file("/proc/no/such/folder/a", "x");
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("/proc/no/such/folder/a"), std::string::npos);
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder.path() / "large", std::string(100, 'x')));
  const auto read = read_file(folder.path() / "large", 99);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("too large"), std::string::npos);
}

TEST(files, what_cannot_be_read_is_to_be_made_readable_not_writable) {
  const TempFolder folder;
  const auto told = [&folder](const std::string& name) {
    const auto read = read_through(folder.path() / name, [](auto) { return Status(Done{}); });
    return read ? std::string() : read.error().message;
  };
  EXPECT_NE(told("absent").find("name a file that is there"), std::string::npos);
  EXPECT_NE(told("").find("name a file, no folder"), std::string::npos);
  errno = EACCES;  // root may read all there is
  EXPECT_EQ(reading_error("/a", "cannot be opened").message,
            "/a: cannot be opened (Permission denied): let this user read it");
  errno = EACCES;
  EXPECT_EQ(file_error("/a", "cannot be made").message,
            "/a: cannot be made (Permission denied): let this user write there");
}

TEST(files, a_new_file_takes_nobodys_place) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder.path() / "a", "x"));
  std::filesystem::create_symlink(folder.path() / "absent", folder.path() / "link");
  for (const char* name : {"a", "link"}) {
    const auto made = make_new_file(folder.path() / name);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("move it away first"), std::string::npos);
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "absent"));
  EXPECT_TRUE(make_new_file(folder.path() / "b"));
}

TEST(files, a_renamed_file_takes_the_others_place) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder.path() / "a", "new"));
  ASSERT_TRUE(write_file(folder.path() / "b", "old"));
  const auto identity = identity_of(folder.path() / "a");
  ASSERT_TRUE(replace_durably(folder.path() / "a", folder.path() / "b"));
  EXPECT_FALSE(identity_of(folder.path() / "a"));
  EXPECT_EQ(identity_of(folder.path() / "b"), identity);
  EXPECT_FALSE(replace_durably(folder.path() / "a", folder.path() / "b"));
}

TEST(files, a_lock_is_held_by_one_and_given_back) {
  const TempFolder folder;
  {
    const auto held = FileLock::take(folder.path() / "lock");
    ASSERT_TRUE(held);
    const auto refused = FileLock::take(folder.path() / "lock");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("held by another program"), std::string::npos);
  }
  EXPECT_TRUE(FileLock::take(folder.path() / "lock"));
}

}  // namespace
}  // namespace smilepost::platform
