// How the machine under the program is, by what Linux says in /sys, /proc and /etc. What cannot be
// found out is left out: each board says something else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace smilepost::platform {

// An eMMC's own estimate (JEDEC JESD84-B51, registers 267 to 269). SD cards and disks say nothing.
struct StorageWear {
  std::optional<std::uint8_t> life_a, life_b;  // tenths of its life; 11: beyond it, 0: not defined
  std::optional<std::uint8_t> pre_eol;         // spare blocks: 1 normal, 2 warning, 3 urgent
  friend bool operator==(const StorageWear&, const StorageWear&) = default;
};

struct MachineHealth {
  std::optional<std::int64_t> temperature_mc;  // thousandths of a degree Celsius, the hottest zone
  StorageWear wear;                            // of the disk that is worn most
  friend bool operator==(const MachineHealth&, const MachineHealth&) = default;
};
// Now. A few small files, none of them on a disk.
MachineHealth machine_health(const std::filesystem::path& root = "/");

// Of an operating system that comes as an image. It stays the same all through a boot.
struct SystemImage {
  std::optional<std::string> version;  // os-release(5), IMAGE_VERSION
  std::optional<std::string> slot;     // "smilepost.slot=" of the kernel's command line
  friend bool operator==(const SystemImage&, const SystemImage&) = default;
};
SystemImage system_image(const std::filesystem::path& root = "/");

}  // namespace smilepost::platform
