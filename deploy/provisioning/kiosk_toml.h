// kiosk.toml, as somebody wrote it on a laptop: what a new kiosk is to be. All of it is judged
// before anything is changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"

namespace smilepost::provisioning {

struct Wifi {
  std::string ssid, passphrase;  // no passphrase: an open network
  bool hidden = false;
};

struct StaticAddress {
  std::string address;       // "192.168.1.20/24"
  std::string gateway = {};  // may be empty
  std::vector<std::string> dns = {};
};

struct Settings {
  std::string name =
      {};  // what the backend calls the kiosk, until somebody there calls it otherwise
  std::string staff_pin = {};
  std::string backend = {},
              code = {};     // without a code the address waits for one to be typed on the glass
  std::string ca_file = {};  // beside kiosk.toml: whose certificates count, PEM
  std::string ca_certificates = {};  // what it holds; read_kiosk_toml() leaves it empty
  std::optional<int> rotation = {};
  std::vector<std::string> languages = {};
  std::string time_zone = {};
  std::string host_name = {};
  std::optional<Wifi> wifi = {};
  std::optional<StaticAddress> address = {};
};

// Every Error is "FILE:LINE: what: what to do" and holds nothing secret. Forgiven: a byte order
// mark, Windows' line ends, typographic quotes around values.
Result<Settings> read_kiosk_toml(std::string_view text, const std::string& file);

}  // namespace smilepost::provisioning
