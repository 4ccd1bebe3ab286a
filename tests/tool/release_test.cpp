#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tool/one_answer.h"
#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

// What the list says of one release of this state, offered to these rings.
std::string listed(const std::string& state, const std::string& rings) {
  const OwnFolder folder;
  const std::string body = R"({"releases":[{"version":"1.5","state":")" + state + R"(","rings":)" +
                           rings +
                           R"(,"floor":"","file_is_here":true,"on_its_way":3,"good":2,)"
                           R"("fell_back":0,"refused":0}]})";
  const OneAnswer backend(folder.file("admin.sock"),
                          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                              std::to_string(body.size()) + "\r\n\r\n" + body);
  return outcome_of({"release", "list", "--socket", folder.file("admin.sock")}).out;
}

TEST(Release, ListSaysToWhomItIsOfferedNow) {
  EXPECT_EQ(listed("offered", R"({"canary":100})"),
            "1.5  offered, to canary 100 %; on its way 3, good 2, fell back 0, refused 0\n");
  EXPECT_THAT(listed("offered", R"({"canary":100,"everybody":10})"),
              HasSubstr("offered, to canary 100 %, everybody 10 %;"));
}

TEST(Release, ListSaysWhatIsOfferedToNobody) {
  EXPECT_THAT(listed("offered", "{}"), HasSubstr("1.5  added, offered to nobody;"));
  EXPECT_THAT(listed("paused", R"({"canary":100})"),
              HasSubstr("1.5  paused, was offered to canary 100 %;"));
  EXPECT_THAT(listed("withdrawn", R"({"everybody":50})"),
              HasSubstr("1.5  withdrawn, was offered to everybody 50 %;"));
  EXPECT_THAT(listed("withdrawn", "{}"), HasSubstr("1.5  withdrawn;"));
}

TEST(Release, AFileThatCannotBeReadIsSaidSo) {
  const OwnFolder folder;
  const Outcome outcome = outcome_of({"release", "add", folder.file("absent"), "--version", "1.5",
                                      "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, exit_unreadable);
  EXPECT_THAT(outcome.err, HasSubstr("absent: cannot be opened"));
  EXPECT_THAT(outcome.err, HasSubstr("name a file that is there"));
}

}  // namespace
}  // namespace smilepost::tool
