// Under which names browsers reach this backend, and by which way a request came.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/http.h"
#include "platform/result.h"

namespace smilepost::backend {

// "localhost:8480" is "localhost", "[::1]:8480" is "[::1]".
std::string_view without_port(std::string_view host);

// "https://feedback.example" or "http://10.0.0.5:8480": a scheme and a host, nothing after them.
Status check_public_address(const std::string& text);

class Site {
 public:
  // `hosts`: the names that a browser may use, without port, beside the public address's; empty:
  // any. On loopback this keeps a web page elsewhere from reading the results through a DNS name
  // that it rebinds. `public_address` as check_public_address() lets through; empty: none.
  Site(std::vector<std::string> hosts, std::string public_address);

  bool allows_host(const Request& request) const;
  // By the header "Origin", for browsers that say nothing better: a form of our own page.
  bool is_own_origin(const Request& request) const;
  // The browser's own connection is encrypted: a proxy on this machine says so, or the request
  // names the public address, which begins with https.
  bool is_https(const Request& request) const;
  // Neither another machine's nor one that a proxy passes on, nor to a name that was rebound.
  static bool is_this_machine(const Request& request);
  // Who asks, also through a proxy on this machine.
  static std::string address_of(const Request& request);

  // To begin a link with: the public address, else where it listens.
  const std::string& address() const { return public_.empty() ? listens_ : public_; }
  // The same, for who asks: the name that they used themselves.
  std::string address_for(const Request& request) const;
  // Before the first request.
  void listens_at(std::string address) { listens_ = std::move(address); }

 private:
  std::string_view public_host() const;  // with its port

  std::vector<std::string> hosts_;
  std::string public_;
  std::string listens_ = "http://127.0.0.1";
};

}  // namespace smilepost::backend
