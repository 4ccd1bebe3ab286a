#include "kiosk/text/catalogue.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "kiosk/text/numbers.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::filesystem::path locales = tests::in_build("share/locales");

// Every string that the screens draw, and no other.
const char* const shown[] = {"Back",
                             "New visitor",
                             "Change my answer",
                             "Change your answer",
                             "Keep it",
                             "Done",
                             "Skip",
                             "Counted. One more, if you like",
                             "Do you need more time?",
                             "More time",
                             "I’m done",
                             "{count} other said this today",
                             "This screen is taking a break",
                             "Please tell us at the till. We’d like to hear it.",
                             "Languages",
                             "Staff",
                             "Cancel",
                             "Wrong PIN",
                             "Too many tries. Wait {seconds} second.",
                             "Survey",
                             "Leave",
                             "Save",
                             "Not saved. Please try again.",
                             "Not saved yet. Starts with the next shopper.",
                             "First language",
                             "Sent {sent} of {kept}",
                             "Sent {sent} of {kept}. The rest is safe here.",
                             "Settings {version}",
                             "Plugged in, but not allowed: {device}",
                             "Allow",
                             "Safe mode. Please tell IT.",
                             "We’re closed",
                             "We open again: {time}",
                             "Call a colleague to this screen?",
                             "Yes",
                             "No",
                             "Asking the team…",
                             "Nobody has answered yet.",
                             "You can also ask at {place}.",
                             "A colleague is coming",
                             "Nobody is free right now.",
                             "Please ask at {place}.",
                             "Larger text",
                             "Higher contrast",
                             "Connection",
                             "Kiosk {number}",
                             "Not connected to a server yet",
                             "Trying to reach {server}",
                             "Waits to be accepted at {server}",
                             "Since {time}",
                             "The code was not accepted. Please ask for a new one.",
                             "Connected to {server}",
                             "No network. Check the cable or the Wi-Fi.",
                             "In the network as {address}",
                             "The survey works already. Every answer is kept safe here.",
                             "Scan to accept this kiosk",
                             "Start the survey",
                             "Connect",
                             "Set PIN",
                             "Server address",
                             "Enrolment code",
                             "Next",
                             "This is no address. Please check it.",
                             "Something is mistyped. Please check the code.",
                             "Choose a PIN of 6 digits",
                             "Enter the PIN again",
                             "The two are not the same. Please start again.",
                             "Too easy to guess. Please choose another."};

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Catalogue shipped() {
  auto catalogue = Catalogue::open(locales);
  EXPECT_TRUE(catalogue) << catalogue.error().message;
  return *std::move(catalogue);
}

// What is shipped: see ui.md, "Languages to ship".
const char* const languages[] = {"ar", "bn", "cs", "de", "en", "es", "fi",      "fr",     "he",
                                 "hi", "it", "ja", "km", "ko", "nl", "pl",      "pt-BR",  "ro",
                                 "ru", "sv", "th", "tr", "uk", "vi", "zh-Hans", "zh-Hant"};

std::string unisolated(std::string text) {
  for (const std::string mark : {"\u2068", "\u2069"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.erase(at, mark.size());
    }
  }
  return text;
}

TEST(Catalogue, HasEveryShownStringInEveryLanguage) {
  const auto catalogue = shipped();
  for (const auto* language : languages) {
    for (const auto* msgid : shown) {
      EXPECT_THAT(catalogue.text(language, msgid), Not(IsEmpty()));
      EXPECT_EQ(catalogue.missing(), 0u) << language << ": " << msgid;
    }
    const auto messages = parse_mo(contents(locales / (std::string(language) + ".mo")), language);
    ASSERT_TRUE(messages);
    EXPECT_EQ(messages->size(), std::size(shown)) << language << " holds a string nobody shows";
  }
}

TEST(Catalogue, Translates) {
  const auto catalogue = shipped();
  EXPECT_EQ(catalogue.text("de", "New visitor"), "Neuer Gast");
  EXPECT_EQ(catalogue.text("de", "Skip"), "Überspringen");
  EXPECT_EQ(catalogue.text("ar", "Back"), "رجوع");
  EXPECT_EQ(catalogue.text("en", "Back"), "Back");
}

TEST(Catalogue, FillsInWhatStandsInBraces) {
  const auto catalogue = shipped();
  EXPECT_EQ(
      unisolated(catalogue.text("de", "Sent {sent} of {kept}", {{"sent", "5"}, {"kept", "7"}})),
      "5 von 7 gesendet");
  EXPECT_EQ(unisolated(catalogue.text("en", "Settings {version}", {{"version", "{version}"}})),
            "Settings {version}")
      << "a value is not filled in again";
}

TEST(Catalogue, SetsApartWhatItFillsIn) {
  EXPECT_EQ(shipped().text("en", "Settings {version}", {{"version", "7"}}),
            "Settings \u20687\u2069");
}

TEST(Catalogue, ChoosesThePluralFormAndWritesTheNumber) {
  const auto catalogue = shipped();
  const auto wait = [&](const char* language, std::uint64_t seconds) {
    return unisolated(
        catalogue.text(language, "Too many tries. Wait {seconds} second.", "seconds", seconds));
  };
  EXPECT_EQ(wait("en", 1), "Too many tries. Wait 1 second.");
  EXPECT_EQ(wait("en", 1'200), "Too many tries. Wait 1,200 seconds.");
  EXPECT_EQ(wait("de", 1), "Zu viele Versuche. Noch 1 Sekunde.");
  EXPECT_EQ(wait("de", 1'200), "Zu viele Versuche. Noch 1.200 Sekunden.");
  EXPECT_THAT(wait("pl", 1), HasSubstr("sekundę"));
  EXPECT_THAT(wait("pl", 22), HasSubstr("sekundy"));
  EXPECT_THAT(wait("pl", 5), HasSubstr("sekund."));
  EXPECT_THAT(wait("ar", 5), HasSubstr("٥"));
}

// As gettext's own formula in the file's header says.
TEST(Catalogue, EachLanguageHasThePluralFormsOfItsNumbers) {
  for (const auto* language : languages) {
    const auto messages = parse_mo(contents(locales / (std::string(language) + ".mo")), language);
    const auto& forms = messages->at("Too many tries. Wait {seconds} second.");
    std::set<std::size_t> used;
    for (std::uint64_t number = 0; number < 1'000; ++number) {
      used.insert(plural_form(language, number, forms.size()));
    }
    EXPECT_EQ(used.size(), forms.size()) << language;
  }
}

TEST(Catalogue, ARegionFallsBackToItsLanguage) {
  const auto catalogue = shipped();
  EXPECT_EQ(catalogue.text("de-AT", "Back"), "Zurück");
  EXPECT_EQ(catalogue.missing(), 0u);
}

TEST(Catalogue, AnUnknownLanguageFallsBackToEnglishAndIsCounted) {
  const auto catalogue = shipped();
  EXPECT_EQ(catalogue.text("eo", "Back"), "Back");
  EXPECT_EQ(catalogue.text("de-Cyrl", "Back"), "Back") << "another script is no fallback";
  EXPECT_EQ(catalogue.text("de", "No such string"), "No such string");
  EXPECT_EQ(catalogue.text("", "Back"), "Back");
  EXPECT_EQ(catalogue.missing(), 4u);
}

TEST(Catalogue, AFolderWithoutCataloguesSaysSo) {
  const auto none = Catalogue::open("/nowhere");
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("/nowhere: holds no .mo catalogue; "));
}

TEST(Catalogue, ADamagedFileSaysSo) {
  for (const auto& bytes : {std::string(), std::string("no catalogue at all, only text"),
                            contents(locales / "de.mo").substr(0, 500)}) {
    const auto messages = parse_mo(bytes, "de.mo");
    ASSERT_FALSE(messages);
    EXPECT_THAT(messages.error().message, HasSubstr("de.mo: is "));
  }
}

RC_GTEST_PROP(Catalogue, BytesChangedAtRandomNeverCrashIt, ()) {
  static const auto original = contents(locales / "ar.mo");
  auto bytes = original.substr(0, *rc::gen::inRange<std::size_t>(0, original.size() + 1));
  const auto changes = *rc::gen::inRange(0, 8);
  for (int i = 0; i < changes && !bytes.empty(); ++i) {
    // The tables at the front are where a change hurts.
    const auto at = *rc::gen::inRange<std::size_t>(0, std::min<std::size_t>(bytes.size(), 600));
    bytes[at] = *rc::gen::arbitrary<char>();
  }
  (void)parse_mo(bytes, "ar.mo");
}

}  // namespace
}  // namespace smilepost::kiosk
