#include "kiosk/authoring/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Messages english = {{"Back", {"Back"}},
                          {"Sent {sent} of {kept}", {"Sent {sent} of {kept}"}},
                          {"Wait {n} second", {"Wait {n} second", "Wait {n} seconds"}}};
const Messages polish = {{"Back", {"Wstecz"}},
                         {"Sent {sent} of {kept}", {"Wysłano {sent} z {kept}"}},
                         {"Wait {n} second", {"{n} sekundę", "{n} sekundy", "{n} sekund"}}};

std::vector<std::string> faults_with(const char* id, std::vector<std::string> forms) {
  auto changed = polish;
  if (forms.empty())
    changed.erase(id);
  else
    changed[id] = std::move(forms);
  return faults_in(english, changed, "pl");
}

TEST(Words, ACompleteTranslationHasNoFault) {
  EXPECT_THAT(faults_in(english, polish, "pl"), IsEmpty());
  EXPECT_THAT(faults_in(english, english, "en"), IsEmpty());
}

TEST(Words, WhatIsMissingOrStaleIsNamed) {
  EXPECT_THAT(faults_with("Back", {}), ElementsAre(HasSubstr("\"Back\" is missing")));
  EXPECT_THAT(faults_with("Forward", {"Dalej"}), ElementsAre(HasSubstr("\"Forward\" is stale")));
}

TEST(Words, APlaceholderIsKeptOnce) {
  for (const char* text : {"Wysłano {sent}", "Wysłano {sent} z {keep}", "{sent} {sent} {kept}"}) {
    EXPECT_THAT(faults_with("Sent {sent} of {kept}", {text}),
                ElementsAre(HasSubstr("placeholders")));
  }
}

TEST(Words, ThereAreAsManyPluralFormsAsTheLanguageHas) {
  for (const auto& forms : {std::vector<std::string>{"{n} s"},
                            {"{n} s", "{n} s"},
                            {"{n} s", "{n} s", "{n} s", "{n} s"}}) {
    EXPECT_THAT(faults_with("Wait {n} second", forms), ElementsAre(HasSubstr("plural forms")));
  }
  Messages french = english;
  french["Wait {n} second"] = {"{n} seconde", "{n} secondes"};
  EXPECT_THAT(faults_in(english, french, "fr"), IsEmpty()) << "millions are not needed";
}

}  // namespace
}  // namespace smilepost::kiosk
