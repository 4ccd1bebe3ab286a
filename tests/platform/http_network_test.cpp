// Through real TLS, real proxies and what calls itself the backend: the client says which it is.
#include <gtest/gtest.h>

#include <cstdlib>

#include "platform/http_client.h"
#include "tests/platform/tls_peers.h"

namespace smilepost::platform {
namespace {

using tests::TlsPeers;

constexpr std::int64_t a_day_s = 86'400;

class HttpNetwork : public testing::Test {
 protected:
  static void SetUpTestSuite() { peers = std::make_unique<TlsPeers>(); }
  static void TearDownTestSuite() { peers.reset(); }

  static Result<HttpResponse> send(const std::string& url, const NetworkOptions& network) {
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.body = {'h', 'i'};
    CurlOptions options;
    options.network = network;
    return make_curl_client(options)->send(request);
  }
  static NetworkOptions trusting() {
    NetworkOptions network;
    network.ca_file = peers->file("ca.pem");
    return network;
  }
  static NetworkOptions behind(const std::string& proxy) {
    NetworkOptions network = trusting();
    network.proxy = "http://127.0.0.1:" + peers->port(proxy);
    return network;
  }
  static NetworkOptions by_clock(std::int64_t unix_s) {
    NetworkOptions network = trusting();
    network.certificate_time_s = [unix_s] { return unix_s; };
    return network;
  }
  static void expect_hello(const std::string& url, const NetworkOptions& network) {
    const auto response = send(url, network);
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(std::string(response->body.begin(), response->body.end()), "hello");
  }
  // One line, the same each time, that begins with the address.
  static void expect_fault(const std::string& url, const NetworkOptions& network,
                           const std::string& words) {
    const auto first = send(url, network), second = send(url, network);
    ASSERT_FALSE(first);
    ASSERT_FALSE(second);
    const std::string& line = first.error().message;
    EXPECT_EQ(line.find(url + ": "), 0U) << line;
    EXPECT_NE(line.find(words), std::string::npos) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    EXPECT_EQ(line, second.error().message);
  }

  static std::unique_ptr<TlsPeers> peers;
};
std::unique_ptr<TlsPeers> HttpNetwork::peers;

TEST_F(HttpNetwork, an_organisations_own_authority_vouches_over_ipv4_and_ipv6) {
  expect_hello(peers->https("good"), trusting());
  expect_hello(peers->https("good", "localhost"), trusting());
  expect_hello(peers->https("good6", "[::1]"), trusting());
  expect_hello("http://[::1]:" + peers->port("plain6") + "/", {});
}

TEST_F(HttpNetwork, nobody_is_trusted_without_it) {
  expect_fault(peers->https("good"), {}, "no authority that this kiosk knows");
  auto other = trusting();
  other.ca_file = peers->file("portal.pem");  // instead of the system's, not beside them
  expect_fault(peers->https("good"), other, "set /network/ca_file");
}

TEST_F(HttpNetwork, a_pin_or_its_backup_must_be_the_key) {
  auto network = trusting();
  network.pins = {peers->pin("good")};
  expect_hello(peers->https("good"), network);
  network.pins = {peers->pin("client-p256"), peers->pin("good")};
  expect_hello(peers->https("good"), network);
  network.pins = {peers->pin("client-p256"), peers->pin("client-ed25519")};
  expect_fault(peers->https("good"), network, "none of those pinned");
}

TEST_F(HttpNetwork, a_pinned_key_does_not_excuse_a_bad_certificate) {
  auto network = trusting();
  network.pins = {peers->pin("expired"), peers->pin("portal")};
  expect_fault(peers->https("expired"), network, "expired");
  expect_fault(peers->https("portal"), network, "no authority");
}

TEST_F(HttpNetwork, a_client_certificate_of_either_kind_opens_what_wants_one) {
  for (const std::string kind : {"client-p256", "client-ed25519"}) {
    auto network = trusting();
    network.client_certificate = peers->file(kind + ".pem");
    network.client_key = peers->file(kind + ".key");
    expect_hello(peers->https("mutual"), network);
  }
  expect_fault(peers->https("mutual"), trusting(), "/network/client_certificate");
  auto stranger = trusting();
  stranger.client_certificate = peers->file("portal.pem");
  stranger.client_key = peers->file("portal.key");
  expect_fault(peers->https("mutual"), stranger, "/network/client_certificate");
}

TEST_F(HttpNetwork, a_certificate_is_said_to_be_expired_by_which_date) {
  expect_fault(peers->https("expired"), trusting(), "has expired by this kiosk's date, 20");
  expect_fault(peers->https("future"), trusting(), "is not valid yet by this kiosk's date, 20");
  expect_fault(peers->https("elsewhere"), trusting(), "for another name");
}

TEST_F(HttpNetwork, certificates_are_judged_at_the_time_that_is_handed_in) {
  const auto now = static_cast<std::int64_t>(::time(nullptr));
  expect_hello(peers->https("good"), by_clock(now));
  expect_fault(peers->https("good"), by_clock(0), "not valid yet by this kiosk's date, 1970-01-01");
  expect_hello(peers->https("future"), by_clock(now + 950 * a_day_s));
  expect_fault(peers->https("good"), by_clock(3'345'000'000), "expired by this kiosk's date, 2075");
  expect_hello(peers->https("expired"), by_clock(now - 45 * a_day_s));
}

TEST_F(HttpNetwork, a_proxy_carries_it_through_with_and_without_a_login) {
  expect_hello("https://backend.test/", behind("proxy"));
  auto network = behind("proxy-login");
  network.proxy_name = "Kiosk";
  network.proxy_password = "S%e:cret";
  expect_hello("https://backend.test/", network);
}

TEST_F(HttpNetwork, a_proxy_that_refuses_is_said) {
  expect_fault("https://backend.test/", behind("proxy-login"), "/network/proxy_login_file");
  auto network = behind("proxy-login");
  network.proxy_name = "Kiosk";
  network.proxy_password = "wrong";
  expect_fault("https://backend.test/", network, "HTTP 407");
  expect_fault("https://backend.test/", behind("proxy-refuses"), "HTTP 403");
  network.proxy = "http://127.0.0.1:1";
  expect_fault("https://backend.test/", network, "port of the proxy");
  network.proxy = "http://proxy.invalid:3128";
  expect_fault("https://backend.test/", network, "proxy's name");
}

TEST_F(HttpNetwork, a_proxy_that_opens_tls_itself_is_not_believed) {
  expect_fault("https://backend.test/", behind("proxy-hijacks"), "a portal or a proxy may answer");
}

TEST_F(HttpNetwork, the_setting_goes_before_the_environment) {
  ASSERT_EQ(::setenv("https_proxy", "http://127.0.0.1:1", 1), 0);
  ASSERT_EQ(::setenv("no_proxy", "*", 1), 0);
  expect_hello("https://backend.test/", behind("proxy"));
  ::unsetenv("no_proxy");
  auto none = trusting();
  none.proxy = "";
  expect_fault("https://backend.invalid/", none, "name cannot be looked up");
  expect_fault("https://backend.invalid/", trusting(), "nobody answers at that port");
  ::unsetenv("https_proxy");
  expect_hello(peers->https("good"), behind("proxy-refuses"));  // loopback: no proxy
}

TEST_F(HttpNetwork, what_is_no_tls_or_no_http_is_said) {
  expect_fault(peers->https("plain"), trusting(), "does not speak TLS");
  expect_fault(peers->https("rubbish"), trusting(), "does not speak TLS");
  expect_fault("http://127.0.0.1:" + peers->port("rubbish") + "/", {}, "does not speak HTTP");
  expect_fault("http://127.0.0.1:" + peers->port("cut") + "/", {}, "broke off");
  expect_fault("https://127.0.0.1:1/", trusting(), "nobody answers at that port");
}

}  // namespace
}  // namespace smilepost::platform
