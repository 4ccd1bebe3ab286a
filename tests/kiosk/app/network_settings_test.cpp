#include "kiosk/network_settings.h"

#include <gtest/gtest.h>

#include "platform/files.h"
#include "tests/platform/tls_peers.h"

namespace smilepost::kiosk {
namespace {

class NetworkSettings : public testing::Test {
 protected:
  static void SetUpTestSuite() { peers = std::make_unique<tests::TlsPeers>(); }
  static void TearDownTestSuite() { peers.reset(); }

  NetworkSettings() { config_.file = "/etc/kiosk.json"; }
  void login(std::string_view text) {
    config_.network.proxy_login_file = peers->file("login");
    ASSERT_TRUE(platform::write_file(config_.network.proxy_login_file, text));
  }
  // One line with the place and the remedy.
  void expect_fault(const std::string& place, const std::string& words) const {
    const auto options = network_settings(config_);
    ASSERT_FALSE(options);
    const std::string& line = options.error().message;
    EXPECT_EQ(line.find("/etc/kiosk.json at /network/" + place + ": "), 0U) << line;
    EXPECT_NE(line.find(words), std::string::npos) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
  }

  static std::unique_ptr<tests::TlsPeers> peers;
  Config config_;
};
std::unique_ptr<tests::TlsPeers> NetworkSettings::peers;

TEST_F(NetworkSettings, nothing_said_is_nothing_set) {
  const auto options = network_settings(config_);
  ASSERT_TRUE(options);
  EXPECT_TRUE(options->pins.empty());
  EXPECT_TRUE(options->ca_file.empty());
  EXPECT_TRUE(options->client_certificate.empty());
  EXPECT_FALSE(options->proxy);
}

TEST_F(NetworkSettings, what_is_sound_is_taken) {
  config_.network.pins = {peers->pin("good"), peers->pin("ca")};
  config_.network.ca_file = peers->file("ca.pem");
  config_.network.client_certificate = peers->file("client-ed25519.pem");
  config_.network.client_key = peers->file("client-ed25519.key");
  config_.network.proxy = "http://127.0.0.1:3128";
  login("Kiosk 7:sec:ret\r\nnot read\n");
  const auto options = network_settings(config_);
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->pins, config_.network.pins);
  EXPECT_EQ(options->ca_file, config_.network.ca_file);
  EXPECT_EQ(options->client_certificate, config_.network.client_certificate);
  EXPECT_EQ(options->client_key, config_.network.client_key);
  EXPECT_EQ(options->proxy, "http://127.0.0.1:3128");
  EXPECT_EQ(options->proxy_name, "Kiosk 7");
  EXPECT_EQ(options->proxy_password, "sec:ret");
}

TEST_F(NetworkSettings, a_file_of_authorities_is_looked_at) {
  config_.network.ca_file = peers->file("ca.key");
  expect_fault("ca_file", "ca.key: holds no certificate");
}

TEST_F(NetworkSettings, a_client_certificate_and_its_key_are_looked_at) {
  config_.network.client_certificate = peers->file("client-p256.pem");
  expect_fault("client_certificate", "go together");
  config_.network.client_key = peers->file("client-ed25519.key");
  expect_fault("client_certificate", "belong together");
  config_.network.client_certificate.clear();
  expect_fault("client_key", "go together");
}

TEST_F(NetworkSettings, a_proxys_login_is_looked_at_and_never_repeated) {
  config_.network.proxy_login_file = peers->file("none");
  expect_fault("proxy_login_file", "does it exist");
  login("");
  expect_fault("proxy_login_file", "name:password");
  login("secret");
  expect_fault("proxy_login_file", "name:password");
  EXPECT_EQ(network_settings(config_).error().message.find("secret"), std::string::npos);
}

TEST_F(NetworkSettings, what_was_wrong_in_the_file_is_passed_on) {
  const auto config = parse_config(R"({"network": {"pins": ["x"]}})", "/etc/kiosk.json");
  ASSERT_TRUE(config);
  config_ = *config;
  expect_fault("pins", "44 characters");
}

}  // namespace
}  // namespace smilepost::kiosk
