#include "kiosk/survey/json_place.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

TEST(JsonPlace, ANameIsEscapedAsRfc6901Says) {
  EXPECT_EQ(pointer_token("title"), "title");
  EXPECT_EQ(pointer_token("a/b~c"), "a~1b~0c");
  EXPECT_EQ(pointer_token(""), "");
}

TEST(JsonPlace, AControlCharacterBreaksNoLine) {
  EXPECT_EQ(pointer_token("a\nb\x1b\x7f"), "a\\u000ab\\u001b\\u007f");
  EXPECT_EQ(quotable(std::string_view("\0", 1)), "\\u0000");
}

TEST(JsonPlace, ALongNameIsCutBetweenCharacters) {
  EXPECT_EQ(quotable(std::string(60, 'a')), std::string(60, 'a'));
  EXPECT_EQ(quotable(std::string(61, 'a')), std::string(60, 'a') + "…");
  EXPECT_EQ(quotable(std::string(59, 'a') + "ä"), std::string(59, 'a') + "…");
  EXPECT_EQ(quotable(std::string(140, '\x7f')).size(), 60 + std::string("…").size());
  EXPECT_EQ(pointer_token(std::string(100'000, '~')).size(), 120 + std::string("…").size());
}

}  // namespace
}  // namespace smilepost::kiosk
