// The pages behind "Connection": what a telephone reads of them, and what fingers write.
#include <cstdio>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "platform/png.h"
#include "tests/kiosk/screens/booth.h"
#include "tests/kiosk/screens/samples.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

class ConnectionPages : public testing::TestWithParam<TestDisplay> {
 protected:
  static void SetUpTestSuite() {
    auto opened = Booth::open(1920, 1280);
    ASSERT_TRUE(opened) << opened.error().message;
    booth_ = *std::move(opened);
  }
  static void TearDownTestSuite() { booth_.reset(); }

  const Registry& draw(const std::string& language, ConnectionPage page) {
    booth_->use(GetParam());
    booth_->frame({}, sample_connection(language, page));
    return booth_->state().registry;
  }

  // By ZBar, which is not the library that made it.
  std::string read_code() {
    const tests::TempFolder folder;
    const auto file = folder.path() / "screen.png";
    EXPECT_TRUE(platform::write_png(file, booth_->picture()));
    const auto command = "zbarimg -q --raw " + file.string() + " 2>/dev/null";
    std::FILE* reader = ::popen(command.c_str(), "r");
    std::string text;
    char part[256];
    while (reader != nullptr && std::fgets(part, sizeof part, reader) != nullptr) text += part;
    if (reader != nullptr) ::pclose(reader);
    return text;
  }

  static std::unique_ptr<Booth> booth_;
};

std::unique_ptr<Booth> ConnectionPages::booth_;

TEST_P(ConnectionPages, ATelephoneReadsWhatAcceptsTheKiosk) {
  for (const auto* language : {"en", "ar"}) {
    draw(language, ConnectionPage::state);
    EXPECT_EQ(read_code(), "https://feedback.hofmarkt.example/fleet?q=7f3a91c0\n") << language;
  }
}

TEST_P(ConnectionPages, EachKeyIsLargeEnoughAndStandsFromLeftToRightInEveryLanguage) {
  const auto& english = draw("en", ConnectionPage::address);
  std::set<std::string> keys;
  float one_x = 0;
  for (const auto& target : english.targets()) {
    if (!target.id.starts_with("key-")) continue;
    keys.insert(target.id);
    if (target.id == "key-1") one_x = target.rect.x;
    EXPECT_GE(target.rect.w, GetParam().display().real_mm(9)) << target.id;
    EXPECT_GE(target.rect.h, GetParam().display().real_mm(9)) << target.id;
  }
  EXPECT_EQ(keys.size(), 40U);
  const auto& arabic = draw("ar", ConnectionPage::code);
  ASSERT_NE(arabic.find("key-1"), nullptr);
  EXPECT_LT(arabic.find("key-1")->rect.x, arabic.find("key-2")->rect.x);
  EXPECT_NEAR(arabic.find("key-1")->rect.x, one_x, 2);
}

TEST_P(ConnectionPages, WhatWasTypedIsShownToItsEndHoweverLong) {
  auto staff = sample_connection("en", ConnectionPage::address);
  staff.connection.typed = "https://" + std::string(100, 'w') + "/end";
  booth_->use(GetParam());
  booth_->frame({}, staff);
  bool shown = false;
  for (const auto& text : booth_->state().registry.texts()) {
    if (!text.text.ends_with("/end")) continue;
    shown = true;
    EXPECT_TRUE(text.fits);
  }
  EXPECT_TRUE(shown);
}

INSTANTIATE_TEST_SUITE_P(Displays, ConnectionPages,
                         testing::Values(ten_inch, portrait, seven_inch, seven_inch_standing,
                                         fifteen_inch),
                         [](const auto& one) {
                           std::string name = one.param.name;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace smilepost::kiosk
