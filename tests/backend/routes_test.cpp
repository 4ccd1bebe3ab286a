#include "backend/routes.h"

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

using RoutesTest = KitchenTest;

TEST_F(RoutesTest, KnowsItsPathsAndMethods) {
  EXPECT_EQ(kitchen.ask("HEAD", "/").status, 200);
  EXPECT_EQ(kitchen.ask("GET", "/nothing").status, 404);
  const Response wrong = kitchen.ask("GET", "/v1/records");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.at(0), (std::pair<std::string, std::string>{"Allow", "POST"}));
}

TEST_F(RoutesTest, TakesOnlyTheBodyThatIsDue) {
  const auto post = [&](const char* type) {
    return kitchen.ask("POST", "/v1/records", "x", {{"content-type", type}}).status;
  };
  EXPECT_EQ(post("text/plain"), 415);
  EXPECT_EQ(post("application/cbor-seq; v=1"), 422);
}

TEST_F(RoutesTest, AnswersBrowsersUnderItsOwnNameOnly) {
  const auto get = [&](const char* host) {
    return kitchen.ask("GET", "/results.json", {}, {{"host", host}}).status;
  };
  EXPECT_EQ(get("localhost"), 200);
  EXPECT_EQ(get("127.0.0.1:8480"), 200);
  EXPECT_EQ(get("evil.example"), 421);
  EXPECT_EQ(get("127.0.0.1.evil.example:8480"), 421);
  EXPECT_EQ(get(""), 421);
}

TEST_F(RoutesTest, SaysWhatIsWrongInOneLine) {
  const Response response = kitchen.ask("GET", "/nothing");
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_NE(response.body.find("\"detail\":\"there is nothing at this path\""), std::string::npos);
  EXPECT_EQ(response.body.find('\n'), std::string::npos);
}

TEST_F(RoutesTest, AsksToComeBackWhereTheArchiveFails) {
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  kitchen.archive->store().script("DROP TABLE visit").operator*();
  kiosk.vote(4);
  const Response response = kitchen.post_records(kiosk.batch());
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.headers.at(0).first, "Retry-After");
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM record"), 0);
}

}  // namespace
}  // namespace smilepost::backend::test
