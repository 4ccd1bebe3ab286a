#include "deploy/tool/bundle_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "kiosk/config.h"
#include "kiosk/staff/pin.h"
#include "kiosk/survey/survey_set.h"
#include "platform/files.h"
#include "platform/read_text.h"

namespace smilepost::tool {
namespace {

namespace fs = std::filesystem;

Result<std::string> text_of(const fs::path& file) {
  auto text = platform::read_text(file);
  if (!text) return Error{file.string() + ": cannot be read; does it exist, may you read it?"};
  return *std::move(text);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  }
  return lines;
}

template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> from_hex(std::string_view text) {
  std::array<std::uint8_t, size> out{};
  const auto bytes = record::from_hex(text);
  if (!bytes || bytes->size() != size) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

bool is_survey_set(const fs::path& file) {
  const auto name = file.filename().string();
  return name.ends_with(".json") && !name.ends_with(".schema.json");
}

// What the look names beside the set stands in it: a kiosk gets the bundle alone.
std::string with_pictures(const std::string& text, const kiosk::SetLook& look) {
  if (look.logo.empty() && look.smileys.empty()) return text;
  auto set = nlohmann::ordered_json::parse(text);
  if (!look.logo.empty()) set["look"]["logo"] = look.logo.svg;
  for (std::size_t i = 0; i < look.smileys.size(); ++i) {
    set["look"]["smileys"][i] = look.smileys[i].svg;
  }
  return set.dump();
}

Status add_survey_sets(const fs::path& folder, record::Bundle& bundle) {
  std::error_code failed;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    if (!is_survey_set(it->path())) continue;
    auto text = text_of(it->path());
    if (!text) return text.error();
    const auto file = it->path().string();
    auto set = kiosk::parse_survey_set(*text, file, kiosk::pictures_beside(it->path()));
    if (!set) return set.error();
    text = with_pictures(*text, set->look);
    set = kiosk::parse_survey_set(*text, file);
    if (!set) return set.error();
    if (!bundle.survey_sets.emplace(set->id, *std::move(text)).second)
      return Error{it->path().string() + ": /id: \"" + set->id +
                   "\" is another file's already; give this set its own id"};
  }
  if (failed) return Error{folder.string() + ": " + failed.message() + "; name a folder"};
  return Done{};
}

// Whether they can be met, only the kiosk knows: it may have survey sets of its own.
Status add_settings(const fs::path& file, record::Bundle& bundle) {
  auto text = text_of(file);
  if (!text) return text.error();
  if (auto good = kiosk::with_settings({}, *text, file.string()); !good) return good.error();
  bundle.settings = *std::move(text);
  return Done{};
}

Status add_pins(const fs::path& file, record::Bundle& bundle) {
  const auto text = text_of(file);
  if (!text) return text.error();
  const auto pins = lines_of(*text);
  if (pins.empty() || pins.size() > record::most_pin_hashes)
    return Error{file.string() + ": must hold one PIN a line, at most " +
                 std::to_string(record::most_pin_hashes)};
  bundle.pin_hashes.reserve(pins.size());
  for (const auto& pin : pins) {
    auto hash = kiosk::hash_pin(pin);
    if (!hash) return in_context(file.string(), hash.error());
    bundle.pin_hashes.push_back(*std::move(hash));
  }
  return Done{};
}

Status add_public_line(const fs::path& file, record::Bundle& bundle) {
  const auto text = text_of(file);
  if (!text) return text.error();
  const auto lines = nlohmann::json::parse(*text, nullptr, false);
  const Error wrong{
      file.string() +
      R"(: must be {"en": "…", "de": "…"}: one line of at most 400 bytes a language)"};
  if (!lines.is_object() || lines.empty()) return wrong;
  for (const auto& [language, line] : lines.items()) {
    if (!line.is_string()) return wrong;
    auto words = line.get<std::string>();
    const bool one_line = words.find_first_of("\r\n") == std::string::npos;
    if (words.empty() || words.size() > record::longest_public_line || !one_line) return wrong;
    bundle.public_line[language] = std::move(words);
  }
  return Done{};
}

}  // namespace

Result<record::PublicKey> make_organisation_key(const fs::path& file) {
  if (auto made = platform::make_new_file(file); !made) return made.error();
  const auto key = record::SigningKey::generate();
  if (auto kept = platform::write_file(file, record::to_hex(key.seed()) + "\n", 0600); !kept)
    return kept.error();
  return key.public_key();
}

Result<record::SigningKey> read_organisation_key(const fs::path& file) {
  std::error_code failed;
  const auto others = fs::perms::group_all | fs::perms::others_all;
  if ((fs::status(file, failed).permissions() & others) != fs::perms::none && !failed)
    return Error{file.string() + ": others may read it; chmod 600, and ask who has"};
  const auto text = text_of(file);
  if (!text) return text.error();
  const auto seed = from_hex<32>(text->substr(0, text->find('\n')));
  if (!seed) return Error{file.string() + ": is no key that smilepost bundle make-key made"};
  return record::SigningKey::from_seed(*seed);
}

Result<record::Bundle> collect_bundle(const BundleSources& sources, std::int64_t made_ms) {
  record::Bundle bundle;
  bundle.version = sources.version;
  bundle.made_ms = made_ms;
  if (auto added = add_survey_sets(sources.survey_sets, bundle); !added) return added.error();
  struct Part {
    const fs::path& file;
    Status (*add)(const fs::path&, record::Bundle&);
  };
  for (const auto& [file, add] :
       {Part{sources.settings, add_settings}, Part{sources.pins, add_pins},
        Part{sources.public_line, add_public_line}}) {
    if (file.empty()) continue;
    if (auto added = add(file, bundle); !added) return added.error();
  }
  return bundle;
}

Result<record::Bytes> read_bundle_file(const fs::path& file) {
  const auto bytes = platform::read_file(file);
  if (!bytes) return bytes.error();
  if (!*bytes) return Error{file.string() + ": is not there; make it with smilepost bundle sign"};
  return **bytes;
}

std::optional<record::PublicKey> parse_public_key(std::string_view hex) {
  return from_hex<32>(hex);
}

}  // namespace smilepost::tool
