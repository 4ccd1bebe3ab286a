#include "kiosk/staff/backend_address.h"

#include <algorithm>
#include <charconv>

namespace smilepost::kiosk {
namespace {

constexpr std::size_t longest = 300;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~/:[]").find(c) != std::string_view::npos;
}

bool is_port(std::string_view digits) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return error == std::errc{} && end == digits.data() + digits.size() && port >= 1 &&
         port <= 65'535;
}

// "feedback.example", "192.168.1.5", "[::1]"
bool is_host(std::string_view host) {
  if (host.starts_with('[')) return host.size() > 3 && host.ends_with(']');
  return !host.empty() && host.front() != '.' && host.front() != '-' &&
         host.find_first_of(":[]~_") == std::string_view::npos &&
         host.find("..") == std::string_view::npos;
}

bool is_this_machine(std::string_view host) {
  return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

}  // namespace

std::optional<std::string> backend_address(std::string_view text) {
  if (text.size() > longest || !std::all_of(text.begin(), text.end(), is_plain)) return {};
  const auto scheme_end = text.find("://");
  const auto scheme = scheme_end == std::string_view::npos ? "https" : text.substr(0, scheme_end);
  const auto rest = scheme_end == std::string_view::npos ? text : text.substr(scheme_end + 3);
  const auto authority = rest.substr(0, rest.find('/'));
  const auto after_host = authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
  const auto host = authority.substr(0, after_host);
  if (!is_host(host)) return {};
  if (after_host != std::string_view::npos && !is_port(authority.substr(after_host + 1))) return {};
  if (scheme != "https" && !(scheme == "http" && is_this_machine(host))) return {};
  return std::string(scheme) + "://" + std::string(rest);
}

}  // namespace smilepost::kiosk
