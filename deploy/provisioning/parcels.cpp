#include "deploy/provisioning/parcels.h"

#include <nlohmann/json.hpp>

#include "kiosk/staff/backend_address.h"
#include "kiosk/staff/pin.h"
#include "kiosk/sync/setup_file.h"

namespace smilepost::provisioning {
namespace {

// GKeyFile: a backslash begins an escape, and spaces at the beginning would go.
std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == ' ' && out.empty()) {
      out += "\\s";
    } else {
      out += c;
    }
  }
  return out;
}

// As a list of bytes: whatever stands in a name, semicolons too, is the name.
std::string bytes_of(std::string_view ssid) {
  std::string out;
  for (const char c : ssid) out += std::to_string(static_cast<unsigned char>(c)) + ";";
  return out;
}

bool is_v6(std::string_view address) {
  return address.find(':') != std::string_view::npos;
}

std::string list_of(const std::vector<std::string>& addresses, bool v6) {
  std::string out;
  for (const auto& one : addresses) {
    if (is_v6(one) == v6) out += one + ";";
  }
  return out;
}

std::string ip_section(const std::optional<StaticAddress>& fixed, bool v6) {
  std::string out = v6 ? "\n[ipv6]\n" : "\n[ipv4]\n";
  const bool here = fixed && is_v6(fixed->address) == v6;
  out += here ? "method=manual\n" : "method=auto\n";
  if (here) {
    out +=
        "address1=" + fixed->address + (fixed->gateway.empty() ? "" : "," + fixed->gateway) + "\n";
  }
  const auto dns = fixed ? list_of(fixed->dns, v6) : std::string();
  if (!dns.empty()) out += "dns=" + dns + "\n";
  return out;
}

constexpr const char* ca_name = "backend-ca.pem";

std::string config_text(const Settings& settings, const Places& places) {
  nlohmann::json json = nlohmann::json::object();
  if (settings.rotation) json["display"]["rotation"] = *settings.rotation;
  if (!settings.ca_certificates.empty())
    json["network"]["ca_file"] = (places.own / ca_name).string();
  if (!settings.languages.empty()) {
    json["languages"]["offered"] = settings.languages;
    json["languages"]["default"] = settings.languages.front();
  }
  return json.dump(2) + "\n";
}

// Empty: nothing of it is set. A new code begins anew.
Result<std::string> setup_patch(const Settings& settings) {
  nlohmann::json json = nlohmann::json::object();
  if (!settings.name.empty()) json["label"] = settings.name;
  if (!settings.backend.empty())
    json["backend_url"] = kiosk::backend_address(settings.backend).value_or("");
  if (!settings.code.empty())
    json.update({{"code", settings.code}, {"refused", false}, {"waiting_since_ms", 0}});
  if (!settings.staff_pin.empty()) {
    auto hash = kiosk::hash_pin(settings.staff_pin);
    if (!hash) return hash.error();
    json["pin_hash"] = *std::move(hash);
  }
  return json.empty() ? std::string() : json.dump(2) + "\n";
}

}  // namespace

std::string patched(const std::string& before, const std::string& patch) {
  auto json = nlohmann::json::parse(before, nullptr, false);
  if (!json.is_object()) json = nlohmann::json::object();
  json.merge_patch(nlohmann::json::parse(patch));
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string connection_text(const Settings& settings) {
  const bool wireless = settings.wifi.has_value();
  std::string out = std::string("[connection]\nid=smilepost\ntype=") +
                    (wireless ? "wifi" : "ethernet") + "\nautoconnect-priority=10\n";
  if (wireless) {
    out += "\n[wifi]\nmode=infrastructure\nssid=" + bytes_of(settings.wifi->ssid) + "\n";
    if (settings.wifi->hidden) out += "hidden=true\n";
    if (!settings.wifi->passphrase.empty()) {
      out +=
          "\n[wifi-security]\nkey-mgmt=wpa-psk\npsk=" + escaped(settings.wifi->passphrase) + "\n";
    }
  }
  return out + ip_section(settings.address, false) + ip_section(settings.address, true);
}

Result<std::vector<Parcel>> parcels_of(const Settings& settings, const Places& places) {
  std::vector<Parcel> parcels;
  if (settings.wifi || settings.address) {
    parcels.push_back({places.networks / "smilepost.nmconnection", connection_text(settings)});
  }
  if (!settings.host_name.empty())
    parcels.push_back({places.host_name, settings.host_name + "\n", 0644});
  if (!settings.time_zone.empty()) {
    parcels.push_back({places.own / "environment", "TZ=" + settings.time_zone + "\n", 0644});
  }
  if (!settings.ca_certificates.empty())
    parcels.push_back({places.own / ca_name, settings.ca_certificates, 0644});
  if (settings.rotation || !settings.languages.empty() || !settings.ca_certificates.empty()) {
    parcels.push_back({places.own / "kiosk.json", config_text(settings, places), 0644, true});
  }
  auto setup = setup_patch(settings);
  if (!setup) return setup.error();
  if (!setup->empty())
    parcels.push_back({places.state / kiosk::setup_file_name, *std::move(setup), 0600, true, true});
  return parcels;
}

}  // namespace smilepost::provisioning
