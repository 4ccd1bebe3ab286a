#include "deploy/provisioning/kiosk_toml.h"

#include <gmock/gmock.h>

#include "record/receipt.h"

namespace smilepost::provisioning {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string code() {
  record::EnrolmentCode code;
  code.secret.fill(7);
  return record::to_string(code);
}

std::string full() {
  return "name = \"Exit north\"\nstaff_pin = \"846213\"\nrotation = 90\nlanguages = [\"de\", "
         "\"en\"]\n"
         "time_zone = \"Europe/Berlin\"\nhost_name = \"kiosk-17\"\n\n[backend]\n"
         "address = \"https://feedback.example\"\ncode = \"" +
         code() +
         "\"\n\n[wifi]\nssid = \"Shop\"\n"
         "passphrase = \"a secret of the shop\"\nhidden = true\n\n[address]\naddress = "
         "\"192.168.1.20/24\"\n"
         "gateway = \"192.168.1.1\"\ndns = [\"192.168.1.1\", \"2001:db8::1\"]\n";
}

std::string fault(std::string_view text) {
  const auto settings = read_kiosk_toml(text, "kiosk.toml");
  return settings ? "" : settings.error().message;
}

TEST(KioskToml, says_what_a_kiosk_is_to_be) {
  const auto settings = read_kiosk_toml(full(), "kiosk.toml");
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->name, "Exit north");
  EXPECT_EQ(settings->staff_pin, "846213");
  EXPECT_EQ(settings->rotation, 90);
  EXPECT_THAT(settings->languages, ElementsAre("de", "en"));
  EXPECT_EQ(settings->time_zone, "Europe/Berlin");
  EXPECT_EQ(settings->host_name, "kiosk-17");
  EXPECT_EQ(settings->backend, "https://feedback.example");
  EXPECT_EQ(settings->code, code());
  ASSERT_TRUE(settings->wifi);
  EXPECT_EQ(settings->wifi->ssid, "Shop");
  EXPECT_EQ(settings->wifi->passphrase, "a secret of the shop");
  EXPECT_TRUE(settings->wifi->hidden);
  ASSERT_TRUE(settings->address);
  EXPECT_EQ(settings->address->gateway, "192.168.1.1");
  EXPECT_THAT(settings->address->dns, ElementsAre("192.168.1.1", "2001:db8::1"));
}

TEST(KioskToml, may_be_as_editors_and_people_leave_it) {
  for (const std::string text : {
           "\xEF\xBB\xBFname = \"Exit north\"\r\n\r\nrotation = 180\r\n",
           "name = “Exit north”\nrotation = 180\n",
           "name = „Exit north“\nrotation = 180",
           "name = ‘Exit north’\nrotation = 180\n",
           "# ours: “Exit north”\nname\xC2\xA0= \"Exit north\"\nrotation = 180\n",
       }) {
    const auto settings = read_kiosk_toml(text, "kiosk.toml");
    ASSERT_TRUE(settings) << text << settings.error().message;
    EXPECT_EQ(settings->name, "Exit north");
    EXPECT_EQ(settings->rotation, 180);
  }
}

TEST(KioskToml, typographic_quotes_within_a_value_stay) {
  const auto settings = read_kiosk_toml("name = \"Exit “north”\"\n", "kiosk.toml");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->name, "Exit “north”");
}

TEST(KioskToml, each_fault_says_the_line_and_what_to_do) {
  const std::pair<const char*, const char*> faults[] = {
      {"name = Exit", "kiosk.toml:1: this line cannot be read"},
      {"\nname = 7", "kiosk.toml:2: name: write it in quotes"},
      {"name = \"\"", "name: is empty"},
      {"staff_pin = \"111111\"", "kiosk.toml:1: staff_pin: "},
      {"staff_pin = 846213", "staff_pin: write it in quotes"},
      {"rotation = 45", "rotation: must be 0, 90, 180 or 270"},
      {"languages = \"de\"", "languages: must be a list such as"},
      {"languages = [\"d e\"]", "languages: must be language tags"},
      {"time_zone = \"Berlin\"", "is no time zone that is known"},
      {"host_name = \"kiosk 17\"", "host_name: must be"},
      {"nmae = \"x\"", "there is no such setting; mend its spelling. Possible here: name, "},
      {"backend = \"https://x\"", "backend: write it as [backend]"},
      {"[backend]\naddress = \"feedback example\"", "kiosk.toml:2: backend.address: must be"},
      {"[backend]\naddress = \"http://feedback.example\"", "backend.address: must be"},
      {"[backend]\naddress = \"http://localhost.example\"", "backend.address: must be"},
      {"[backend]\naddress = \"https://\"", "backend.address: must be"},
      {"[backend]\ncode = \"7K3M\"", "backend.code: is mistyped"},
      {"[wifi]\nssid = \"Shop\"\npassphrase = \"short\"", "kiosk.toml:3: wifi.passphrase: must be"},
      {"[wifi]\npassphrase = \"long enough\"", "[wifi] needs ssid"},
      {"[wifi]\nssid = \"a\\nb\"", "wifi.ssid: must be"},
      {"[wifi]\nhidden = 1", "must be true or false"},
      {"[address]\naddress = \"192.168.1.20\"", "address.address: must be an address and"},
      {"[address]\naddress = \"192.168.1.20/33\"", "address.address: must be"},
      {"[address]\ngateway = \"192.168.1.1\"", "[address] needs address"},
      {"[address]\naddress = \"10.0.0.2/8\"\ngateway = \"here\"", "address.gateway: must be"},
      {"\xFF\xFEn\0a", "save it again with the encoding UTF-8"},
      {"name = \"Caf\xE9\"", "is no text in UTF-8"},
      {"{\\rtf1 name", "saved by a word processor"},
  };
  for (const auto& [text, expected] : faults) {
    EXPECT_THAT(fault(text), HasSubstr(expected)) << text;
    EXPECT_THAT(fault(text), StartsWith("kiosk.toml")) << text;
    EXPECT_THAT(fault(text), Not(HasSubstr("\n"))) << text;
  }
  EXPECT_THAT(fault("[backend]\ncode = \"" + code() + "\""),
              HasSubstr("has a code, but no address"));
}

// What is said of a fault stands on the card and in the log.
TEST(KioskToml, no_fault_repeats_a_secret) {
  for (const std::string text :
       {"staff_pin = \"846213846213\"", "staff_pin = 846213", "846213 = 1 = 2",
        "[wifi]\nssid = \"Shop\"\npassphrase = \"846213\"",
        "[wifi]\nssid = \"Shop\"\npassphrase = 846213!", "\"846213\" = \"x\"",
        "[backend]\ncode = \"846213\"", "[\"846213\"]\nx = 1"}) {
    EXPECT_THAT(fault(text), Not(HasSubstr("846213"))) << text;
    EXPECT_NE(fault(text), "") << text;
  }
}

TEST(KioskToml, an_address_waits_for_a_code_from_the_glass) {
  EXPECT_EQ(fault("[backend]\naddress = \"https://feedback.example\""), "");
  EXPECT_EQ(fault("[backend]\naddress = \"http://127.0.0.1:8480\""), "");
}

}  // namespace
}  // namespace smilepost::provisioning
