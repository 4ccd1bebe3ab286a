#include "platform/own_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace smilepost::platform {
namespace {

TEST(OwnProcessTest, KnowsItsMemoryFilesAndTime) {
  const OwnProcess before = own_process();
  EXPECT_GT(before.resident_bytes, 1U << 20);
  EXPECT_LT(before.open_files, before.most_files);
  const int file = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const OwnProcess after = own_process();
  ::close(file);
  EXPECT_EQ(after.open_files, before.open_files + 1);
  EXPECT_GE(after.processor_seconds, before.processor_seconds);
  EXPECT_GT(after.processor_seconds, 0);
}

}  // namespace
}  // namespace smilepost::platform
