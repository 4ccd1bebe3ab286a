#include "kiosk/diagnosis.h"

#include <gmock/gmock.h>

#include <fstream>

#include "platform/log.h"
#include "platform/recent_log.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class DiagnosisTest : public ::testing::Test {
 protected:
  void say(const std::string& file, const std::string& text) {
    std::ofstream(folder_.path() / file) << text;
  }
  std::string told(const std::vector<std::string>& log = {}) {
    DiagnosisFacts facts;
    facts.program.version = "0.9.0";
    facts.program.slot = "b";
    facts.kiosk = "12ab";
    facts.display = "kmsdrm 1280x800, V3D";
    facts.refused_usb = {{"1-1.2", "046d:c31c", "USB Keyboard"}};
    facts.state = folder_.path();
    facts.settings = {folder_.path() / "kiosk.json", folder_.path() / "none.json"};
    return diagnosis(facts, {7, 5, false}, {51'000, {2, 3, 1}}, log);
  }
  tests::TempFolder folder_;
};

TEST_F(DiagnosisTest, SaysWhatRunsAndHowItFares) {
  const auto text = told({"2026-11-28T07:15:00Z warning: the disk is slow"});
  for (const auto* line :
       {"kiosk: 12ab\n", "program: 0.9.0\n", "slot: b\n", "display: kmsdrm 1280x800, V3D\n",
        "USB device refused at 1-1.2: 046d:c31c USB Keyboard\n", "answer records kept: 7\n",
        "of these acknowledged: 5\n", "degree: 51000\n", "eMMC life B, tenths used: 3\n",
        "warning: the disk is slow\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST_F(DiagnosisTest, FilesAreNamedAndNotLookedInto) {
  const std::string secrets = R"({"token": "a token", "pin_hash": "$argon2id$"})";
  say("enrolment.json", secrets);
  say("journal.sqlite", "very bad, said a shopper");
  const auto text = told();
  EXPECT_THAT(text, HasSubstr("enrolment.json " + std::to_string(secrets.size()) + "\n"));
  EXPECT_THAT(text, HasSubstr("journal.sqlite 24\n"));
  for (const auto* secret : {"a token", "argon2id", "shopper"})
    EXPECT_THAT(text, Not(HasSubstr(secret)));
}

TEST_F(DiagnosisTest, SettingsAreRepeatedWithoutLogins) {
  say("kiosk.json", R"({"network": {"proxy": "http://till:secret@proxy:3128"}, "call": 1})");
  const auto text = told({"x info: sent to https://till:secret@host/v1"});
  EXPECT_THAT(text, HasSubstr(R"("proxy": "http://...@proxy:3128"}, "call": 1})"));
  EXPECT_THAT(text, HasSubstr("https://...@host/v1"));
  EXPECT_THAT(text, Not(HasSubstr("secret")));
}

TEST_F(DiagnosisTest, TheLastLinesOfTheLogAreThere) {
  for (std::size_t i = 0; i < platform::most_recent_lines; ++i) platform::log_info("line");
  platform::log_warning("the last\nline");
  const auto lines = platform::recent_log();
  ASSERT_EQ(lines.size(), platform::most_recent_lines);
  EXPECT_THAT(lines.back(), EndsWith("Z warning: the last line"));
  EXPECT_EQ(lines.back().size(), std::string("2026-11-28T07:15:00Z warning: the last line").size());
}

}  // namespace
}  // namespace smilepost::kiosk
