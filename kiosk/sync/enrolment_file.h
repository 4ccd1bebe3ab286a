// What the enrolment left: <state>/enrolment.json, mode 0600.
#pragma once

#include <filesystem>
#include <optional>

#include "kiosk/sync/enrolment.h"

namespace smilepost::kiosk {

struct EnrolmentFile {
  std::string backend_url;
  record::PublicKey receipt_key{};
  std::string pin_hash;  // Argon2id, as crypto_pwhash_str writes it; made by the staff's part
  record::KioskId kiosk{};
  friend bool operator==(const EnrolmentFile&, const EnrolmentFile&) = default;
};

// Durable and whole when it returns.
Status save_enrolment(const std::filesystem::path& folder, const EnrolmentFile& enrolment);

// Nothing where the kiosk was never enrolled. An Error says file, place and remedy.
Result<std::optional<EnrolmentFile>> load_enrolment(const std::filesystem::path& folder);

}  // namespace smilepost::kiosk
