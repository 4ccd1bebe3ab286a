#include "platform/http_client.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cctype>
#include <ctime>
#include <mutex>
#include <optional>
#include <string_view>

#include "platform/http_fault.h"
#include "platform/tls.h"

namespace smilepost::platform {
namespace {

// Over the stall timeout; slower is a dead line.
constexpr long slowest_bytes_a_second = 16;

struct CleanUp {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(char* text) const { curl_free(text); }
};

// CURL and CURLM are both void.
struct CleanUpEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct CleanUpMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

struct Place {
  std::string scheme, host;
};

// As libcurl itself reads the URL, so that the two cannot differ.
std::optional<Place> place_of(const std::string& url) {
  const std::unique_ptr<CURLU, CleanUp> parsed(curl_url());
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  char *scheme = nullptr, *host = nullptr;
  const bool found = curl_url_get(parsed.get(), CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
                     curl_url_get(parsed.get(), CURLUPART_HOST, &host, 0) == CURLUE_OK;
  const std::unique_ptr<char, CleanUp> scheme_owner(scheme), host_owner(host);
  if (!found) return {};
  Place place{scheme, host};
  const auto lower = [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  };
  std::transform(place.host.begin(), place.host.end(), place.host.begin(), lower);
  return place;
}

bool is_loopback(const std::string& host) {
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24U) == 127;
}

std::string media_type(const char* header) {
  std::string out;
  for (const char c : std::string_view(header == nullptr ? "" : header)) {
    if (c == ';') break;
    if (c != ' ' && c != '\t') {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

struct Body {
  std::vector<std::uint8_t> bytes;
  std::size_t largest = 0;
  bool too_large = false;
};

// CURLOPT_WRITEFUNCTION: anything but `size` taken ends the transfer.
std::size_t take_body(char* data, std::size_t /*always_1*/, std::size_t size, void* user) {
  auto& body = *static_cast<Body*>(user);
  if (size > body.largest - body.bytes.size()) {
    body.too_large = true;
    return 0;
  }
  body.bytes.insert(body.bytes.end(), data, data + size);
  return size;
}

// CURLOPT_SSL_CTX_FUNCTION.
CURLcode judge_at(CURL* /*easy*/, void* ssl_context, void* unix_s) {
  judge_certificates_at(ssl_context, *static_cast<std::int64_t*>(unix_s));
  return CURLE_OK;
}

std::string joined(const std::vector<std::string>& pins) {
  std::string out;
  for (const auto& pin : pins) out += (out.empty() ? "" : ";") + pin;
  return out;
}

void initialise_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(const CurlOptions& options)
      : options_(options), multi_(curl_multi_init()), easy_(curl_easy_init()) {
    assert(multi_ && easy_);
  }

  Result<HttpResponse> send(const HttpRequest& request) override {
    const auto place = place_of(request.url);
    if (!place || (place->scheme != "http" && place->scheme != "https")) {
      return Error{"\"" + request.url + "\" is no http or https address: mend it in the settings"};
    }
    const bool loopback = is_loopback(place->host);
    if (place->scheme == "http" && !loopback) {
      return Error{request.url + ": plain http leaves this machine unprotected: use https"};
    }
    Body body{{}, options_.largest_body};
    char reason[CURL_ERROR_SIZE] = "";
    const auto headers = prepare(request, loopback, body, reason);
    const auto outcome = perform();
    if (!outcome) return stopped_error(request);
    if (body.too_large) {
      return Error{request.url + ": the response is over " + std::to_string(body.largest) +
                   " bytes: something else answers there, check the address"};
    }
    if (*outcome != CURLE_OK) {
      return Error{request.url + ": " + describe(fault(*outcome, loopback, reason))};
    }
    return response(std::move(body.bytes));
  }

  void stop() override {
    stopped_ = true;
    curl_multi_wakeup(multi_.get());
  }

 private:
  using Headers = std::unique_ptr<curl_slist, CleanUp>;

  static Error stopped_error(const HttpRequest& request) {
    return Error{request.url + ": given up, the program is ending"};
  }

  template <class T>
  void set(CURLoption option, T value) {
    [[maybe_unused]] const CURLcode code = curl_easy_setopt(easy_.get(), option, value);
    assert(code == CURLE_OK);
  }

  // The headers must live as long as the transfer.
  Headers prepare(const HttpRequest& request, bool loopback, Body& body, char* reason) {
    curl_easy_reset(easy_.get());  // options only; connections stay
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USERAGENT, "smilepost");
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.total_timeout.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, slowest_bytes_a_second);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options_.stall_timeout.count()));
    set(CURLOPT_ERRORBUFFER, reason);
    set(CURLOPT_WRITEFUNCTION, take_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&body));
    set_tls();
    set_proxy(loopback);
    set_method(request);
    return set_headers(request);
  }

  void set_tls() {
    const NetworkOptions& network = options_.network;
    judged_at_s_ = network.certificate_time_s ? network.certificate_time_s() : std::time(nullptr);
    set(CURLOPT_SSL_CTX_FUNCTION, judge_at);
    set(CURLOPT_SSL_CTX_DATA, static_cast<void*>(&judged_at_s_));
    if (!network.pins.empty()) set(CURLOPT_PINNEDPUBLICKEY, joined(network.pins).c_str());
    if (!network.ca_file.empty()) {
      set(CURLOPT_CAINFO, network.ca_file.c_str());
      set(CURLOPT_CAPATH, static_cast<char*>(nullptr));  // the system's
    }
    if (!network.client_certificate.empty()) {
      set(CURLOPT_SSLCERT, network.client_certificate.c_str());
      set(CURLOPT_SSLKEY, network.client_key.c_str());
    }
  }

  void set_proxy(bool loopback) {
    const NetworkOptions& network = options_.network;
    if (loopback) return set(CURLOPT_PROXY, "");  // whatever else is said
    if (network.proxy) set(CURLOPT_PROXY, network.proxy->c_str());
    if (network.proxy) set(CURLOPT_NOPROXY, "");  // whatever the environment says
    if (network.proxy_name.empty()) return;
    set(CURLOPT_PROXYUSERNAME, network.proxy_name.c_str());
    set(CURLOPT_PROXYPASSWORD, network.proxy_password.c_str());
    set(CURLOPT_PROXYAUTH, CURLAUTH_ANY);
  }

  void set_method(const HttpRequest& request) {
    if (request.method == "GET") return;
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS,
        request.body.empty() ? "" : static_cast<const void*>(request.body.data()));  // not copied
    if (request.method != "POST") set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }

  Headers set_headers(const HttpRequest& request) {
    Headers list(curl_slist_append(nullptr, "Expect:"));  // no round trip before the body
    for (const auto& [name, value] : request.headers) {
      std::string header = name;
      header.append(": ").append(value);
      curl_slist* longer = curl_slist_append(list.get(), header.c_str());
      assert(longer != nullptr);
      if (longer != list.get()) {
        (void)list.release();
        list.reset(longer);
      }
    }
    set(CURLOPT_HTTPHEADER, list.get());
    return list;
  }

  // Nothing if stopped meanwhile.
  std::optional<CURLcode> perform() {
    curl_multi_add_handle(multi_.get(), easy_.get());
    std::optional<CURLcode> outcome;
    while (!outcome && !stopped_) {
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      outcome = finished();
      if (!outcome) curl_multi_poll(multi_.get(), nullptr, 0, 1000, nullptr);
    }
    curl_multi_remove_handle(multi_.get(), easy_.get());
    return outcome;
  }

  std::optional<CURLcode> finished() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg == CURLMSG_DONE) return message->data.result;
    }
    return {};
  }

  HttpFault fault(CURLcode code, bool loopback, const char* text) const {
    HttpFault fault;
    fault.code = code;
    curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &fault.os_errno);
    curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_CONNECTCODE, &fault.proxy_status);
    curl_easy_getinfo(easy_.get(), CURLINFO_SSL_VERIFYRESULT, &fault.verify_result);
    fault.text = text;
    fault.judged_at_s = judged_at_s_;
    fault.has_proxy = !loopback && options_.network.proxy && !options_.network.proxy->empty();
    return fault;
  }

  HttpResponse response(std::vector<std::uint8_t> body) const {
    long status = 0;
    char* type = nullptr;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_TYPE, &type);
    curl_off_t retry_after = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RETRY_AFTER, &retry_after);
    return HttpResponse{static_cast<int>(status), media_type(type), std::move(body),
                        static_cast<std::uint64_t>(std::max<curl_off_t>(retry_after, 0)),
                        header("content-range")};
  }

  // Empty where there is none.
  std::string header(const char* name) const {
    curl_header* found = nullptr;
    if (curl_easy_header(easy_.get(), name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
    return found->value;
  }

  CurlOptions options_;
  std::int64_t judged_at_s_ = 0;
  std::atomic<bool> stopped_{false};
  std::unique_ptr<CURLM, CleanUpMulti> multi_;
  std::unique_ptr<CURL, CleanUpEasy> easy_;
};

}  // namespace

std::unique_ptr<HttpClient> make_curl_client(const CurlOptions& options) {
  initialise_curl();
  return std::make_unique<CurlClient>(options);
}

}  // namespace smilepost::platform
