#include "kiosk/text/icu_locale.h"

#include <gtest/gtest.h>

#include "kiosk/text/languages.h"

namespace smilepost::kiosk {
namespace {

TEST(Language, TheLikelyScriptDecidesTheDirection) {
  for (const char* language : {"ar", "he", "fa", "ur", "ar-EG", "az-Arab", "ar-XB"}) {
    EXPECT_TRUE(is_right_to_left(language)) << language;
  }
  for (const char* language : {"en", "de", "pt-BR", "zh-Hant", "az", "ar-Latn", "en-XA"}) {
    EXPECT_FALSE(is_right_to_left(language)) << language;
  }
}

TEST(Language, WhatIsNoTagReadsFromLeftToRight) {
  EXPECT_FALSE(is_right_to_left(""));
  EXPECT_FALSE(is_right_to_left("\xFF not a tag"));
}

TEST(Language, TagsBecomeIcuLocales) {
  EXPECT_EQ(icu_locale("pt-BR"), "pt_BR");
  EXPECT_EQ(icu_locale("zh-Hant"), "zh_Hant");
}

}  // namespace
}  // namespace smilepost::kiosk
