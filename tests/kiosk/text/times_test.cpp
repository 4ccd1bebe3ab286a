#include "kiosk/text/times.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

constexpr ClockTime wednesday{2026, 12, 30, 20 * 60 + 30};

std::string in(const char* language, const char* region, TimeDetail detail = TimeDetail::time) {
  return time_in(language, region, wednesday, detail);
}

TEST(Times, HoursAreCountedAsInTheShopsCountry) {
  EXPECT_EQ(in("en", "DE"), "20:30");
  EXPECT_EQ(in("en", "US"), "8:30\u00A0PM");
  EXPECT_EQ(in("de", "DE"), "20:30");
  EXPECT_EQ(in("de", ""), "20:30");
}

TEST(Times, ALanguageThatNamesItsCountryKeepsIt) {
  EXPECT_EQ(in("pt-BR", "US"), "20:30");
}

TEST(Times, DaysHaveTheLanguagesNames) {
  EXPECT_EQ(in("de", "DE", TimeDetail::weekday_and_time), "Mittwoch, 20:30");
  EXPECT_NE(in("fr", "FR", TimeDetail::date_and_time).find("mercredi 30 décembre"),
            std::string::npos);
}

TEST(Times, WhatIsNoLanguageHasATimeAllTheSame) {
  EXPECT_NE(in("not a tag", "nor a country").find("30"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::kiosk
