// The seam between the loop and the USB devices that the system refuses.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace smilepost::kiosk {

class UsbWatch {
 public:
  virtual ~UsbWatch() = default;
  // None of them blocks.
  virtual void look(bool on) = 0;  // only while somebody may want to know
  // The first one that is refused, by its name; by its id where it has none.
  virtual std::optional<std::string> refused() const = 0;
  // Asks for it to be let in; nothing happens where it is not refused any more.
  virtual void allow(const std::string& device) = 0;
};

// What this machine refuses, looked at each second on a thread of its own. Null where nothing lets
// devices in: there usbguard is not set up as deploy/image does. `changed` is called on that
// thread. root: of the file system.
std::unique_ptr<UsbWatch> watch_usb_devices(std::function<void()> changed,
                                            const std::filesystem::path& root = "/");

}  // namespace smilepost::kiosk
