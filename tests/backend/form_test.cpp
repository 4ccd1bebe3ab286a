#include "backend/web/form.h"

#include <gtest/gtest.h>

namespace smilepost::backend {
namespace {

using Fields = std::map<std::string, std::string>;

TEST(Form, IsReadAsBrowsersWriteIt) {
  EXPECT_EQ(parse_form("do=coming&kiosk=0a"), (Fields{{"do", "coming"}, {"kiosk", "0a"}}));
  EXPECT_EQ(parse_form("a=b+c%20%C3%A9&a=last"), (Fields{{"a", "last"}}));
  EXPECT_EQ(parse_form("a=b+c%20%C3%A9"), (Fields{{"a", "b c é"}}));
}

TEST(Form, TakesAnythingAtAll) {
  EXPECT_EQ(parse_form(""), Fields{});
  EXPECT_EQ(parse_form("alone"), (Fields{{"alone", ""}}));
  EXPECT_EQ(parse_form("a=%"), (Fields{{"a", "%"}}));
  EXPECT_EQ(parse_form("a=%4"), (Fields{{"a", "%4"}}));
  EXPECT_EQ(parse_form("a=%zz=1"), (Fields{{"a", "%zz=1"}}));
  EXPECT_EQ(parse_form("&&=x"), (Fields{{"", "x"}}));
}

}  // namespace
}  // namespace smilepost::backend
