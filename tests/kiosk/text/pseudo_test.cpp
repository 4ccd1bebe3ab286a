#include "kiosk/text/pseudo.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

TEST(Pseudo, TheAccentedOneIsLongerAndCanStillBeRead) {
  EXPECT_EQ(pseudo_text("Very good", "en-XA"), "[Véŕý ğööd o]");
  EXPECT_EQ(pseudo_text("Back", "en-XA"), "[Båçķ]");
}

TEST(Pseudo, TheMirroredOneReadsFromRightToLeft) {
  EXPECT_EQ(pseudo_text("Back", "ar-XB"), "[\u202EBack\u202C]");
}

TEST(Pseudo, WhatStandsInBracesStays) {
  EXPECT_EQ(pseudo_text("{sent} of {kept}", "en-XA"), "[{sent} öf {kept} one]");
  EXPECT_EQ(pseudo_text("{sent} of {kept}", "ar-XB"), "[{sent}\u202E of \u202C{kept}]");
}

TEST(Pseudo, IsToldFromOrdinaryText) {
  EXPECT_TRUE(is_pseudo("en-XA"));
  EXPECT_TRUE(is_pseudo("ar-XB"));
  EXPECT_FALSE(is_pseudo("en"));
  EXPECT_FALSE(is_pseudo("ar"));
  EXPECT_TRUE(looks_pseudo(pseudo_text("Back", "ar-XB")));
  EXPECT_FALSE(looks_pseudo("Back"));
  EXPECT_FALSE(looks_pseudo("[cut o"));
  EXPECT_EQ(pseudo_text("", "en-XA"), "");
}

}  // namespace
}  // namespace smilepost::kiosk
