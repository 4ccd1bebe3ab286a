#include "kiosk/updates/update_file.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "platform/files.h"
#include "platform/log.h"
#include "record/bytes.h"

namespace smilepost::kiosk {

namespace {

using nlohmann::json;

constexpr std::array<std::pair<UpdateState, const char*>, 10> names{
    {{UpdateState::nothing, "nothing"},
     {UpdateState::offered, "offered"},
     {UpdateState::downloading, "downloading"},
     {UpdateState::downloaded, "downloaded"},
     {UpdateState::installing, "installing"},
     {UpdateState::installed, "installed"},
     {UpdateState::on_trial, "on trial"},
     {UpdateState::good, "good"},
     {UpdateState::fallen_back, "fallen back"},
     {UpdateState::refused, "refused"}}};

UpdateState state_named(const std::string& text) {
  for (const auto& [state, name] : names)
    if (text == name) return state;
  return UpdateState::nothing;
}

std::string text_at(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::uint64_t number_at(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

json object_at(const json& object, const char* name) {
  return object.is_object() ? object.value(name, json()) : json();
}

std::optional<record::Hash> hash_at(const json& object, const char* name) {
  const auto bytes = record::from_hex(text_at(object, name));
  record::Hash hash{};
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

std::optional<Offer> offer_of(const json& object) {
  const auto hash = hash_at(object, "sha256");
  if (!hash) return std::nullopt;
  return Offer{text_at(object, "version"), number_at(object, "size"), *hash,
               text_at(object, "path"), text_at(object, "floor")};
}

// An epoch is beyond what other readers of JSON take for a number.
std::optional<record::ChainHead> place_of(const json& object) {
  const auto hash = hash_at(object, "hash");
  const auto digits = text_at(object, "epoch");
  if (!hash || digits.empty() || digits.size() > 19 ||
      digits.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return record::ChainHead{std::stoull(digits), number_at(object, "sequence"), *hash};
}

UpdateMemory memory_of(const json& all) {
  UpdateMemory memory;
  memory.state = state_named(text_at(all, "state"));
  memory.offer = offer_of(object_at(all, "offer"));
  memory.floor = text_at(all, "floor");
  memory.kept_version = text_at(all, "not_again");
  memory.reason = text_at(all, "reason");
  const json from = object_at(all, "from");
  memory.from = {text_at(from, "version"), text_at(from, "slot"), text_at(from, "boot")};
  memory.journal = place_of(object_at(all, "journal"));
  memory.tries = static_cast<std::uint32_t>(number_at(all, "tries"));
  // What is under way without an offer is nothing that could go on.
  const bool under_way = (update_table::bits(memory.state) & update_table::at_rest) == 0;
  if (under_way && !memory.offer) memory.state = UpdateState::nothing;
  return memory;
}

void put(json& all, const UpdateMemory& memory) {
  all["state"] = to_string(memory.state);
  all["floor"] = memory.floor;
  all["not_again"] = memory.kept_version;
  all["reason"] = memory.reason;
  all["tries"] = memory.tries;
  auto& from = all["from"];
  from["version"] = memory.from.version;
  from["slot"] = memory.from.slot;
  from["boot"] = memory.from.boot;
  all.erase("offer");
  all.erase("journal");
  if (memory.offer) {
    all["offer"] = {{"version", memory.offer->version},
                    {"size", memory.offer->size},
                    {"sha256", record::to_hex(memory.offer->sha256)},
                    {"path", memory.offer->path},
                    {"floor", memory.offer->floor}};
  }
  if (memory.journal) {
    all["journal"] = {{"epoch", std::to_string(memory.journal->epoch)},
                      {"sequence", memory.journal->sequence},
                      {"hash", record::to_hex(memory.journal->hash)}};
  }
}

}  // namespace

std::string to_string(UpdateState state) {
  for (const auto& [known, name] : names)
    if (known == state) return name;
  return "nothing";
}

UpdateMemory UpdateFile::read() {
  const auto bytes = platform::read_file(file_);
  if (!bytes) platform::log_warning(bytes.error().message);
  if (!bytes || !*bytes) return {};
  json all = json::parse((*bytes)->begin(), (*bytes)->end(), nullptr, false);
  if (!all.is_object()) {
    platform::log_warning(file_.string() + ": is not what this kiosk wrote; no update is known of");
    return {};
  }
  if (!all.value("from", json::object()).is_object()) all.erase("from");
  kept_ = all.dump(-1, ' ', false, json::error_handler_t::replace);
  return memory_of(all);
}

Status UpdateFile::write(const UpdateMemory& memory) {
  json all = json::parse(kept_);
  put(all, memory);
  kept_ = all.dump(2, ' ', false, json::error_handler_t::replace);
  return platform::write_file(file_, kept_ + "\n");
}

}  // namespace smilepost::kiosk
