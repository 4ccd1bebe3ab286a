// What a kiosk is to do about its enrolment: <state>/setup.json, mode 0600. Left by
// smilepost-provision or by whoever stands before the glass; gone once the kiosk is enrolled.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "platform/result.h"

namespace smilepost::kiosk {

struct KioskSetup {
  std::string backend_url = {};
  // One-time, or the one of acceptance. Empty: there is nothing to enrol with (any more).
  std::string code = {};
  std::string label = {};
  std::string pin_hash = {};  // of the staff PIN; empty: none was set
  // Unix time at which the backend first said that the kiosk has to be accepted; 0: it has not.
  std::int64_t waiting_since_ms = 0;
  bool refused = false;  // the backend did not take the code, which is gone
  friend bool operator==(const KioskSetup&, const KioskSetup&) = default;
};

inline constexpr const char* setup_file_name = "setup.json";

std::string setup_text(const KioskSetup& setup);
// `file` is only named in messages, which hold no code.
Result<KioskSetup> parse_setup(const std::string& text, const std::string& file);

// Nothing where there is no such file.
Result<std::optional<KioskSetup>> load_setup(const std::filesystem::path& folder);
// Durable and whole when it returns.
Status save_setup(const std::filesystem::path& folder, const KioskSetup& setup);
Status remove_setup(const std::filesystem::path& folder);

}  // namespace smilepost::kiosk
