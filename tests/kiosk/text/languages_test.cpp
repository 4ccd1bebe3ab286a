#include "kiosk/text/languages.h"

#include <utility>

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

TEST(Languages, NameThemselves) {
  const std::pair<const char*, const char*> names[] = {{"en", "English"},
                                                       {"de", "Deutsch"},
                                                       {"ar", "العربية"},
                                                       {"fr", "Français"},
                                                       {"ja", "日本語"},
                                                       {"uk", "Українська"},
                                                       {"pt-BR", "Português (Brasil)"},
                                                       {"cs", "Čeština"},
                                                       {"fi", "Suomi"},
                                                       {"km", "ខ្មែរ"},
                                                       {"hi", "हिन्दी"}};
  for (const auto& [language, name] : names) EXPECT_EQ(autonym(language), name);
}

TEST(Languages, ChineseIsNamedByItsScript) {
  EXPECT_EQ(autonym("zh-Hans"), "简体中文");
  EXPECT_EQ(autonym("zh-Hant"), "繁體中文");
}

TEST(Languages, AnUnknownOneKeepsItsTag) {
  EXPECT_EQ(autonym(""), "");
  EXPECT_EQ(autonym("not a tag"), "not a tag");
  std::string endless = "de";
  for (int i = 0; i < 20; ++i) endless += "-abcdefg" + std::to_string(i % 10);
  EXPECT_EQ(autonym(endless), endless);
  EXPECT_EQ(autonym("qqq"), "Qqq");
}

TEST(Languages, AParentHasTheSameScript) {
  EXPECT_EQ(parent_in_same_script("pt-BR"), "pt");
  EXPECT_EQ(parent_in_same_script("zh-Hant-HK"), "zh-Hant");
  EXPECT_EQ(parent_in_same_script("zh-Hans"), "zh");
  EXPECT_EQ(parent_in_same_script("zh-Hant"), "");
  EXPECT_EQ(parent_in_same_script("sr-Latn"), "");
  EXPECT_EQ(parent_in_same_script("zh-TW"), "") << "written in Hant though it does not say so";
  EXPECT_EQ(parent_in_same_script("de"), "");
  EXPECT_EQ(parent_in_same_script(""), "");
}

TEST(Languages, AParentLongerThanIcuTakesIsNone) {
  std::string exactly_full = "de-DE";  // de_DE, 16 variants and one of 7 letters: 157 bytes
  for (char c = 'a'; c <= 'p'; ++c) exactly_full += std::string("-variant") + c;
  EXPECT_EQ(parent_in_same_script(exactly_full + "-wwwwwww-zzzzz"), "");
  EXPECT_NE(parent_in_same_script(exactly_full + "-wwwwww-zzzzz"), "");
}

TEST(CollationOrder, IsThatOfUnicodeNotOfBytes) {
  const std::vector<std::string> names = {"Suomi", "Čeština", "Deutsch", "العربية", "Cymraeg"};
  EXPECT_EQ(collation_order(names), (std::vector<std::size_t>{1, 4, 2, 0, 3}));
}

}  // namespace
}  // namespace smilepost::kiosk
