#include "platform/usb_devices.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <system_error>

#include "platform/files.h"
#include "platform/read_text.h"

namespace smilepost::platform {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 32;

std::string attribute(const fs::path& device, const char* name) {
  auto text = read_text(device / name).value_or("");
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

bool holds_only(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

bool is_port(std::string_view name) {
  const auto dash = name.find('-');
  return dash != 0 && dash < name.size() - 1 && holds_only(name, "0123456789.-");
}

bool is_number(std::string_view text) {
  return text.size() == 4 && holds_only(text, "0123456789abcdef");
}

// A device calls itself what it likes.
std::string printable(std::string name) {
  for (auto& character : name)
    if (character < ' ' || character > '~') character = '?';
  if (name.size() > longest_name) name = name.substr(0, longest_name - 3) + "...";
  return name;
}

// Nothing for the controllers' own hubs, for the interfaces of devices, and for what is let in.
std::optional<UsbDevice> refused(const fs::path& folder) {
  UsbDevice device;
  device.port = folder.filename().string();
  if (!is_port(device.port) || attribute(folder, "authorized") != "0") return std::nullopt;
  const auto vendor = attribute(folder, "idVendor");
  const auto product = attribute(folder, "idProduct");
  if (!is_number(vendor) || !is_number(product)) return std::nullopt;
  device.id = vendor + ":" + product;
  device.name = printable(attribute(folder, "product"));
  return device;
}

}  // namespace

std::vector<UsbDevice> refused_usb_devices(const fs::path& root) {
  std::vector<UsbDevice> found;
  std::error_code error;
  for (fs::directory_iterator it(root / "sys/bus/usb/devices", error), end; !error && it != end;
       it.increment(error))
    if (auto device = refused(it->path())) found.push_back(*std::move(device));
  std::sort(found.begin(), found.end(),
            [](const auto& one, const auto& other) { return one.port < other.port; });
  return found;
}

Status ask_for_usb_device(const UsbDevice& device, const fs::path& wanted) {
  return write_file(wanted, device.port + " " + device.id + "\n");
}

}  // namespace smilepost::platform
