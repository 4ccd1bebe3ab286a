#include "backend/accounts/site.h"

#include <gtest/gtest.h>

namespace smilepost::backend {
namespace {

Request from(const std::string& peer, std::map<std::string, std::string> headers) {
  Request request{"GET", "/", std::move(headers), {}};
  request.peer = peer;
  return request;
}

TEST(SiteTest, TakesAnAddressAsBrowsersShowIt) {
  for (const char* good : {"https://feedback.example", "http://10.0.0.5:8480", "https://[::1]"}) {
    EXPECT_TRUE(check_public_address(good)) << good;
  }
  for (const char* bad :
       {"feedback.example", "https://", "https://Feedback.example", "https://feedback.example/",
        "https://a b", "ftp://feedback.example", "https://me@feedback.example", "https://x\r\ny"}) {
    EXPECT_FALSE(check_public_address(bad)) << bad;
  }
}

TEST(SiteTest, AnswersUnderItsNamesAndThePublicOne) {
  const Site site({"localhost"}, "https://feedback.example");
  EXPECT_TRUE(site.allows_host(from("", {{"host", "localhost:8480"}})));
  EXPECT_TRUE(site.allows_host(from("", {{"host", "feedback.example"}})));
  EXPECT_FALSE(site.allows_host(from("", {{"host", "evil.example"}})));
  EXPECT_TRUE(Site({}, {}).allows_host(from("", {{"host", "any.example"}})));
}

// A browser that says no Sec-Fetch-Site, behind a proxy that passes another Host on.
TEST(SiteTest, KnowsItsOwnFormsByTheirOrigin) {
  const Site site({"localhost"}, "https://feedback.example");
  const auto own = [&](const char* origin, const char* host) {
    return site.is_own_origin(from("", {{"origin", origin}, {"host", host}}));
  };
  EXPECT_TRUE(own("https://feedback.example", "localhost"));
  EXPECT_TRUE(own("http://localhost:8480", "localhost:8480"));
  EXPECT_FALSE(own("http://feedback.example", "localhost")) << "not by https";
  EXPECT_FALSE(own("https://feedback.example.evil.example", "localhost"));
  EXPECT_FALSE(own("null", "localhost"));
  EXPECT_FALSE(own("", "localhost"));
}

TEST(SiteTest, BelievesAProxyOnThisMachineAlone) {
  const Site site({}, {});
  EXPECT_TRUE(site.is_https(from("127.0.0.1", {{"x-forwarded-proto", "https"}})));
  EXPECT_FALSE(site.is_https(from("10.0.0.9", {{"x-forwarded-proto", "https"}})));
  EXPECT_FALSE(site.is_https(from("127.0.0.1", {})));
  EXPECT_EQ(Site::address_of(from("127.0.0.1", {{"x-forwarded-for", "1.2.3.4, 10.0.0.7"}})),
            "10.0.0.7");
  EXPECT_EQ(Site::address_of(from("10.0.0.9", {{"x-forwarded-for", "1.2.3.4"}})), "10.0.0.9");
  EXPECT_TRUE(Site({}, "https://f.example").is_https(from("10.0.0.9", {{"host", "f.example"}})));
}

TEST(SiteTest, TellsThisMachineFromEverythingElse) {
  EXPECT_TRUE(Site::is_this_machine(from("127.0.0.1", {{"host", "localhost:8480"}})));
  EXPECT_TRUE(Site::is_this_machine(from("::1", {{"host", "[::1]:8480"}})));
  EXPECT_FALSE(Site::is_this_machine(from("10.0.0.9", {{"host", "localhost"}})));
  EXPECT_FALSE(Site::is_this_machine(from("", {{"host", "localhost"}})));
  EXPECT_FALSE(Site::is_this_machine(from("127.0.0.1", {{"host", "rebound.example"}})));
  for (const char* header : {"x-forwarded-for", "x-forwarded-proto", "forwarded", "via"}) {
    EXPECT_FALSE(Site::is_this_machine(from("127.0.0.1", {{"host", "localhost"}, {header, "x"}})))
        << header;
  }
}

}  // namespace
}  // namespace smilepost::backend
