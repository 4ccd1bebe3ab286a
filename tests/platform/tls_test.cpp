#include "platform/tls.h"

#include <gtest/gtest.h>

#include "platform/files.h"
#include "tests/platform/tls_peers.h"

namespace smilepost::platform {
namespace {

class TlsFiles : public testing::Test {
 protected:
  static void SetUpTestSuite() { peers = std::make_unique<tests::TlsPeers>(); }
  static void TearDownTestSuite() { peers.reset(); }
  static std::filesystem::path file(const std::string& name) { return peers->file(name); }

  // One line with the file and the remedy.
  static void expect_fault(const Status& status, const std::string& name,
                           const std::string& words) {
    ASSERT_FALSE(status);
    const std::string& line = status.error().message;
    EXPECT_EQ(line.find(file(name).string() + ": "), 0U) << line;
    EXPECT_NE(line.find(words), std::string::npos) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
  }
  static std::unique_ptr<tests::TlsPeers> peers;
};
std::unique_ptr<tests::TlsPeers> TlsFiles::peers;

TEST_F(TlsFiles, good_ones_pass) {
  EXPECT_TRUE(check_authorities(file("ca.pem")));
  for (const std::string kind : {"client-p256", "client-ed25519"}) {
    const auto status = check_client_certificate(file(kind + ".pem"), file(kind + ".key"));
    EXPECT_TRUE(status) << status.error().message;
  }
}

TEST_F(TlsFiles, bad_ones_are_said_with_their_remedy) {
  ASSERT_TRUE(write_file(file("empty.pem"), std::string_view()));
  expect_fault(check_authorities(file("none.pem")), "none.pem", "does it exist");
  expect_fault(check_authorities(file("empty.pem")), "empty.pem", "export it as PEM");
  expect_fault(check_authorities(file("ca.key")), "ca.key", "no certificate");
  const auto certificate = file("client-p256.pem");
  expect_fault(check_client_certificate(file("ca.key"), file("ca.key")), "ca.key", "certificate");
  expect_fault(check_client_certificate(certificate, file("none.key")), "none.key", "exist");
  expect_fault(check_client_certificate(certificate, certificate), "client-p256.pem", "no private");
  expect_fault(check_client_certificate(certificate, file("locked.key")), "locked.key", "password");
  expect_fault(check_client_certificate(certificate, file("ca.key")), "ca.key", "belong together");
}

TEST_F(TlsFiles, a_pin_has_one_spelling) {
  const std::string pin = peers->pin("good");
  EXPECT_TRUE(is_public_key_pin(pin));
  EXPECT_FALSE(is_public_key_pin(pin.substr(8)));
  EXPECT_FALSE(is_public_key_pin(pin + "="));
  EXPECT_FALSE(is_public_key_pin(pin + ";" + pin));
  EXPECT_FALSE(is_public_key_pin("sha256//"));
  EXPECT_FALSE(is_public_key_pin(std::string("sha256//") + std::string(43, '-') + "="));
  std::string spelt_otherwise = pin;
  spelt_otherwise[pin.size() - 2] = 'B';  // two bits beyond the 32 bytes
  EXPECT_FALSE(is_public_key_pin(spelt_otherwise));
}

}  // namespace
}  // namespace smilepost::platform
