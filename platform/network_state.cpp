#include "platform/network_state.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <memory>

namespace smilepost::platform {
namespace {

// Of a network, not of a cable that leads nowhere: IPv6's link-local addresses say nothing.
std::string address_of(const ifaddrs& entry) {
  char text[INET6_ADDRSTRLEN] = {};
  const auto* any = entry.ifa_addr;
  if (any == nullptr || (entry.ifa_flags & IFF_LOOPBACK) != 0 || (entry.ifa_flags & IFF_UP) == 0)
    return {};
  if (any->sa_family == AF_INET) {
    const auto& four = *reinterpret_cast<const sockaddr_in*>(any);
    return ::inet_ntop(AF_INET, &four.sin_addr, text, sizeof text);
  }
  if (any->sa_family != AF_INET6) return {};
  const auto& six = *reinterpret_cast<const sockaddr_in6*>(any);
  if (IN6_IS_ADDR_LINKLOCAL(&six.sin6_addr)) return {};
  return ::inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof text);
}

}  // namespace

std::string own_address() {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> all(first, ::freeifaddrs);
  std::string found;
  for (const auto* entry = first; entry != nullptr; entry = entry->ifa_next) {
    auto address = address_of(*entry);
    if (address.empty()) continue;
    if (address.find(':') == std::string::npos) return address;
    if (found.empty()) found = address;
  }
  return found;
}

}  // namespace smilepost::platform
