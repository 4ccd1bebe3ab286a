#include "kiosk/sync/enrolment_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "platform/files.h"

namespace smilepost::kiosk {
namespace {

constexpr const char* file_name = "enrolment.json";
constexpr const char* remedy = ": enrol again, or restore the file from a copy";

// Reads the fields one by one; the first fault stays.
class Fields {
 public:
  Fields(const nlohmann::json& json, std::string file) : json_(json), file_(std::move(file)) {}

  std::string text(const char* name) {
    const auto found = json_.find(name);
    if (found == json_.end()) return fail(name, "is missing");
    if (!found->is_string()) return fail(name, "must be a text");
    return found->get<std::string>();
  }

  template <std::size_t size>
  std::array<std::uint8_t, size> hex(const char* name) {
    std::array<std::uint8_t, size> out{};
    const std::string digits = text(name);
    const auto bytes = record::from_hex(digits);
    if (bytes && bytes->size() == size) {
      std::copy(bytes->begin(), bytes->end(), out.begin());
    } else {
      fail(name, "must be " + std::to_string(2 * size) + " hexadecimal digits");
    }
    return out;
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  std::string fail(const char* name, const std::string& what) {
    if (!error_) error_ = Error{file_ + ": /" + name + " " + what + remedy};
    return {};
  }

  const nlohmann::json& json_;
  std::string file_;
  std::optional<Error> error_;
};

}  // namespace

Status save_enrolment(const std::filesystem::path& folder, const EnrolmentFile& enrolment) {
  const nlohmann::json json{{"backend_url", enrolment.backend_url},
                            {"receipt_key", record::to_hex(enrolment.receipt_key)},
                            {"pin_hash", enrolment.pin_hash},
                            {"kiosk", record::to_hex(enrolment.kiosk)}};
  return platform::write_file(folder / file_name, json.dump(2) + "\n", 0600);
}

Result<std::optional<EnrolmentFile>> load_enrolment(const std::filesystem::path& folder) {
  const std::string file = (folder / file_name).string();
  const auto bytes = platform::read_file(file);
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<EnrolmentFile>{};
  const auto json = nlohmann::json::parse((*bytes)->begin(), (*bytes)->end(), nullptr, false);
  if (!json.is_object()) return Error{file + ": not a JSON object" + remedy};
  Fields fields(json, file);
  EnrolmentFile enrolment;
  enrolment.backend_url = fields.text("backend_url");
  enrolment.receipt_key = fields.hex<32>("receipt_key");
  enrolment.pin_hash = fields.text("pin_hash");
  enrolment.kiosk = fields.hex<16>("kiosk");
  if (fields.error()) return *fields.error();
  return std::optional(std::move(enrolment));
}

}  // namespace smilepost::kiosk
