#include "kiosk/network_settings.h"

#include "platform/read_text.h"
#include "platform/tls.h"

namespace smilepost::kiosk {
namespace {

Error fault_at(const Config& config, const std::string& place, const std::string& what) {
  return Error{config.file + " at /network/" + place + ": " + what};
}

Status check_files(const Config& config) {
  const auto& network = config.network;
  if (!network.ca_file.empty()) {
    if (auto sound = platform::check_authorities(network.ca_file); !sound) {
      return fault_at(config, "ca_file", sound.error().message);
    }
  }
  if (network.client_certificate.empty() != network.client_key.empty()) {
    return fault_at(config, network.client_key.empty() ? "client_certificate" : "client_key",
                    "a client certificate and its key go together; set both or none");
  }
  if (network.client_certificate.empty()) return Done{};
  if (auto sound =
          platform::check_client_certificate(network.client_certificate, network.client_key);
      !sound) {
    return fault_at(config, "client_certificate", sound.error().message);
  }
  return Done{};
}

// "name:password", the first line of the file.
Status read_login(const Config& config, platform::NetworkOptions& options) {
  const auto& file = config.network.proxy_login_file;
  if (file.empty()) return Done{};
  const auto text = platform::read_text(file);
  if (!text) {
    return fault_at(config, "proxy_login_file",
                    file.string() + ": cannot be read; does it exist, may this user read it?");
  }
  const std::string line = text->substr(0, text->find_first_of("\r\n"));
  const auto colon = line.find(':');
  if (colon == std::string::npos || colon == 0) {
    return fault_at(config, "proxy_login_file",
                    file.string() + ": holds no login; write one line \"name:password\"");
  }
  options.proxy_name = line.substr(0, colon);
  options.proxy_password = line.substr(colon + 1);
  return Done{};
}

}  // namespace

Result<platform::NetworkOptions> network_settings(const Config& config) {
  if (config.network_fault) return *config.network_fault;
  if (auto sound = check_files(config); !sound) return sound.error();
  platform::NetworkOptions options;
  options.pins = config.network.pins;
  options.ca_file = config.network.ca_file;
  options.client_certificate = config.network.client_certificate;
  options.client_key = config.network.client_key;
  options.proxy = config.network.proxy;
  if (auto read = read_login(config, options); !read) return read.error();
  return options;
}

}  // namespace smilepost::kiosk
