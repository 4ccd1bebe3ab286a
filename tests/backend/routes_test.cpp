#include "backend/routes.h"

#include <set>

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

// Signs in whom the cookie names.
Result<std::optional<Visitor>> by_cookie(const Request& request) {
  const std::string_view cookie = request.header("cookie");
  if (cookie == "boss") return std::optional(Visitor{"Boss", Role::administrator, "t0ken"});
  if (cookie == "tablet") return std::optional(Visitor{"Tablet", Role::team, "t0ken"});
  return std::optional<Visitor>();
}

Response say_who(const Request& request) {
  return {200, "text/plain", request.visitor ? request.visitor->name : "nobody", {}};
}

Response ask_gated(std::vector<Route> table, const Request& request) {
  const Site site({}, {});
  const Routes routes(std::move(table), site,
                      {by_cookie, [](const Request& it) {
                         return Response{it.visitor ? 403 : 401, "", "", {}};
                       }});
  auto responses = routes.answer({&request});
  return responses.operator*().at(0);
}

Response ask_as(const std::string& cookie, Who who, const std::string& method = "GET",
                const std::string& body = {}) {
  Request request{method, "/page", {{"cookie", cookie}, {"sec-fetch-site", "same-origin"}}, body};
  return ask_gated({{method, "/page", "", who, true, say_who}}, request);
}

TEST(WhoMayTest, LetsInWhomTheRouteNames) {
  EXPECT_EQ(ask_as("", Who::anybody).body, "nobody");
  EXPECT_EQ(ask_as("", Who::signed_in).status, 401);
  EXPECT_EQ(ask_as("tablet", Who::signed_in).body, "Tablet");
  EXPECT_EQ(ask_as("", Who::administrator).status, 401);
  EXPECT_EQ(ask_as("tablet", Who::administrator).status, 403);
  EXPECT_EQ(ask_as("boss", Who::administrator).body, "Boss");
  EXPECT_EQ(ask_as("boss", Who::owner).status, 404);
}

TEST(WhoMayTest, TakesFormsWithTheSessionsTokenOnly) {
  EXPECT_EQ(ask_as("boss", Who::signed_in, "POST").status, 403);
  EXPECT_EQ(ask_as("boss", Who::signed_in, "POST", "csrf=t0keN").status, 403);
  EXPECT_EQ(ask_as("boss", Who::signed_in, "POST", "csrf=").status, 403);
  EXPECT_EQ(ask_as("boss", Who::signed_in, "POST", "csrf=t0ken").status, 200);
}

// Whatever is added to the table later: strangers get the way in, and files without a word of ours.
TEST_F(RoutesTest, KeepsStrangersFromEveryPage) {
  const std::set<std::string> open = {"/sign-in",   "/setup",       "/calls.css",  "/fleet.css",
                                      "/style.css", "/sign-in.css", "/refresh.js", "/icon.svg"};
  kitchen.accounts.add("Anna", Role::administrator).operator*();
  int asked = 0;
  for (const Route& route : all_routes(kitchen.answerers)) {
    if (!route.for_browsers || open.count(route.path) != 0) continue;
    const auto answer =
        kitchen.ask(route.method, route.path, {},
                    {{"sec-fetch-site", "same-origin"}, {"content-type", route.content_type}});
    EXPECT_EQ(answer.status, 401) << route.path;
    ++asked;
  }
  EXPECT_GE(asked, 14);
}

// Whatever needs no session is in no table but a kiosk's, the owner's, or among these few.
TEST_F(RoutesTest, LeavesOnlyKiosksWithoutAGate) {
  for (const Route& route : all_routes(kitchen.answerers)) {
    if (route.for_browsers || route.who == Who::owner) continue;
    EXPECT_TRUE(route.path.starts_with("/v1/")) << route.path;
  }
}

}  // namespace
}  // namespace smilepost::backend::test
