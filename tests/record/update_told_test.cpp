#include "record/update_told.h"

#include <gtest/gtest.h>

namespace smilepost::record {
namespace {

TEST(UpdateToldTest, what_is_said_is_read) {
  for (const auto& told :
       {UpdateTold{"nothing", "", ""}, UpdateTold{"good", "1.5", ""},
        UpdateTold{"fallen back", "1.5.2", "no picture: none was shown"},
        UpdateTold{"downloading", "1.5", "40 %"}, UpdateTold{"refused", "", "why"}})
    EXPECT_EQ(read_update_told(to_text(told)), told) << to_text(told);
  EXPECT_EQ(to_text({"fallen back", "1.5", "no picture was shown"}),
            "fallen back 1.5: no picture was shown");
}

TEST(UpdateToldTest, what_is_no_such_line_says_nothing) {
  for (const auto* text : {"", " ", ": why", "1.5", "good 1.5-rc1", "good1.5", "Good 1.5", " good",
                           "good  ", "good 1.5 1.6", "\n", "good\n1.5"})
    EXPECT_FALSE(read_update_told(text)) << text;
}

}  // namespace
}  // namespace smilepost::record
