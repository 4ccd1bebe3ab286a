// USB devices that the system refuses, and how one of them is let in: usbguard decides, Linux says
// in /sys/bus/usb what came of it (Documentation/usb/authorization.rst).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "platform/result.h"

namespace smilepost::platform {

struct UsbDevice {
  std::string port;  // "1-1.2": where it is plugged in
  std::string id;    // "046d:c31c": its vendor and product
  std::string name;  // what it calls itself, printable ASCII; empty: it does not say
  friend bool operator==(const UsbDevice&, const UsbDevice&) = default;
};

// In the order of their ports. Waits while a device is being plugged in. root: of the file system.
std::vector<UsbDevice> refused_usb_devices(const std::filesystem::path& root = "/");

// Takes no answer: where it is let in, it is refused no longer, a moment later and after every
// start. wanted: whoever reads it is deploy/units/smilepost-usb.path.
Status ask_for_usb_device(const UsbDevice& device,
                          const std::filesystem::path& wanted = "/run/smilepost/usb-wanted");

}  // namespace smilepost::platform
