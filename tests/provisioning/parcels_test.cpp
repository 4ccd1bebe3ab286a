#include "deploy/provisioning/parcels.h"

#include <gmock/gmock.h>

#include "kiosk/staff/pin.h"
#include "kiosk/sync/setup_file.h"
#include "record/keys.h"

namespace smilepost::provisioning {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Parcels : public ::testing::Test {
 protected:
  Parcels() { record::initialise_crypto(); }

  std::vector<Parcel> of(const Settings& settings) {
    auto parcels = parcels_of(settings, {});
    EXPECT_TRUE(parcels);
    return *std::move(parcels);
  }
};

TEST_F(Parcels, nothing_set_changes_nothing) {
  EXPECT_THAT(of({}), IsEmpty());
}

TEST_F(Parcels, wifi_is_a_connection_that_only_root_reads) {
  const auto parcels = of({.wifi = Wifi{"Shop;1", " back\\slash", true}});
  ASSERT_EQ(parcels.size(), 1U);
  EXPECT_EQ(parcels[0].file, "/etc/NetworkManager/system-connections/smilepost.nmconnection");
  EXPECT_EQ(parcels[0].mode, 0600U);
  EXPECT_FALSE(parcels[0].of_kiosk);
  EXPECT_EQ(parcels[0].text,
            "[connection]\nid=smilepost\ntype=wifi\nautoconnect-priority=10\n\n"
            "[wifi]\nmode=infrastructure\nssid=83;104;111;112;59;49;\nhidden=true\n\n"
            "[wifi-security]\nkey-mgmt=wpa-psk\npsk=\\sback\\\\slash\n\n"
            "[ipv4]\nmethod=auto\n\n[ipv6]\nmethod=auto\n");
}

TEST_F(Parcels, a_fixed_address_may_be_of_either_kind) {
  const auto four = connection_text(
      {.address = StaticAddress{"192.168.1.20/24", "192.168.1.1", {"192.168.1.1", "2001:db8::1"}}});
  EXPECT_THAT(four, HasSubstr("type=ethernet\n"));
  EXPECT_THAT(
      four,
      HasSubstr("[ipv4]\nmethod=manual\naddress1=192.168.1.20/24,192.168.1.1\ndns=192.168.1.1;\n"));
  EXPECT_THAT(four, HasSubstr("[ipv6]\nmethod=auto\ndns=2001:db8::1;\n"));
  const auto six = connection_text({.address = StaticAddress{"2001:db8::2/64", "", {}}});
  EXPECT_THAT(six,
              HasSubstr("[ipv4]\nmethod=auto\n\n[ipv6]\nmethod=manual\naddress1=2001:db8::2/64\n"));
}

TEST_F(Parcels, the_pin_is_kept_as_its_hash_alone) {
  const auto parcels =
      of({.name = "Exit north", .staff_pin = "846213", .backend = "https://x", .code = "7K3M"});
  ASSERT_EQ(parcels.size(), 1U);
  EXPECT_TRUE(parcels[0].of_kiosk && parcels[0].is_patch);
  EXPECT_THAT(parcels[0].text, Not(HasSubstr("846213")));
  const auto setup = kiosk::parse_setup(patched("", parcels[0].text), "setup.json");
  ASSERT_TRUE(setup);
  EXPECT_TRUE(kiosk::verify_pin("846213", setup->pin_hash));
  EXPECT_EQ(setup->label, "Exit north");
  EXPECT_EQ(setup->backend_url, "https://x");
  EXPECT_EQ(setup->code, "7K3M");
}

TEST_F(Parcels, what_a_file_leaves_out_stays_as_it_was) {
  const kiosk::KioskSetup before{
      .backend_url = "https://x", .code = "7K3M", .label = "Exit", .waiting_since_ms = 5};
  const auto named = of({.name = "Exit south"});
  const auto after = kiosk::parse_setup(patched(setup_text(before), named.at(0).text), "");
  ASSERT_TRUE(after);
  EXPECT_EQ(after->code, "7K3M");
  EXPECT_EQ(after->waiting_since_ms, 5);
  EXPECT_EQ(after->label, "Exit south");
  const auto anew = of({.backend = "https://y", .code = "8888"});
  const auto again = kiosk::parse_setup(patched(setup_text(before), anew.at(0).text), "");
  EXPECT_EQ(again->waiting_since_ms, 0);
  EXPECT_EQ(again->label, "Exit");
}

TEST_F(Parcels, display_languages_time_zone_and_host_name_have_their_places) {
  const auto parcels = of(
      {.rotation = 270, .languages = {"de", "en"}, .time_zone = "Europe/Berlin", .host_name = "k"});
  ASSERT_EQ(parcels.size(), 3U);
  EXPECT_EQ(parcels[0].file, "/etc/hostname");
  EXPECT_EQ(parcels[1].text, "TZ=Europe/Berlin\n");
  EXPECT_EQ(parcels[2].file, "/var/lib/smilepost-provision/kiosk.json");
  EXPECT_THAT(parcels[2].text, HasSubstr("\"rotation\": 270"));
  EXPECT_THAT(parcels[2].text, HasSubstr("\"default\": \"de\""));
}

}  // namespace
}  // namespace smilepost::provisioning
