#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tool/one_answer.h"
#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

std::string answer(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

TEST(Account, ShowsTheLinkOfAFreshOne) {
  const OwnFolder folder;
  OneAnswer backend(
      folder.file("admin.sock"),
      answer("201 Created", "'Anna' is of the team\nhttps://f.example/setup?link=1\n"));
  const Outcome outcome = outcome_of(
      {"account", "add", "Anna", "--role", "team", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, exit_good);
  EXPECT_EQ(outcome.out, "'Anna' is of the team\nhttps://f.example/setup?link=1\n");
  const std::string request = backend.request();
  EXPECT_THAT(request, HasSubstr("POST /admin/v1/accounts/add "));
  EXPECT_THAT(request, HasSubstr(R"({"name":"Anna","role":"team"})"));
}

TEST(Account, ListsThemForPeople) {
  const OwnFolder folder;
  OneAnswer backend(
      folder.file("admin.sock"),
      answer("200 OK", R"({"accounts":[{"name":"Anna","role":"administrator","has_password":true},)"
                       R"({"name":"Tablet","role":"team","has_password":false}]})"));
  const Outcome outcome = outcome_of({"account", "list", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, exit_good);
  EXPECT_EQ(outcome.out,
            "administrator  Anna\n"
            "team           Tablet  (has not chosen a password yet)\n");
}

TEST(Account, SaysWhatTheBackendRefused) {
  const OwnFolder folder;
  OneAnswer backend(folder.file("admin.sock"),
                    answer("409 Conflict", R"({"status":409,"detail":"'Anna' stays"})"));
  const Outcome outcome =
      outcome_of({"account", "remove", "Anna", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, exit_bad);
  EXPECT_EQ(outcome.err, "smilepost account: 'Anna' stays\n");
}

TEST(Account, SaysWhatIsMissing) {
  EXPECT_THAT(outcome_of({"account", "--socket", "x"}).err, HasSubstr("list, add, remove or link"));
  EXPECT_THAT(outcome_of({"account", "add", "--socket", "x"}).err, HasSubstr("NAME is missing"));
  EXPECT_THAT(outcome_of({"account", "explode", "--socket", "x"}).err, HasSubstr("say list, add"));
}

}  // namespace
}  // namespace smilepost::tool
