#include "kiosk/usb_watch.h"

#include <gtest/gtest.h>

#include <fstream>
#include <semaphore>
#include <thread>

#include "platform/read_text.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

namespace fs = std::filesystem;

class UsbWatchTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(root() / "usr/lib/smilepost");
    fs::create_directories(root() / "run/smilepost");
    say("usr/lib/smilepost/usb-allow", "");
  }
  const fs::path& root() const { return folder_.path(); }
  void say(const std::string& file, const std::string& text) const {
    std::ofstream(root() / file) << text;
  }
  void plug_in() const {
    const fs::path device = "sys/bus/usb/devices/1-1";
    fs::create_directories(root() / device);
    say(device / "idVendor", "046d\n");
    say(device / "idProduct", "c31c\n");
    say(device / "product", "USB Keyboard\n");
    say(device / "authorized", "0\n");
  }
  std::unique_ptr<UsbWatch> watch() {
    return watch_usb_devices([this] { changes_.release(); }, root());
  }
  // Until it says that something changed.
  void wait() { changes_.acquire(); }

  tests::TempFolder folder_;
  std::counting_semaphore<> changes_{0};
};

TEST_F(UsbWatchTest, where_nothing_lets_devices_in_there_is_none) {
  fs::remove(root() / "usr/lib/smilepost/usb-allow");
  EXPECT_EQ(watch(), nullptr);
}

TEST_F(UsbWatchTest, a_device_is_found_allowed_and_gone) {
  plug_in();
  const auto usb = watch();
  EXPECT_FALSE(usb->refused()) << "nobody looks";
  usb->look(true);
  wait();
  EXPECT_EQ(usb->refused(), "USB Keyboard");
  usb->allow("USB Keyboard");
  const auto wanted = root() / "run/smilepost/usb-wanted";
  while (!fs::exists(wanted)) std::this_thread::yield();
  EXPECT_EQ(platform::read_text(wanted), "1-1 046d:c31c\n");
  say("sys/bus/usb/devices/1-1/authorized", "1\n");
  wait();
  EXPECT_FALSE(usb->refused());
}

TEST_F(UsbWatchTest, what_is_not_refused_is_not_asked_for) {
  plug_in();
  {
    const auto usb = watch();
    usb->look(true);
    wait();
    usb->allow("Another");
  }
  EXPECT_FALSE(fs::exists(root() / "run/smilepost/usb-wanted"));
}

}  // namespace
}  // namespace smilepost::kiosk
