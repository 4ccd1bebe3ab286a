#include "kiosk/sync/setup_file.h"

#include <nlohmann/json.hpp>

#include "platform/disk.h"
#include "platform/files.h"

namespace smilepost::kiosk {
namespace {

constexpr const char* remedy = ": remove the file, and set the kiosk up again";

struct TextField {
  const char* name;
  std::string KioskSetup::*member;
};
constexpr TextField text_fields[] = {{"backend_url", &KioskSetup::backend_url},
                                     {"code", &KioskSetup::code},
                                     {"label", &KioskSetup::label},
                                     {"pin_hash", &KioskSetup::pin_hash}};

}  // namespace

std::string setup_text(const KioskSetup& setup) {
  nlohmann::json json{{"waiting_since_ms", setup.waiting_since_ms}, {"refused", setup.refused}};
  for (const auto& field : text_fields) json[field.name] = setup.*field.member;
  // What is no UTF-8 must not end the program; whoever wrote it was told before.
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Result<KioskSetup> parse_setup(const std::string& text, const std::string& file) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return Error{file + ": not a JSON object" + remedy};
  KioskSetup setup;
  for (const auto& field : text_fields) {
    const auto found = json.find(field.name);
    if (found == json.end()) continue;
    if (!found->is_string()) return Error{file + ": /" + field.name + " must be a text" + remedy};
    setup.*field.member = found->get<std::string>();
  }
  const auto since = json.find("waiting_since_ms"), refused = json.find("refused");
  if (since != json.end() && since->is_number_integer())
    setup.waiting_since_ms = since->get<std::int64_t>();
  if (refused != json.end() && refused->is_boolean()) setup.refused = refused->get<bool>();
  return setup;
}

Result<std::optional<KioskSetup>> load_setup(const std::filesystem::path& folder) {
  const auto file = folder / setup_file_name;
  const auto bytes = platform::read_file(file);
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<KioskSetup>{};
  auto setup = parse_setup({(*bytes)->begin(), (*bytes)->end()}, file.string());
  if (!setup) return setup.error();
  return std::optional(*std::move(setup));
}

Status save_setup(const std::filesystem::path& folder, const KioskSetup& setup) {
  return platform::write_file(folder / setup_file_name, setup_text(setup), 0600);
}

Status remove_setup(const std::filesystem::path& folder) {
  const auto disk = platform::real_disk();
  if (auto removed = disk->remove(folder / setup_file_name); !removed) return removed;
  return disk->sync_folder(folder);
}

}  // namespace smilepost::kiosk
