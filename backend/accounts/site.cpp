#include "backend/accounts/site.h"

#include <algorithm>

namespace smilepost::backend {
namespace {

bool is_loopback_name(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host == "::1" || host == "::ffff:127.0.0.1" ||
         host.starts_with("127.");
}

bool comes_from_here(const Request& request) {
  return is_loopback_name(request.peer);
}

bool came_through_proxy(const Request& request) {
  return request.headers.count("x-forwarded-for") != 0 ||
         request.headers.count("x-forwarded-proto") != 0 ||
         request.headers.count("forwarded") != 0 || request.headers.count("via") != 0;
}

std::string_view after_scheme(std::string_view address) {
  const std::size_t scheme = address.find("://");
  return scheme == std::string_view::npos ? std::string_view() : address.substr(scheme + 3);
}

}  // namespace

std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return has_port ? host.substr(0, colon) : host;
}

Status check_public_address(const std::string& text) {
  const bool known = text.starts_with("https://") || text.starts_with("http://");
  const std::string_view host = after_scheme(text);
  const bool plain = std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':' ||
           c == '[' || c == ']';
  });
  if (known && plain && !host.empty()) return Done{};
  return Error{
      "give it as browsers show it, in lower case and with nothing after the name, such as "
      "https://feedback.example"};
}

Site::Site(std::vector<std::string> hosts, std::string public_address)
    : hosts_(std::move(hosts)), public_(std::move(public_address)) {
  if (!hosts_.empty() && !public_.empty()) hosts_.emplace_back(without_port(public_host()));
}

std::string_view Site::public_host() const {
  return after_scheme(public_);
}

bool Site::allows_host(const Request& request) const {
  if (hosts_.empty()) return true;
  const std::string_view host = without_port(request.header("host"));
  return std::find(hosts_.begin(), hosts_.end(), host) != hosts_.end();
}

bool Site::is_own_origin(const Request& request) const {
  const std::string_view origin = request.header("origin");
  if (!public_.empty() && origin == public_) return true;
  const std::string_view host = after_scheme(origin);
  return !host.empty() && host == request.header("host");
}

bool Site::is_https(const Request& request) const {
  if (comes_from_here(request) && request.header("x-forwarded-proto") == "https") return true;
  return public_.starts_with("https://") && request.header("host") == public_host();
}

bool Site::is_this_machine(const Request& request) {
  return comes_from_here(request) && !came_through_proxy(request) &&
         is_loopback_name(without_port(request.header("host")));
}

// The last name in the list is the one that the proxy itself saw.
std::string Site::address_of(const Request& request) {
  const std::string_view list = request.header("x-forwarded-for");
  if (!comes_from_here(request) || list.empty()) return request.peer;
  const std::size_t comma = list.rfind(',');
  std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  while (last.starts_with(' ')) last.remove_prefix(1);
  return std::string(last);
}

std::string Site::address_for(const Request& request) const {
  if (!public_.empty() || request.door == Door::admin_socket) return address();
  return (is_https(request) ? "https://" : "http://") + std::string(request.header("host"));
}

}  // namespace smilepost::backend
