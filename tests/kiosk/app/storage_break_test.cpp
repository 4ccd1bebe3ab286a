#include "kiosk/storage_break.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "tests/places.h"
#include "tests/platform/managing_socket.h"

namespace smilepost::kiosk {
namespace {

// A clock of which each look at it takes a second.
class HastyClock final : public platform::Clock {
 public:
  std::uint64_t monotonic_ms() const override { return now_ms_ += 1'000; }
  std::int64_t wall_ms() const override { return 0; }
  bool synchronised() const override { return false; }
  std::array<std::uint8_t, 16> boot_id() const override { return {}; }

 private:
  mutable std::uint64_t now_ms_ = 0;
};

class StorageBreaks : public testing::Test {
 protected:
  StorageBreaks() {
    ::setenv("SDL_VIDEODRIVER", "offscreen", 1);
    window_ = *platform::Window::open({.width = 800, .height = 480});
    Config config;
    config.diagonal_inch = 7;
    parts_.emplace(
        *ScreenParts::open(*window_, config, tests::in_build("share"), folder_.path() / "cache"));
  }

  // How often it was tried, and what the log said.
  Status wait(int failures, const std::function<bool()>& stop) {
    StorageBreak storage_break(*window_, *parts_, 0, "de");
    testing::internal::CaptureStderr();
    auto done = storage_break.wait_for(
        [&]() -> Status {
          ++tries_;
          window_->wake();  // as somebody who touches the glass
          if (tries_ > failures) return Done{};
          return Error{"/state: read-only: let this user write there"};
        },
        stop, clock_);
    logged_ = testing::internal::GetCapturedStderr();
    return done;
  }

  tests::TempFolder folder_;
  std::unique_ptr<platform::Window> window_;
  std::optional<ScreenParts> parts_;
  HastyClock clock_;
  int tries_ = 0;
  std::string logged_;
};

TEST_F(StorageBreaks, ends_by_itself_once_the_state_can_be_used) {
  EXPECT_TRUE(wait(3, [] { return false; }));
  EXPECT_EQ(tries_, 4);
  EXPECT_EQ(std::count(logged_.begin(), logged_.end(), '\n'), 1);
  EXPECT_NE(logged_.find("/state: read-only"), std::string::npos);
}

TEST_F(StorageBreaks, is_no_reason_to_start_it_anew) {
  const tests::ManagingSocket manager;
  EXPECT_TRUE(wait(2, [] { return false; }));
  EXPECT_EQ(manager.heard(), "READY=1\nWATCHDOG=1\nREADY=1\nWATCHDOG=1\n");
}

TEST_F(StorageBreaks, can_be_ended) {
  EXPECT_FALSE(wait(1'000, [this] { return tries_ == 2; }));
}

TEST_F(StorageBreaks, shows_the_calm_screen) {
  platform::Picture shown;
  StorageBreak storage_break(*window_, *parts_, 0, "en");
  testing::internal::CaptureStderr();
  int tries = 0;
  (void)storage_break.wait_for(
      [&]() -> Status {
        if (++tries == 2) {
          shown = window_->read_picture();
          return Done{};
        }
        window_->wake();
        return Error{"no"};
      },
      [] { return false; }, clock_);
  testing::internal::GetCapturedStderr();
  std::set<std::uint32_t> colours;
  for (std::size_t i = 0; i + 3 < shown.rgba.size(); i += 4) {
    colours.insert(shown.rgba[i] << 16U | shown.rgba[i + 1] << 8U | shown.rgba[i + 2]);
  }
  EXPECT_GT(colours.size(), 20U);  // the words, with their soft edges
}

}  // namespace
}  // namespace smilepost::kiosk
