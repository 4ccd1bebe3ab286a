// Servers and proxies on loopback that speak TLS, well or badly: tls_peers.py, which says what each
// is. One process for all tests of a suite.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <string>

#include "tests/platform/temp_folder.h"

namespace smilepost::tests {

class TlsPeers {
 public:
  TlsPeers();
  ~TlsPeers();
  TlsPeers(const TlsPeers&) = delete;
  TlsPeers& operator=(const TlsPeers&) = delete;

  std::string port(const std::string& name) const { return said_.at(name); }
  std::string pin(const std::string& stem) const { return said_.at("pin-" + stem); }
  // "ca.pem", "client-p256.key", …
  std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }
  // Of a server on 127.0.0.1.
  std::string https(const std::string& name, const std::string& host = "127.0.0.1") const {
    return "https://" + host + ":" + port(name) + "/v1/records";
  }

 private:
  TempFolder folder_;
  std::FILE* orders_ = nullptr;  // it ends when this is closed
  std::map<std::string, std::string> said_;
  pid_t process_ = -1;
};

}  // namespace smilepost::tests
