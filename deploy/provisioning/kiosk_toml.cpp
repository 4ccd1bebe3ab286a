#include "deploy/provisioning/kiosk_toml.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <functional>

#include "deploy/provisioning/judging.h"

namespace smilepost::provisioning {
namespace {

// What may stand where, and how it is taken. An Error says what it must be.
struct Entry {
  const char* table;  // empty: before the first [table]
  const char* name;
  std::function<Status(const toml::node&, Settings&)> take;
};

using Judge = Status (*)(std::string_view);

Result<std::string> text_of(const toml::node& node) {
  const auto* text = node.as_string();
  if (text == nullptr) return Error{"write it in quotes, as in name = \"Exit north\""};
  if (text->get().empty())
    return Error{"is empty: write something between the quotes, or remove the line"};
  return text->get();
}

Entry text(const char* table, const char* name, std::string Settings::*member, Judge judge) {
  return {table, name, [member, judge](const toml::node& node, Settings& settings) -> Status {
            auto value = text_of(node);
            if (!value) return value.error();
            settings.*member = *std::move(value);
            return judge(settings.*member);
          }};
}

Status take_rotation(const toml::node& node, Settings& settings) {
  const auto* number = node.as_integer();
  if (number == nullptr || number->get() % 90 != 0 || number->get() < 0 || number->get() > 270) {
    return Error{"must be 0, 90, 180 or 270, without quotes"};
  }
  settings.rotation = static_cast<int>(number->get());
  return Done{};
}

Status take_texts(const toml::node& node, std::vector<std::string>& into, Judge judge,
                  const char* example) {
  const auto* list = node.as_array();
  if (list == nullptr || list->empty()) {
    return Error{std::string("must be a list such as ") + example};
  }
  for (const auto& item : *list) {
    auto value = text_of(item);
    if (!value) return value.error();
    if (auto good = judge(*value); !good) return good;
    into.push_back(*std::move(value));
  }
  return Done{};
}

Entry wifi(const char* name, std::string Wifi::*member, Judge judge) {
  return {"wifi", name, [member, judge](const toml::node& node, Settings& settings) -> Status {
            auto value = text_of(node);
            if (!value) return value.error();
            if (!settings.wifi) settings.wifi.emplace();
            (*settings.wifi).*member = *std::move(value);
            return judge((*settings.wifi).*member);
          }};
}

Status take_hidden(const toml::node& node, Settings& settings) {
  const auto* flag = node.as_boolean();
  if (flag == nullptr) return Error{"must be true or false, without quotes"};
  if (!settings.wifi) settings.wifi.emplace();
  settings.wifi->hidden = flag->get();
  return Done{};
}

Entry address(const char* name, std::string StaticAddress::*member, Judge judge) {
  return {"address", name, [member, judge](const toml::node& node, Settings& settings) -> Status {
            auto value = text_of(node);
            if (!value) return value.error();
            if (!settings.address) settings.address.emplace();
            (*settings.address).*member = *std::move(value);
            return judge((*settings.address).*member);
          }};
}

Status take_dns(const toml::node& node, Settings& settings) {
  if (!settings.address) settings.address.emplace();
  return take_texts(node, settings.address->dns, judge_ip, "[\"192.168.1.1\"]");
}

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all = {
      text("", "name", &Settings::name, judge_name),
      text("", "staff_pin", &Settings::staff_pin, judge_pin),
      {"", "rotation", take_rotation},
      {"", "languages",
       [](const toml::node& node, Settings& settings) {
         return take_texts(node, settings.languages, judge_language, "[\"de\", \"en\"]");
       }},
      text("", "time_zone", &Settings::time_zone, judge_time_zone),
      text("", "host_name", &Settings::host_name, judge_host_name),
      text("backend", "address", &Settings::backend, judge_backend),
      text("backend", "code", &Settings::code, judge_code),
      text("backend", "ca_file", &Settings::ca_file, judge_card_file),
      wifi("ssid", &Wifi::ssid, judge_ssid),
      wifi("passphrase", &Wifi::passphrase, judge_passphrase),
      {"wifi", "hidden", take_hidden},
      address("address", &StaticAddress::address, judge_network_address),
      address("gateway", &StaticAddress::gateway, judge_ip),
      {"address", "dns", take_dns},
  };
  return all;
}

bool is_table(std::string_view name) {
  return std::any_of(entries().begin(), entries().end(),
                     [&](const auto& entry) { return !name.empty() && name == entry.table; });
}

std::string known_names(std::string_view table) {
  std::string names;
  for (const auto& entry : entries()) {
    if (table == entry.table) names += (names.empty() ? "" : ", ") + std::string(entry.name);
  }
  return names;
}

Error fault(const std::string& file, const toml::source_region& place, const std::string& what) {
  return Error{file + ":" + std::to_string(place.begin.line) + ": " + what};
}

std::string place_of(std::string_view table, std::string_view name) {
  return table.empty() ? std::string(name) : std::string(table) + "." + std::string(name);
}

std::string must_be_table(const std::string& name) {
  std::string words = name;
  return words.append(": write it as [").append(name).append("]");
}

// What is no name of ours is not repeated: a secret may stand in the wrong place.
Status take(const toml::table& values, const std::string& table, const std::string& file,
            Settings& settings) {
  for (const auto& [key, node] : values) {
    const std::string name(key.str());
    if (table.empty() && is_table(name)) {
      const auto* inner = node.as_table();
      if (inner == nullptr) return fault(file, key.source(), must_be_table(name));
      if (auto taken = take(*inner, name, file, settings); !taken) return taken;
      continue;
    }
    const auto entry = std::find_if(entries().begin(), entries().end(), [&](const auto& one) {
      return table == one.table && name == one.name;
    });
    if (entry == entries().end()) {
      return fault(file, key.source(),
                   "there is no such setting" + (table.empty() ? "" : " in [" + table + "]") +
                       "; mend its spelling. Possible here: " + known_names(table) +
                       (table.empty() ? ", [backend], [wifi], [address]" : ""));
    }
    if (auto taken = entry->take(node, settings); !taken) {
      return fault(file, key.source(), place_of(table, name) + ": " + taken.error().message);
    }
  }
  return Done{};
}

Status judge_together(const Settings& settings, const std::string& file) {
  if (settings.backend.empty() && !settings.code.empty()) {
    return Error{file + ": [backend] has a code, but no address; write address = \"https://…\""};
  }
  if (settings.backend.empty() && !settings.ca_file.empty()) {
    return Error{file + ": [backend] has a ca_file, but no address; write address = \"https://…\""};
  }
  if (settings.wifi && settings.wifi->ssid.empty()) {
    return Error{file + ": [wifi] needs ssid, the network's name; write it"};
  }
  if (settings.address && settings.address->address.empty()) {
    return Error{file + ": [address] needs address, such as \"192.168.1.20/24\"; write it"};
  }
  return Done{};
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// What word processors and telephones make of quotes.
std::string with_straight_quotes(std::string text) {
  for (const auto* quote : {"“", "”", "„", "‟", "«", "»"}) replace_all(text, quote, "\"");
  for (const auto* quote : {"‘", "’", "‚", "‛"}) replace_all(text, quote, "'");
  replace_all(text, "\xC2\xA0", " ");  // a space that does not break
  return text;
}

struct Parsed {
  std::optional<toml::table> table;
  Error error;
};

Parsed parse(const std::string& text, const std::string& file) {
  try {
    return {toml::parse(text), {}};
  } catch (const toml::parse_error& error) {
    // The library's own words may quote what stands there.
    return {{},
            fault(file, error.source(),
                  "this line cannot be read; write lines such as name = \"Exit north\", and "
                  "mind both quotes")};
  }
}

}  // namespace

Result<Settings> read_kiosk_toml(std::string_view bytes, const std::string& file) {
  auto text = as_utf8(bytes);
  if (!text) return in_context(file, text.error());
  auto parsed = parse(*text, file);
  if (!parsed.table) {
    if (auto mended = parse(with_straight_quotes(*text), file); mended.table)
      parsed = std::move(mended);
  }
  if (!parsed.table) return parsed.error;
  Settings settings;
  if (auto taken = take(*parsed.table, "", file, settings); !taken) return taken.error();
  if (auto judged = judge_together(settings, file); !judged) return judged.error();
  return settings;
}

}  // namespace smilepost::provisioning
