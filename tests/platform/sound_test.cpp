// SDL's own "disk" driver stands for a loudspeaker: it writes what would be heard to a file.
#include "platform/sound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

using namespace std::chrono_literals;

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

class SoundTest : public testing::Test {
 protected:
  SoundTest() {
    ::setenv("SDL_AUDIODRIVER", "disk", 1);
    ::setenv("SDL_DISKAUDIOFILE", heard_.c_str(), 1);
    for (std::size_t i = 0; i < sound_.size(); ++i) sound_[i] = std::int16_t(i % 1'000 + 1);
  }

  bool heard() const {
    const auto bytes = contents(heard_);
    const auto* wanted = reinterpret_cast<const char*>(sound_.data());
    return bytes.find(std::string(wanted, sound_.size() * 2)) != std::string::npos;
  }

  // Plays again and again.
  bool plays_until(Loudspeaker& loudspeaker, const std::function<bool()>& true_at_last) const {
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (!true_at_last()) {
      if (std::chrono::steady_clock::now() > end) return false;
      loudspeaker.play(sound_);
      std::this_thread::yield();
    }
    return true;
  }

  std::unique_ptr<Loudspeaker> open(const LoudspeakerTimes& times) {
    return default_loudspeaker(
        [this](const std::string& line) {
          EXPECT_NE(line.find("kiosk.json"), std::string::npos) << line;
          ++lines_;
        },
        times);
  }

  std::atomic<int> lines_ = 0;  // told
  tests::TempFolder folder_;
  std::filesystem::path shelf_ = folder_.path() / "shelf", heard_ = shelf_ / "heard.raw";
  Samples sound_ = Samples(3'000);
  static constexpr LoudspeakerTimes impatient{.tried_again_after = 0ms, .late_after = 30s};
};

TEST_F(SoundTest, plays_what_it_is_given_sample_by_sample) {
  std::filesystem::create_directory(shelf_);
  const auto loudspeaker = open(impatient);
  EXPECT_TRUE(plays_until(*loudspeaker, [this] { return heard(); }));
}

TEST_F(SoundTest, a_missing_device_is_one_line_and_is_tried_again) {
  const auto loudspeaker = open(impatient);
  EXPECT_TRUE(plays_until(*loudspeaker, [&] { return lines_ == 1; }));
  for (int i = 0; i < 1'000; ++i) loudspeaker->play(sound_);
  std::filesystem::create_directory(shelf_);
  EXPECT_TRUE(plays_until(*loudspeaker, [this] { return heard(); }));
  EXPECT_EQ(lines_, 1);
}

TEST_F(SoundTest, a_lost_device_is_one_line_and_is_tried_again) {
  std::filesystem::create_directory(shelf_);
  std::filesystem::create_symlink("/dev/full", heard_);  // takes nothing
  const auto loudspeaker = open(impatient);
  EXPECT_TRUE(plays_until(*loudspeaker, [&] { return lines_ == 1; }));
  std::filesystem::remove(heard_);
  EXPECT_TRUE(plays_until(*loudspeaker, [this] { return heard(); }));
  EXPECT_EQ(lines_, 1);
}

TEST_F(SoundTest, a_device_that_is_not_there_is_left_alone_for_a_while) {
  const auto loudspeaker = open({.tried_again_after = 1h, .late_after = 30s});
  EXPECT_TRUE(plays_until(*loudspeaker, [&] { return lines_ == 1; }));
  std::filesystem::create_directory(shelf_);
  for (int i = 0; i < 1'000; ++i) loudspeaker->play(sound_);
  EXPECT_FALSE(std::filesystem::exists(heard_));
}

TEST_F(SoundTest, a_late_sound_is_left_out) {
  std::filesystem::create_directory(shelf_);
  {
    const auto loudspeaker = open({.late_after = 0ms});
    // The file is there once the device has been opened, which the sound had to wait for.
    EXPECT_TRUE(plays_until(*loudspeaker, [this] { return std::filesystem::exists(heard_); }));
  }
  const auto bytes = contents(heard_);
  EXPECT_TRUE(std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == 0; }));
}

}  // namespace
}  // namespace smilepost::platform
