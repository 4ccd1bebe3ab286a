#include "platform/log.h"

#include <gtest/gtest.h>

namespace smilepost::platform {
namespace {

std::string logged(LogLevel level, std::string_view line) {
  testing::internal::CaptureStderr();
  log(level, line);
  return testing::internal::GetCapturedStderr();
}

TEST(log, one_line_stays_one_line) {
  const std::string line = logged(LogLevel::warning, "first\nsecond\x1b[31m");
  EXPECT_NE(line.find("first second [31m\n"), std::string::npos);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(log, levels_above_the_highest_are_dropped) {
  EXPECT_EQ(logged(LogLevel::debug, "quiet"), "");
  set_log_level(LogLevel::debug);
  EXPECT_NE(logged(LogLevel::debug, "loud"), "");
  set_log_level(LogLevel::error);
  EXPECT_EQ(logged(LogLevel::warning, "quiet"), "");
  set_log_level(LogLevel::info);
}

}  // namespace
}  // namespace smilepost::platform
