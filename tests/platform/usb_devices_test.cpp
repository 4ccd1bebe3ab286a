#include "platform/usb_devices.h"

#include <gmock/gmock.h>

#include <fstream>

#include "platform/read_text.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class UsbDevices : public testing::Test {
 protected:
  void plug_in(const std::string& port, const std::string& authorized, const std::string& vendor,
               const std::string& name) {
    const auto device = folder_.path() / "sys/bus/usb/devices" / port;
    std::filesystem::create_directories(device);
    std::ofstream(device / "authorized") << authorized << "\n";
    std::ofstream(device / "idVendor") << vendor << "\n";
    std::ofstream(device / "idProduct") << "c31c\n";
    if (!name.empty()) std::ofstream(device / "product") << name << "\n";
  }
  std::vector<UsbDevice> refused() const { return refused_usb_devices(folder_.path()); }

  tests::TempFolder folder_;
};

TEST_F(UsbDevices, a_machine_without_usb_refuses_none) {
  EXPECT_THAT(refused(), IsEmpty());
}

TEST_F(UsbDevices, those_that_are_refused_are_found_in_the_order_of_their_ports) {
  plug_in("2-1", "0", "0781", "Ultra");
  plug_in("1-1.2", "0", "046d", "USB Keyboard");
  plug_in("1-1", "1", "05e3", "USB2.0 Hub");
  EXPECT_THAT(refused(), ElementsAre(UsbDevice{"1-1.2", "046d:c31c", "USB Keyboard"},
                                     UsbDevice{"2-1", "0781:c31c", "Ultra"}));
}

TEST_F(UsbDevices, neither_controllers_nor_interfaces_are_devices) {
  plug_in("usb1", "0", "1d6b", "xHCI Host Controller");
  plug_in("1-1:1.0", "0", "046d", "");
  EXPECT_THAT(refused(), IsEmpty());
}

TEST_F(UsbDevices, what_a_device_calls_itself_is_cut_to_what_a_screen_can_show) {
  plug_in("1-1", "0", "046d", "K\x1b[2J\xc3\xbc");
  plug_in("1-2", "0", "046d", std::string(126, 'A'));
  plug_in("1-3", "0", "046d", "");
  EXPECT_THAT(refused(), ElementsAre(UsbDevice{"1-1", "046d:c31c", "K?[2J??"},
                                     UsbDevice{"1-2", "046d:c31c", std::string(29, 'A') + "..."},
                                     UsbDevice{"1-3", "046d:c31c", ""}));
}

TEST_F(UsbDevices, one_without_an_id_cannot_be_asked_for_and_is_none) {
  plug_in("1-1", "0", "46", "Torn");
  EXPECT_THAT(refused(), IsEmpty());
}

TEST_F(UsbDevices, asking_names_port_and_id) {
  const auto wanted = folder_.path() / "usb-wanted";
  ASSERT_TRUE(ask_for_usb_device({"1-1.2", "046d:c31c", "USB Keyboard"}, wanted));
  EXPECT_EQ(read_text(wanted), "1-1.2 046d:c31c\n");
}

TEST_F(UsbDevices, where_nobody_could_read_it_asking_fails) {
  EXPECT_FALSE(ask_for_usb_device({"1-1", "046d:c31c", ""}, folder_.path() / "none/usb-wanted"));
}

}  // namespace
}  // namespace smilepost::platform
