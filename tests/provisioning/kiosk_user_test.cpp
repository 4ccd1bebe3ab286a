#include "deploy/provisioning/kiosk_user.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

#include "tests/platform/temp_folder.h"

namespace smilepost::provisioning {
namespace {

TEST(KioskUser, has_no_more_rights_than_its_own) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root becomes somebody else";
  const tests::TempFolder folder;  // root's alone
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
  const auto inside = as_user("nobody", [&]() -> Status {
    EXPECT_NE(::geteuid(), 0U);
    EXPECT_NE(::access((folder.path() / "x").c_str(), F_OK), 0);
    EXPECT_NE(::faccessat(AT_FDCWD, folder.path().c_str(), W_OK, AT_EACCESS), 0);
    return Error{"as it was"};
  });
  EXPECT_EQ(inside.error().message, "as it was");
  EXPECT_EQ(::geteuid(), 0U);
  EXPECT_EQ(::getegid(), 0U);
}

TEST(KioskUser, must_be_there) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root becomes somebody else";
  const auto outcome = as_user("nobody-of-that-name", [] { return Status(Done{}); });
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().message, testing::HasSubstr("there is no such user"));
}

// In a process of its own, which root leaves being root in.
TEST(KioskUser, who_is_not_root_is_that_user_already) {
  constexpr uid_t nobody = 65534;
  EXPECT_EXIT(
      {
        const bool is_nobody = ::geteuid() != 0 || ::setuid(nobody) == 0;
        const auto done = as_user("nobody-of-that-name", [] { return Status(Done{}); });
        ::_exit(is_nobody && done ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace smilepost::provisioning
