#include "kiosk/staff/backend_address.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

TEST(BackendAddress, may_lack_what_goes_without_saying) {
  EXPECT_EQ(backend_address("feedback.example"), "https://feedback.example");
  EXPECT_EQ(backend_address("https://feedback.example/smile/"), "https://feedback.example/smile/");
  EXPECT_EQ(backend_address("192.168.1.5:8443"), "https://192.168.1.5:8443");
  EXPECT_EQ(backend_address("https://[2001:db8::1]:8443"), "https://[2001:db8::1]:8443");
}

TEST(BackendAddress, is_plain_to_this_machine_alone) {
  EXPECT_EQ(backend_address("http://127.0.0.1:8480"), "http://127.0.0.1:8480");
  EXPECT_EQ(backend_address("http://localhost"), "http://localhost");
  EXPECT_FALSE(backend_address("http://feedback.example"));
  EXPECT_FALSE(backend_address("http://localhost.example"));
  EXPECT_FALSE(backend_address("http://127.0.0.1.example"));
}

TEST(BackendAddress, is_nothing_that_leads_elsewhere) {
  for (const auto* text :
       {"", "https://", "ftp://feedback.example", "https://name:word@feedback.example", "a b",
        "https://feedback.example\n", "https://x:0", "https://x:65536", "https://x:y", ".", "a..b",
        "https:///fleet", "[", "https://[]", "-x", "https://x?y", "https://x#y", "x:"}) {
    EXPECT_FALSE(backend_address(text)) << text;
  }
  EXPECT_FALSE(backend_address(std::string(301, 'a')));
}

}  // namespace
}  // namespace smilepost::kiosk
