#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tool/one_answer.h"
#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

TEST(Fleet, ListsKiosksForPeople) {
  const OwnFolder folder;
  const std::string body =
      R"({"now_ms":10000000,"waiting":[{"kiosk":"aaaa1111bbbb2222","what":"enrolment","label":"Till 3","asked_ms":9990000}],)"
      R"("kiosks":[{"kiosk":"3f2a91c0deadbeef","label":"Käse","place":"Köln","group":"everybody","last_contact_ms":5000000,"revoked_ms":null,)"
      R"("restored_ms":1,"copied_ms":2,"replaced_by":null,"answers":7,"enrolled_ms":1,)"
      R"("bundle":12,"bundle_fetched_ms":9990000},)"
      R"({"kiosk":"4f2a91c0deadbeef","label":"Exit","place":"","group":"Läden","last_contact_ms":9990000,)"
      R"("revoked_ms":null,"restored_ms":null,"copied_ms":null,"replaced_by":null,"answers":7,)"
      R"("bundle":null,"findings":[{"severity":"note","what":"A note."},)"
      R"({"severity":"ill","what":"It is too hot: 90 °C."}]}]})";
  OneAnswer backend(folder.file("admin.sock"),
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                        std::to_string(body.size()) + "\r\n\r\n" + body);
  const Outcome outcome = outcome_of({"fleet", "list", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, exit_good);
  EXPECT_EQ(outcome.out,
            "KIOSK     NAME    PLACE  GROUP      LAST HEARD  BUNDLE        STATE\n"
            "aaaa1111  Till 3         -          just now    -             WAITS to be enrolled\n"
            "3f2a91c0  Käse    Köln   everybody  83 min ago  12, just now  COPIED: two devices "
            "answer for it\n"
            "4f2a91c0  Exit           Läden      just now    -             It is too hot: 90 °C.\n"
            "2 kiosks, 1 waiting\n");
  EXPECT_THAT(backend.request(), HasSubstr("GET /admin/v1/fleet "));
}

TEST(Fleet, CountsTheRefused) {
  const OwnFolder folder;
  const std::string body =
      R"({"now_ms":10000000,"waiting":[],"kiosks":[],"refused":[{"kiosk":"3f2a91c0deadbeef",)"
      R"("label":"Exit","asked_ms":5000000,"refused_ms":9999999}]})";
  const OneAnswer backend(folder.file("admin.sock"),
                          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                              std::to_string(body.size()) + "\r\n\r\n" + body);
  EXPECT_THAT(outcome_of({"fleet", "list", "--socket", folder.file("admin.sock")}).out,
              HasSubstr("\n0 kiosks, 0 waiting, 1 refused\n"));
}

TEST(Fleet, CountsOneKioskAsOne) {
  const OwnFolder folder;
  const std::string body =
      R"({"now_ms":10000000,"waiting":[],"kiosks":[{"kiosk":"3f2a91c0deadbeef","label":"Exit",)"
      R"("last_contact_ms":5000000,"revoked_ms":null,"restored_ms":null,"copied_ms":null,)"
      R"("replaced_by":null,"bundle":null}]})";
  const OneAnswer backend(folder.file("admin.sock"),
                          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                              std::to_string(body.size()) + "\r\n\r\n" + body);
  EXPECT_THAT(outcome_of({"fleet", "list", "--socket", folder.file("admin.sock")}).out,
              HasSubstr("\n1 kiosk, 0 waiting\n"));
}

TEST(Fleet, SaysWhatTheBackendRefused) {
  const OwnFolder folder;
  const std::string body = R"({"status":404,"detail":"no kiosk here has a number that begins so"})";
  OneAnswer backend(folder.file("admin.sock"),
                    "HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\n"
                    "Content-Length: " +
                        std::to_string(body.size()) + "\r\n\r\n" + body);
  const Outcome outcome =
      outcome_of({"fleet", "accept", "3f2a91c0", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, exit_bad);
  EXPECT_EQ(outcome.err, "smilepost fleet: no kiosk here has a number that begins so\n");
  EXPECT_THAT(backend.request(), HasSubstr("POST /admin/v1/fleet/accept "));
}

TEST(Fleet, SaysWhatIsMissing) {
  EXPECT_THAT(outcome_of({"fleet", "--socket", "x"}).err,
              HasSubstr("list, accept, refuse, revoke, replace, move, group or diagnostics"));
  EXPECT_THAT(outcome_of({"fleet", "accept", "--socket", "x"}).err, HasSubstr("KIOSK is missing"));
  EXPECT_THAT(outcome_of({"fleet", "replace", "a", "--socket", "x"}).err,
              HasSubstr("NEW is missing"));
  EXPECT_THAT(outcome_of({"fleet", "explode", "--socket", "x"}).err, HasSubstr("say list, accept"));
  EXPECT_THAT(outcome_of({"fleet", "move", "a", "--socket", "x"}).err,
              HasSubstr("PLACE is missing"));
  EXPECT_THAT(outcome_of({"fleet", "group", "a", "--socket", "x"}).err,
              HasSubstr("GROUP is missing"));
}

}  // namespace
}  // namespace smilepost::tool
