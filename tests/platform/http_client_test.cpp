#include "platform/http_client.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "tests/kiosk/fakes/fake_http_client.h"
#include "tests/platform/loopback_server.h"

namespace smilepost::platform {
namespace {

using tests::http_answer;
using tests::LoopbackServer;

std::string answer_ok(const std::string& /*request*/) {
  return http_answer("200 OK", "Content-Type: Text/Plain; charset=utf-8\r\n", "hello");
}
std::string answer_never(const std::string& /*request*/) {
  return {};
}

HttpRequest to(const std::string& url) {
  HttpRequest request;
  request.url = url;
  return request;
}

TEST(http_client, status_type_and_body_come_back) {
  const LoopbackServer server(answer_ok);
  const auto response = make_curl_client()->send(to(server.url()));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->content_type, "text/plain");
  EXPECT_EQ(std::string(response->body.begin(), response->body.end()), "hello");
}

TEST(http_client, method_headers_and_body_are_sent) {
  const LoopbackServer server(answer_ok);
  auto request = to(server.url("/v1/records"));
  request.method = "POST";
  request.headers = {{"Content-Type", "application/cbor-seq"}, {"Smilepost-Token", "00ff"}};
  request.body = {'a', 0, 'b'};
  ASSERT_TRUE(make_curl_client()->send(request));
  const std::string sent = server.requests().at(0);
  EXPECT_EQ(sent.find("POST /v1/records HTTP/1.1\r\n"), 0U);
  EXPECT_NE(sent.find("\r\nContent-Type: application/cbor-seq\r\n"), std::string::npos);
  EXPECT_NE(sent.find("\r\nSmilepost-Token: 00ff\r\n"), std::string::npos);
  EXPECT_EQ(sent.find("Expect"), std::string::npos);
  EXPECT_EQ(sent.substr(sent.size() - 3), std::string("a\0b", 3));
}

TEST(http_client, an_empty_body_is_posted_as_such_and_one_client_serves_many_requests) {
  const LoopbackServer server(answer_ok);
  const auto client = make_curl_client();
  auto request = to(server.url());
  request.method = "POST";
  ASSERT_TRUE(client->send(request));
  ASSERT_TRUE(client->send(to(server.url())));
  EXPECT_NE(server.requests().at(0).find("Content-Length: 0\r\n"), std::string::npos);
  EXPECT_EQ(server.requests().at(1).find("GET / "), 0U);
}

TEST(http_client, redirects_are_not_followed) {
  const LoopbackServer server(
      [](const std::string&) { return http_answer("302 Found", "Location: /elsewhere\r\n", ""); });
  const auto response = make_curl_client()->send(to(server.url()));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(http_client, too_long_a_response_is_an_error) {
  const LoopbackServer server(
      [](const std::string&) { return http_answer("200 OK", "", std::string(1001, 'x')); });
  EXPECT_FALSE(make_curl_client({.largest_body = 1000})->send(to(server.url())));
  EXPECT_TRUE(make_curl_client({.largest_body = 1001})->send(to(server.url())));
}

TEST(http_client, a_response_cut_short_is_an_error) {
  const LoopbackServer server(
      [](const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"; });
  EXPECT_FALSE(make_curl_client()->send(to(server.url())));
}

TEST(http_client, silence_times_out) {
  const LoopbackServer server(answer_never);
  const auto client = make_curl_client({.total_timeout = std::chrono::milliseconds(50)});
  const auto response = client->send(to(server.url()));
  ASSERT_FALSE(response);
  EXPECT_NE(response.error().message.find(server.url()), std::string::npos);
}

TEST(http_client, a_line_that_went_dead_is_given_up_long_before_a_slow_one) {
  const LoopbackServer server(answer_never);
  const auto client = make_curl_client({.stall_timeout = std::chrono::seconds(1)});
  EXPECT_FALSE(client->send(to(server.url())));
  // A batch of 512 KiB at 8 kbit/s.
  EXPECT_GT(CurlOptions{}.total_timeout, std::chrono::seconds(512));
}

TEST(http_client, stop_ends_the_request_under_way_and_later_ones) {
  LoopbackServer server(answer_never);
  const auto client = make_curl_client();
  std::thread stopper([&] {
    server.wait_for_request();
    client->stop();
  });
  EXPECT_FALSE(client->send(to(server.url())));
  stopper.join();
  EXPECT_FALSE(client->send(to(server.url())));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(http_client, the_fake_stops_as_well) {
  tests::FakeHttpClient fake(tests::always(200, "text/plain", ""));
  EXPECT_TRUE(fake.send(to("http://localhost/")));
  fake.stop();
  EXPECT_FALSE(fake.send(to("http://localhost/")));
  EXPECT_EQ(fake.requests.size(), 1U);
}

TEST(http_client, plain_http_goes_to_loopback_only) {
  const auto client = make_curl_client({.connect_timeout = std::chrono::milliseconds(50),
                                        .total_timeout = std::chrono::milliseconds(50)});
  for (const char* url : {"http://192.0.2.1/", "http://example.invalid/", "http://128.0.0.1/",
                          "http://localhost.example.invalid/", "http://127.0.0.1@192.0.2.1/"}) {
    const auto response = client->send(to(url));
    ASSERT_FALSE(response);
    EXPECT_NE(response.error().message.find("use https"), std::string::npos) << url;
  }
  for (const char* url : {"ftp://127.0.0.1/", "file:///etc/hostname", "", "http://", "nonsense"}) {
    EXPECT_FALSE(client->send(to(url))) << url;
  }
}

TEST(http_client, every_name_of_loopback_is_served_and_no_proxy_asked) {
  const LoopbackServer server(answer_ok);
  const LoopbackServer proxy(
      [](const std::string&) { return http_answer("502 Bad Gateway", "", ""); });
  ASSERT_EQ(::setenv("http_proxy", proxy.url().c_str(), 1), 0);
  for (const std::string host : {"127.0.0.1", "127.1.2.3", "localhost", "LOCALHOST"}) {
    const auto url = "http://" + host + ":" + std::to_string(server.port()) + "/";
    const auto response = make_curl_client()->send(to(url));
    // 127.1.2.3 has nobody who listens, but is asked.
    if (host == "127.1.2.3") {
      EXPECT_FALSE(response);
      continue;
    }
    ASSERT_TRUE(response) << url;
    EXPECT_EQ(response->status, 200) << url;
  }
  ::unsetenv("http_proxy");
  EXPECT_TRUE(proxy.requests().empty());
}

}  // namespace
}  // namespace smilepost::platform
