#include "backend/state_folder.h"

#include <sys/stat.h>

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

TEST(StateFolderTest, BelongsToItsOwnerAlone) {
  const TemporaryFolder folder;
  const auto state = StateFolder::open(folder.path() / "a" / "b");
  ASSERT_TRUE(state);
  struct stat found {};
  ASSERT_EQ(::stat((folder.path() / "a" / "b").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700U);
}

TEST(StateFolderTest, IsRefusedWhereOthersMayLookIn) {
  const TemporaryFolder folder;
  for (const mode_t mode : {0755U, 0750U, 0701U}) {
    ASSERT_EQ(::chmod(folder.path().c_str(), mode), 0);
    const auto state = StateFolder::open(folder.path());
    ASSERT_FALSE(state) << mode;
    EXPECT_NE(state.error().message.find("chmod 700"), std::string::npos);
    EXPECT_EQ(state.error().message.find('\n'), std::string::npos);
  }
}

TEST(StateFolderTest, ServesOneBackendAtATime) {
  const TemporaryFolder folder;
  {
    const auto first = StateFolder::open(folder.path());
    ASSERT_TRUE(first);
    const auto second = StateFolder::open(folder.path());
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().message.find("another smilepost-backend"), std::string::npos);
  }
  EXPECT_TRUE(StateFolder::open(folder.path()));
}

TEST(StateFolderTest, SaysWhatIsWrongWithAPath) {
  const auto state = StateFolder::open("/proc/nothing/here");
  ASSERT_FALSE(state);
  EXPECT_NE(state.error().message.find("--state"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::backend::test
