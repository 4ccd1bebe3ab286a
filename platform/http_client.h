// The seam to the network: one request, one response. No redirects are followed, ever.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/result.h"

namespace smilepost::platform {

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::uint8_t> body;
};

struct HttpResponse {
  int status = 0;
  std::string content_type;  // as sent, without parameters, lower case
  std::vector<std::uint8_t> body;
  std::uint64_t retry_after_s = 0;  // RFC 9110, Retry-After; 0: not asked for
  std::string content_range{};      // RFC 9110, Content-Range; empty: the whole thing
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // Blocks its thread until done, timed out or stopped. An Error means: no HTTP answer at all.
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
  // From any thread: makes the send() under way, and each later one, return an Error at once.
  virtual void stop() = 0;
};

// How this network is passed through, and by what the other side is known. Files are PEM; all of it
// has been looked at (platform/tls.h).
struct NetworkOptions {
  // "sha256//…": the other side's public key is one of them, whatever its certificate says. The
  // certificate must be good all the same. Empty: any key.
  std::vector<std::string> pins;
  std::filesystem::path ca_file;  // instead of the system's authorities; empty: these
  std::filesystem::path client_certificate, client_key;  // both or none
  // "http://host:port"; empty: none; nothing: as the environment says. Never for loopback.
  std::optional<std::string> proxy;
  std::string proxy_name, proxy_password;
  // When certificates are judged, Unix time; asked on the thread that sends. Empty: the wall clock.
  std::function<std::int64_t()> certificate_time_s;
};

struct CurlOptions {
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::seconds stall_timeout{60};              // without a sign of life; seconds are curl's
  std::chrono::milliseconds total_timeout{1'800'000};  // a batch over the slowest link
  std::size_t largest_body = 1 << 20;                  // a longer response is an Error
  NetworkOptions network{};
};

// libcurl. TLS always verified; plain http to loopback only. An Error says which fault it is, in
// the same words each time.
std::unique_ptr<HttpClient> make_curl_client(const CurlOptions& options = {});

}  // namespace smilepost::platform
