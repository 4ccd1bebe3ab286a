#include "kiosk/config.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <nlohmann/json.hpp>

#include "kiosk/schedule_reader.h"
#include "kiosk/survey/json_place.h"
#include "kiosk/survey/palette.h"
#include "platform/read_text.h"
#include "platform/tls.h"

namespace smilepost::kiosk {

namespace {

using nlohmann::json;

// One field: where it stands, what it must be, and how it is taken. False: it is something else.
struct Field {
  const char* pointer;
  const char* must_be;
  std::function<bool(const json&, Config&)> take;
};

bool take_texts(const json& value, std::vector<std::string>& out) {
  if (!value.is_array() || value.empty()) return false;
  for (const auto& item : value) {
    if (!item.is_string() || item.get_ref<const std::string&>().empty()) return false;
    out.push_back(item);
  }
  return true;
}

Field seconds(const char* pointer, std::optional<std::uint64_t> Config::*member) {
  return {pointer, "a number of seconds from 0.01 to 86400",
          [member](const json& value, Config& config) {
            if (!value.is_number() || value < 0.01 || value > 86'400) return false;
            config.*member = static_cast<std::uint64_t>(value.get<double>() * 1'000);
            return true;
          }};
}

Field rest_seconds(const char* pointer, std::uint64_t RestSettings::*member) {
  return {pointer, "a number of seconds from 1 to 86400",
          [member](const json& value, Config& config) {
            if (!value.is_number() || value < 1 || value > 86'400) return false;
            config.rest.*member = static_cast<std::uint64_t>(value.get<double>() * 1'000);
            return true;
          }};
}

bool take_shift(const json& value, Config& config) {
  if (!value.is_number_integer() || value < 0 || value > 8) return false;
  config.rest.shift_px = value.get<int>();
  return true;
}

// Its faults are messages of its own.
bool take_schedule(const json& value, Config& config) {
  auto schedule = read_schedule(value, config.file);
  if (schedule)
    config.schedule = *std::move(schedule);
  else
    config.schedule_fault = schedule.error();
  config.schedule_from = config.file;
  return true;
}

bool take_pins(const json& value, Config& config) {
  auto& pins = config.network.pins;
  if (!take_texts(value, pins) || pins.size() > 2) return false;
  return std::all_of(pins.begin(), pins.end(), platform::is_public_key_pin);
}

// Whether it is "http://host:port" and nothing more: a login in it would lie open.
bool is_proxy(std::string_view text) {
  constexpr std::string_view scheme = "http://";
  const auto colon = text.rfind(':');
  if (!text.starts_with(scheme) || colon <= scheme.size()) return false;
  const auto host = text.substr(scheme.size(), colon - scheme.size());
  const auto digits = text.substr(colon + 1);
  unsigned port = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), port);
  return error == std::errc{} && end == digits.end() && port >= 1 && port <= 65'535 &&
         host.find_first_of("@/?# \t") == std::string_view::npos;
}

bool take_organisation_key(const json& value, Config& config) {
  const auto bytes =
      value.is_string() ? record::from_hex(value.get_ref<const std::string&>()) : std::nullopt;
  record::PublicKey key{};
  if (!bytes || bytes->size() != key.size()) return false;
  std::copy(bytes->begin(), bytes->end(), key.begin());
  config.organisation_key = key;
  return true;
}

bool is_place(const json& value) {
  constexpr std::ptrdiff_t most_characters = 40;
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  const auto characters = std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;  // not a later byte of UTF-8
  });
  return characters >= 1 && characters <= most_characters;
}

bool take_place(const json& value, Config& config) {
  if (is_place(value)) {
    config.call_place = {{"", value.get<std::string>()}};
    return true;
  }
  if (!value.is_object() || value.empty()) return false;
  for (const auto& [language, place] : value.items()) {
    if (language.empty() || !is_place(place)) return false;
    config.call_place[language] = place.get<std::string>();
  }
  return true;
}

Field absolute_path(const char* pointer, std::filesystem::path NetworkConfig::*member) {
  return {pointer, "an absolute path", [member](const json& value, Config& config) {
            if (!value.is_string()) return false;
            config.network.*member = value.get<std::string>();
            return (config.network.*member).is_absolute();
          }};
}

Field yes_or_no(const char* pointer, bool SoundSettings::*member) {
  return {pointer, "true or false", [member](const json& value, Config& config) {
            if (!value.is_boolean()) return false;
            config.sound.*member = value;
            return true;
          }};
}

std::optional<int> time_at(const json& hours, const char* name) {
  const auto found = hours.find(name);
  if (found == hours.end() || !found->is_string()) return std::nullopt;
  return minute_of_day(found->get_ref<const std::string&>());
}

bool take_quiet(const json& value, Config& config) {
  if (!value.is_array()) return false;
  for (const auto& hours : value) {
    if (!hours.is_object() || hours.size() != 2) return false;
    const auto from = time_at(hours, "from"), until = time_at(hours, "to");
    if (!from || !until || *from == *until) return false;
    config.sound.quiet.push_back({*from, *until});
  }
  return true;
}

bool take_quiet_hours(const json& value, Config& config) {
  if (!value.is_object() || value.size() != 2) return false;
  const auto from = time_at(value, "from"), until = time_at(value, "to");
  if (!from || !until || *from == *until) return false;
  config.quiet_hours = {*from, *until};
  return true;
}

const std::vector<Field>& fields() {
  static const std::vector<Field> all = {
      {"/display/diagonal_inch", "a number from 5 to 100",
       [](const json& value, Config& config) {
         if (!value.is_number() || value < 5 || value > 100) return false;
         config.diagonal_inch = value.get<float>();
         return true;
       }},
      {"/display/rotation", "0, 90, 180 or 270",
       [](const json& value, Config& config) {
         if (value != 0 && value != 90 && value != 180 && value != 270) return false;
         config.quarter_turns = value.get<int>() / 90;
         return true;
       }},
      {"/display/theme", R"("light", "dark" or "high-contrast")",
       [](const json& value, Config& config) {
         if (!value.is_string() || !is_theme(value.get_ref<const std::string&>())) return false;
         config.theme = value;
         return true;
       }},
      {"/survey_folder", "an absolute path",
       [](const json& value, Config& config) {
         if (!value.is_string()) return false;
         config.survey_folder = value.get<std::string>();
         return config.survey_folder.is_absolute();
       }},
      {"/survey_sets", "a list of survey set ids",
       [](const json& value, Config& config) { return take_texts(value, config.survey_sets); }},
      {"/languages/offered", R"(a list of language tags such as ["en", "de"])",
       [](const json& value, Config& config) { return take_texts(value, config.languages); }},
      {"/languages/default", "one language tag",
       [](const json& value, Config& config) {
         if (!value.is_string()) return false;
         config.default_language = value;
         return !config.default_language.empty();
       }},
      {"/schedule", "an object {…}", take_schedule},
      rest_seconds("/rest/dim_after_seconds", &RestSettings::dim_after_ms),
      rest_seconds("/rest/night_after_seconds", &RestSettings::night_after_ms),
      rest_seconds("/rest/shift_seconds", &RestSettings::shift_ms),
      {"/rest/shift_px", "a whole number of pixels from 0 to 8", take_shift},
      seconds("/sync/first_retry_seconds", &Config::first_retry_ms),
      seconds("/sync/longest_retry_seconds", &Config::longest_retry_ms),
      seconds("/sync/poll_seconds", &Config::poll_ms),
      seconds("/sync/bundle_seconds", &Config::bundle_ms),
      {"/call/place",
       R"(1 to 40 characters such as "the information desk", or an object of such by language)",
       take_place},
      seconds("/call/presence_seconds", &Config::presence_ms),
      {"/organisation_key", "the 64 hexadecimal digits that smilepost bundle make-key prints",
       take_organisation_key},
      {"/answers/interval_seconds", "a number of seconds from 0 to 60",
       [](const json& value, Config& config) {
         if (!value.is_number() || value < 0 || value > 60) return false;
         config.scrutiny.interval = static_cast<std::uint64_t>(value.get<double>() * 1'000);
         return true;
       }},
      yes_or_no("/sound/tap", &SoundSettings::tap),
      yes_or_no("/sound/thanks", &SoundSettings::thanks),
      yes_or_no("/sound/more_time", &SoundSettings::more_time),
      {"/sound/volume", "a whole number from 0 to 100",
       [](const json& value, Config& config) {
         if (!value.is_number_integer() || value < 0 || value > 100) return false;
         config.sound.volume = value;
         return true;
       }},
      {"/sound/quiet",
       R"(a list of hours such as [{"from": "20:00", "to": "08:00"}], each from another time than to)",
       take_quiet},
      {"/network/pins",
       R"(a list of one or two pins such as "sha256//…=", 44 characters after the slashes)",
       take_pins},
      absolute_path("/network/ca_file", &NetworkConfig::ca_file),
      absolute_path("/network/client_certificate", &NetworkConfig::client_certificate),
      absolute_path("/network/client_key", &NetworkConfig::client_key),
      {"/network/proxy", R"("http://host:port" without a login, or "" for none)",
       [](const json& value, Config& config) {
         if (!value.is_string()) return false;
         config.network.proxy = value.get<std::string>();
         return config.network.proxy->empty() || is_proxy(*config.network.proxy);
       }},
      {"/updates/install", "true or false",
       [](const json& value, Config& config) {
         if (!value.is_boolean()) return false;
         config.installs_updates = value.get<bool>();
         return true;
       }},
      {"/updates/quiet_hours", R"(hours such as {"from": "02:00", "to": "05:00"})",
       take_quiet_hours},
      absolute_path("/network/proxy_login_file", &NetworkConfig::proxy_login_file),
  };
  return all;
}

bool is_group(const std::string& pointer) {
  for (const auto& field : fields())
    if (std::string(field.pointer).starts_with(pointer + "/")) return true;
  return false;
}

const Field* field_at(const std::string& pointer) {
  for (const auto& field : fields())
    if (pointer == field.pointer) return &field;
  return nullptr;
}

Status take(const json& value, const std::string& pointer, const std::string& file,
            Config& config) {
  if (const auto* field = field_at(pointer)) {
    if (field->take(value, config)) return Done{};
    return Error{file + " at " + pointer + ": must be " + field->must_be};
  }
  if (!is_group(pointer) && !pointer.empty())
    return Error{file + " at " + pointer + ": is no setting; remove it or mend its spelling"};
  if (!value.is_object()) return Error{file + " at " + pointer + "/: must be an object {…}"};
  for (const auto& [name, child] : value.items()) {
    auto taken = take(child, pointer + "/" + pointer_token(name), file, config);
    if (taken) continue;
    if (!pointer.empty() || name != "network") return taken;
    config.network_fault = taken.error();
  }
  return Done{};
}

// "[json.exception.out_of_range.406] number overflow parsing '1e999'" → "1e999".
std::string too_large_number(std::string_view what) {
  const auto begin = what.find('\'');
  if (begin == std::string_view::npos) return "a number";
  return quotable(what.substr(begin + 1, what.rfind('\'') - begin - 1));
}

}  // namespace

std::vector<std::string> config_places() {
  std::vector<std::string> places;
  for (const auto& field : fields()) places.emplace_back(field.pointer);
  return places;
}

Result<Config> parse_config(const std::string& text, const std::string& file) {
  json parsed;
  try {
    parsed = json::parse(text);
  } catch (const json::parse_error& error) {
    return Error{file + " at byte " + std::to_string(error.byte) +
                 ": is not JSON; mend what stands just before that place"};
  } catch (const json::out_of_range& error) {
    return Error{file + ": holds " + too_large_number(error.what()) +
                 ", which is no number that can be read; write a smaller one"};
  }
  Config config;
  config.file = file;
  if (auto taken = take(parsed, "", file, config); !taken) return taken.error();
  return config;
}

Result<Config> read_config(const std::filesystem::path& file) {
  const auto text = platform::read_text(file);
  if (!text)
    return Error{file.string() + ": cannot be read; does it exist, may this user read it?"};
  return parse_config(*text, file.string());
}

Result<Config> read_config(const std::filesystem::path& file, const std::filesystem::path& over) {
  auto base = file.empty() ? Config{} : read_config(file);
  if (!base) return base.error();
  std::error_code unseen;
  if (over.empty() || !std::filesystem::exists(over, unseen)) return base;
  if (auto good = read_config(over); !good) return good.error();
  auto merged =
      file.empty() ? json::object() : json::parse(platform::read_text(file).value_or("{}"));
  merged.merge_patch(json::parse(platform::read_text(over).value_or("{}")));
  return parse_config(merged.dump(), file.empty() ? over.string() : file.string());
}

Result<Config> with_settings(const Config& config, const std::string& settings,
                             const std::string& file) {
  if (settings.empty()) return config;
  const auto parsed = parse_config(settings, file);
  if (!parsed) return parsed.error();
  if (parsed->schedule_fault) return *parsed->schedule_fault;
  const auto fields = json::parse(settings);
  for (const auto& [name, value] : fields.items()) {
    if (name != "survey_sets" && name != "languages" && name != "schedule")
      return Error{file + " at /" + pointer_token(name) +
                   ": is not set from afar; set it in the kiosk's own kiosk.json"};
  }
  Config merged = config;
  if (!parsed->survey_sets.empty()) merged.survey_sets = parsed->survey_sets;
  if (!parsed->languages.empty()) {
    merged.languages = parsed->languages;
    merged.default_language.clear();  // it may not be among these
  }
  if (!parsed->default_language.empty()) merged.default_language = parsed->default_language;
  merged.offer_from = file;
  if (parsed->schedule) {
    merged.schedule = parsed->schedule;
    merged.schedule_from = file;
  }
  return merged;
}

}  // namespace smilepost::kiosk
