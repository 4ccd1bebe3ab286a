#include "deploy/provisioning/provisioning.h"

#include <gmock/gmock.h>

#include "kiosk/staff/pin.h"
#include "kiosk/sync/setup_file.h"
#include "record/keys.h"
#include "record/receipt.h"
#include "tests/platform/simulated_disk.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::provisioning {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Outcome = Provisioning::Outcome;

const Places places{.card = "/setup",
                    .state = "/state",
                    .own = "/own",
                    .networks = "/nm",
                    .host_name = "/etc/hostname"};
constexpr const char* passphrase = "a secret of the shop";

std::string code() {
  record::EnrolmentCode code;
  code.secret.fill(7);
  return record::to_string(code);
}

// The PIN is left out where the disk fails at every call: its hash takes 0.1 s.
std::string toml(const std::string& pin = "") {
  return "name = \"Exit north\"\nrotation = 90\ntime_zone = \"Europe/Berlin\"\n" + pin +
         "[backend]\naddress = \"https://feedback.example\"\ncode = \"" + code() +
         "\"\n[wifi]\nssid = \"Shop\"\n" + "passphrase = \"" + passphrase + "\"\n" + "# " +
         std::string(1500, 'x') + "\n";
}

void put(platform::Disk& disk, const std::string& file, const std::string& text) {
  ASSERT_TRUE(disk.write(file, std::vector<std::uint8_t>(text.begin(), text.end()), 0644));
  ASSERT_TRUE(disk.sync(file));
  ASSERT_TRUE(disk.sync_folder(std::filesystem::path(file).parent_path()));
}

std::string text_of(const platform::Disk& disk, const std::string& file) {
  const auto bytes = disk.read(file, 1 << 20);
  return bytes && *bytes ? std::string((*bytes)->begin(), (*bytes)->end()) : "(none)";
}

Result<Outcome> provision(platform::Disk& disk) {
  return Provisioning(disk, places, [](const auto& what) { return what(); }).run();
}

std::string fault(platform::Disk& disk) {
  const auto outcome = provision(disk);
  return outcome ? "" : outcome.error().message;
}

std::vector<std::string> names_on(const platform::Disk& disk) {
  return *disk.names("/setup");
}

void expect_all_settings(const platform::Disk& disk) {
  EXPECT_THAT(text_of(disk, "/state/setup.json"), HasSubstr(code()));
  EXPECT_THAT(text_of(disk, "/nm/smilepost.nmconnection"),
              HasSubstr(std::string("psk=") + passphrase));
  EXPECT_THAT(text_of(disk, "/own/environment"), HasSubstr("Europe/Berlin"));
  EXPECT_THAT(text_of(disk, "/own/kiosk.json"), HasSubstr("90"));
}

void expect_no_secret(const platform::Disk& disk) {
  for (const auto& name : names_on(disk)) {
    const auto text = text_of(disk, "/setup/" + name);
    EXPECT_THAT(text, Not(HasSubstr(passphrase))) << name;
    EXPECT_THAT(text, Not(HasSubstr(code()))) << name;
    EXPECT_THAT(text, Not(HasSubstr("846213"))) << name;
  }
}

class ProvisioningKiosks : public ::testing::Test {
 protected:
  ProvisioningKiosks() { record::initialise_crypto(); }
  tests::SimulatedDisk disk_;
};

TEST_F(ProvisioningKiosks, does_what_the_file_says_and_wipes_it) {
  put(disk_, "/setup/kiosk.toml", toml("staff_pin = \"846213\"\n"));
  const auto outcome = provision(disk_);
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(*outcome, Outcome::done);
  expect_all_settings(disk_);
  expect_no_secret(disk_);
  EXPECT_THAT(names_on(disk_), ElementsAre(done_name));
  const auto setup = kiosk::parse_setup(text_of(disk_, "/state/setup.json"), "");
  EXPECT_TRUE(kiosk::verify_pin("846213", setup->pin_hash));
}

TEST_F(ProvisioningKiosks, the_bytes_themselves_are_overwritten_where_they_lie) {
  put(disk_, "/setup/kiosk.toml", toml());
  const auto file = disk_.find("/setup/kiosk.toml");
  ASSERT_TRUE(provision(disk_));
  EXPECT_EQ(file->durable.size(), toml().size());
  EXPECT_EQ(std::string(file->durable.begin(), file->durable.end()).find_first_not_of(" \n"),
            std::string::npos);
}

std::string with_authority() {
  return "[backend]\naddress = \"https://feedback.example\"\nca_file = \"ca.pem\"\n";
}
constexpr const char* certificate =
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

TEST_F(ProvisioningKiosks, an_authority_of_the_shop_s_own_is_taken_from_beside_it) {
  put(disk_, "/setup/kiosk.toml", with_authority());
  put(disk_, "/setup/ca.pem", certificate);
  EXPECT_EQ(fault(disk_), "");
  EXPECT_EQ(text_of(disk_, "/own/backend-ca.pem"), certificate);
  EXPECT_THAT(text_of(disk_, "/own/kiosk.json"), HasSubstr("\"ca_file\": \"/own/backend-ca.pem\""));
}

TEST_F(ProvisioningKiosks, an_authority_that_is_none_changes_nothing) {
  put(disk_, "/setup/kiosk.toml", with_authority());
  EXPECT_THAT(fault(disk_), HasSubstr("backend.ca_file: ca.pem does not lie beside it"));
  put(disk_, "/setup/ca.pem", "Bag Attributes\n");
  EXPECT_THAT(fault(disk_), HasSubstr("holds no certificate in PEM"));
  put(disk_, "/setup/ca.pem", std::string(certificate) + "-----BEGIN PRIVATE KEY-----\n");
  EXPECT_THAT(fault(disk_), HasSubstr("holds a private key"));
  EXPECT_EQ(text_of(disk_, "/state/setup.json"), "(none)");
}

TEST_F(ProvisioningKiosks, without_a_file_there_is_nothing_to_do) {
  put(disk_, "/setup/cmdline.txt", "quiet");
  const auto outcome = provision(disk_);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(*outcome, Outcome::nothing_to_do);
  EXPECT_THAT(names_on(disk_), ElementsAre("cmdline.txt"));
}

TEST_F(ProvisioningKiosks, a_faulty_file_changes_nothing_and_the_card_says_why) {
  const auto faulty = toml() + "[address]\naddress = \"nowhere\"\n";
  put(disk_, "/setup/kiosk.toml", faulty);
  EXPECT_THAT(fault(disk_), HasSubstr("address.address: must be"));
  EXPECT_EQ(text_of(disk_, "/setup/kiosk.toml"), faulty);
  EXPECT_THAT(text_of(disk_, "/setup/kiosk.toml.error.txt"), StartsWith("kiosk.toml:"));
  EXPECT_THAT(text_of(disk_, "/setup/kiosk.toml.error.txt"), Not(HasSubstr(passphrase)));
  EXPECT_EQ(text_of(disk_, "/state/setup.json"), "(none)");
  EXPECT_EQ(text_of(disk_, "/nm/smilepost.nmconnection"), "(none)");
}

TEST_F(ProvisioningKiosks, the_same_fault_is_written_once) {
  put(disk_, "/setup/kiosk.toml", "name = 1");
  ASSERT_FALSE(provision(disk_));
  const auto written = disk_.wear.written;
  ASSERT_FALSE(provision(disk_));
  EXPECT_EQ(disk_.wear.written, written);
}

TEST_F(ProvisioningKiosks, a_mended_file_takes_the_note_away) {
  put(disk_, "/setup/kiosk.toml", "name = 1");
  ASSERT_FALSE(provision(disk_));
  put(disk_, "/setup/kiosk.toml", toml());
  ASSERT_TRUE(provision(disk_));
  EXPECT_THAT(names_on(disk_), ElementsAre(done_name));
}

TEST_F(ProvisioningKiosks, names_may_be_as_windows_makes_them) {
  for (const auto* name : {"KIOSK.TOML", "kiosk.toml.txt", "Kiosk.toml.TXT"}) {
    tests::SimulatedDisk disk;
    put(disk, std::string("/setup/") + name, toml());
    ASSERT_TRUE(provision(disk)) << name;
    expect_all_settings(disk);
    EXPECT_THAT(names_on(disk), ElementsAre(done_name));
  }
}

TEST_F(ProvisioningKiosks, of_two_files_somebody_has_to_choose) {
  put(disk_, "/setup/kiosk.toml", toml());
  put(disk_, "/setup/kiosk.toml.txt", toml());
  EXPECT_THAT(fault(disk_), HasSubstr("keep one of them"));
  EXPECT_THAT(text_of(disk_, "/setup/kiosk.toml.error.txt"), HasSubstr("keep one of them"));
}

TEST_F(ProvisioningKiosks, a_later_file_changes_what_it_says_and_no_more) {
  put(disk_, "/setup/kiosk.toml", toml());
  ASSERT_TRUE(provision(disk_));
  put(disk_, "/setup/kiosk.toml", "languages = [\"de\"]\n");
  ASSERT_TRUE(provision(disk_));
  expect_all_settings(disk_);
  EXPECT_THAT(text_of(disk_, "/own/kiosk.json"), HasSubstr("\"default\": \"de\""));
}

// At each call that changes something, whatever of it reached the card: what the next start makes
// of it is all of the settings, and no secret is left; and at no moment is one gone that was not
// used.
TEST_F(ProvisioningKiosks, a_power_cut_at_any_moment_leaves_no_half) {
  int cuts = 0;
  for (const auto loss : tests::every_loss) {
    for (unsigned seed = 1; seed <= 3; ++seed) {
      tests::SimulatedDisk disk;
      put(disk, "/setup/kiosk.toml", toml());
      tests::Random random(seed);
      std::vector<std::shared_ptr<tests::SimulatedDisk>> found;
      disk.changed = [&](auto, const auto&) { found.push_back(disk.after_cut(loss, random)); };
      ASSERT_TRUE(provision(disk));
      for (const auto& after : found) {
        SCOPED_TRACE(std::string(tests::name_of(loss)) + " " + std::to_string(++cuts));
        const auto again = provision(*after);
        ASSERT_TRUE(again) << again.error().message;
        expect_all_settings(*after);
        expect_no_secret(*after);
        if (::testing::Test::HasFailure()) return;
      }
    }
  }
  EXPECT_GT(cuts, 300);
}

TEST_F(ProvisioningKiosks, a_power_cut_while_it_recovers_does_no_more_harm) {
  tests::SimulatedDisk disk;
  put(disk, "/setup/kiosk.toml", toml());
  tests::Random random(4);
  std::vector<std::shared_ptr<tests::SimulatedDisk>> once, twice;
  disk.changed = [&](auto, const auto&) {
    once.push_back(disk.after_cut(tests::Loss::torn_512, random));
  };
  ASSERT_TRUE(provision(disk));
  for (const auto& after : once) {
    after->changed = [&](auto, const auto&) {
      twice.push_back(after->after_cut(tests::Loss::torn_512, random));
    };
    ASSERT_TRUE(provision(*after));
  }
  for (const auto& after : twice) {
    ASSERT_TRUE(provision(*after));
    expect_all_settings(*after);
    expect_no_secret(*after);
    if (::testing::Test::HasFailure()) return;
  }
}

// Whatever call fails, and then no more: what was not used is still there, and the next start does
// it.
TEST_F(ProvisioningKiosks, a_disk_that_fails_once_loses_nothing) {
  for (int failing = 0;; ++failing) {
    tests::SimulatedDisk disk;
    put(disk, "/setup/kiosk.toml", toml());
    int calls = 0;
    disk.fault = [&](auto, const auto&) {
      return calls++ == failing ? tests::Fault::io_error : tests::Fault::none;
    };
    (void)provision(disk);
    if (calls <= failing) break;
    disk.fault = {};
    ASSERT_TRUE(provision(disk)) << failing;
    expect_all_settings(disk);
    expect_no_secret(disk);
    if (::testing::Test::HasFailure()) return;
  }
}

TEST_F(ProvisioningKiosks, a_missing_place_is_said_before_anything_is_changed) {
  const tests::TempFolder folder;
  const auto disk = platform::real_disk();
  Places here{.card = folder.path(),
              .state = folder.path(),
              .own = folder.path(),
              .networks = folder.path() / "nm"};
  put(*disk, folder.path() / "kiosk.toml", toml());
  const auto outcome = Provisioning(*disk, here, [](const auto& what) { return what(); }).run();
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().message, HasSubstr("need NetworkManager"));
  EXPECT_FALSE(disk->identity(folder.path() / "setup.json"));
  EXPECT_EQ(text_of(*disk, folder.path() / "kiosk.toml"), toml());
}

TEST_F(ProvisioningKiosks, only_what_lies_with_the_kiosk_is_written_as_its_user) {
  std::string as_kiosk;
  bool inside = false;
  disk_.changed = [&](auto, const auto& file) {
    if (inside)
      as_kiosk += file + "\n";
    else
      EXPECT_THAT(file, Not(StartsWith("/state")));
  };
  put(disk_, "/setup/kiosk.toml", toml());
  ASSERT_TRUE(Provisioning(disk_, places, [&](const auto& what) {
                inside = true;
                auto outcome = what();
                inside = false;
                return outcome;
              }).run());
  EXPECT_THAT(as_kiosk, HasSubstr("/state/setup.json"));
  EXPECT_THAT("\n" + as_kiosk, Not(HasSubstr("\n/setup/")));
}

}  // namespace
}  // namespace smilepost::provisioning
