#include "backend/accounts/accounts.h"

#include <nlohmann/json.hpp>

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

constexpr const char* password = "four words of mine";
constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;

std::string header_of(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

// A browser: keeps its cookie and says where a form stood.
class Browser {
 public:
  explicit Browser(Kitchen& kitchen) : kitchen_(kitchen) {}

  Response get(const std::string& path) { return ask("GET", path, {}); }
  Response post(const std::string& path, const std::string& body) {
    return ask("POST", path, body);
  }
  // With the token that the page's own forms carry.
  Response press(const std::string& path, const std::string& body) {
    return post(path, body + "&csrf=" + token_in(get(path).body));
  }
  static std::string token_in(const std::string& html) {
    const std::string before = "name=\"csrf\" value=\"";
    const auto at = html.find(before);
    return at == std::string::npos ? std::string() : html.substr(at + before.size(), 64);
  }

  std::string cookie{};
  std::map<std::string, std::string> also{
      {"sec-fetch-site", "same-origin"}, {"sec-fetch-user", "?1"}, {"accept", "text/html"}};

 private:
  Response ask(const std::string& method, const std::string& path, const std::string& body) {
    auto headers = also;
    if (!cookie.empty()) headers["cookie"] = cookie;
    headers["content-type"] = "application/x-www-form-urlencoded";
    Response response = kitchen_.ask(method, path, body, headers);
    const std::string set = header_of(response, "Set-Cookie");
    if (!set.empty()) cookie = set.substr(0, set.find(';'));
    return response;
  }

  Kitchen& kitchen_;
};

class AccountsTest : public KitchenTest {
 protected:
  // By the way that people go: a link, a form.
  std::string link_for(const std::string& name) {
    return kitchen.accounts.make_link(name).operator*().link_secret;
  }
  Response choose(Browser& by, const std::string& secret, const std::string& name = "Anna") {
    return by.post("/setup", "link=" + secret + "&name=" + name +
                                 "&password=four+words+of+mine&again=four+words+of+mine");
  }
  void have(Browser& by, const std::string& name, Role role) {
    const auto added = kitchen.accounts.add(name, role).operator*();
    ASSERT_TRUE(added.done()) << added.line;
    ASSERT_EQ(choose(by, added.link_secret).status, 303);
  }
  Response sign_in(Browser& by, const std::string& name, const std::string& with = password) {
    return by.post("/sign-in", "name=" + name + "&password=" + with);
  }

  Browser anna{kitchen}, tablet{kitchen}, stranger{kitchen};
};

TEST_F(AccountsTest, MakesTheFirstByItsLinkOnce) {
  EXPECT_EQ(stranger.get("/").status, 200) << "on this machine, before there is any";
  const std::string secret = kitchen.accounts.make_first_link().operator*();
  EXPECT_NE(anna.get("/setup?link=" + secret).body.find("The first administrator"),
            std::string::npos);
  const Response made = choose(anna, secret);
  EXPECT_EQ(made.status, 303) << made.body;
  EXPECT_EQ(header_of(made, "Location"), "/");
  EXPECT_EQ(anna.get("/").status, 200);
  EXPECT_EQ(anna.get("/accounts").status, 200) << "an administrator";
  EXPECT_EQ(stranger.get("/").status, 401);
  EXPECT_EQ(choose(stranger, secret, "Eve").status, 410) << "used up";
  EXPECT_EQ(stranger.get("/setup?link=" + secret).status, 410);
}

TEST_F(AccountsTest, ForgetsEveryFirstLinkWithTheFirstAccount) {
  const std::string one = kitchen.accounts.make_first_link().operator*();
  const std::string other = kitchen.accounts.make_first_link().operator*();
  EXPECT_EQ(choose(anna, one).status, 303);
  EXPECT_EQ(choose(stranger, other, "Eve").status, 410);
}

TEST_F(AccountsTest, KeepsALinkForADay) {
  const std::string secret = kitchen.accounts.make_first_link().operator*();
  kitchen.clock.now_ms += day_ms + 1;
  EXPECT_EQ(anna.get("/setup?link=" + secret).status, 410);
  EXPECT_EQ(choose(anna, secret).status, 410);
}

TEST_F(AccountsTest, KeepsNoSecretReadable) {
  have(anna, "Anna", Role::administrator);
  const std::string link = link_for("Anna");
  const std::string token = anna.cookie.substr(anna.cookie.find('=') + 1);
  EXPECT_EQ(token.size(), 64U);
  const auto hash = kitchen.blob("SELECT token_hash FROM session");
  EXPECT_EQ(record::to_hex(hash).find(token), std::string::npos);
  EXPECT_EQ(hash.size(), 32U);
  EXPECT_EQ(kitchen.blob("SELECT secret_hash FROM account_link").size(), 32U);
  EXPECT_EQ(link.size(), 32U);
}

TEST_F(AccountsTest, SaysWhatIsWrongWithAPassword) {
  const std::string secret = kitchen.accounts.make_first_link().operator*();
  const auto with = [&](const std::string& one, const std::string& other) {
    return anna.post("/setup", "link=" + secret + "&name=Anna&password=" + one + "&again=" + other);
  };
  EXPECT_EQ(with("short", "short").status, 422);
  EXPECT_NE(with("four+words+of+mine", "four+words+of+mins").body.find("differ"),
            std::string::npos);
  EXPECT_EQ(anna.post("/setup", "link=" + secret +
                                    "&name=&password=four+words+of+mine&again="
                                    "four+words+of+mine")
                .status,
            422);
  EXPECT_EQ(kitchen.passwords_hashed, 0);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM account"), 0);
  EXPECT_EQ(choose(anna, secret).status, 303) << "the link was not used up by that";
}

TEST_F(AccountsTest, ShowsNothingThroughAProxyBeforeTheFirst) {
  for (const char* header : {"x-forwarded-for", "forwarded"}) {
    stranger.also[header] = "for=10.0.0.9";
    EXPECT_EQ(stranger.get("/").status, 401) << header;
    EXPECT_EQ(stranger.get("/results.json").status, 401) << header;
    EXPECT_EQ(stranger.get("/fleet").status, 401) << header;
    EXPECT_EQ(stranger.get("/sign-in").status, 200) << header;
    stranger.also.erase(header);
  }
  const std::string secret = kitchen.accounts.make_first_link().operator*();
  anna.also["x-forwarded-for"] = "10.0.0.9";
  EXPECT_EQ(choose(anna, secret).status, 303) << "the first may be made through it";
}

TEST_F(AccountsTest, LeavesKiosksAsTheyWere) {
  have(anna, "Anna", Role::administrator);
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  kiosk.vote(4);
  EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
}

TEST_F(AccountsTest, LetsTheTeamSeeAndPressButNotDecide) {
  have(anna, "Anna", Role::administrator);
  have(tablet, "Tablet", Role::team);
  EXPECT_EQ(tablet.get("/").status, 200);
  EXPECT_EQ(tablet.get("/calls").status, 200);
  EXPECT_EQ(tablet.press("/calls", "do=here-for-all").status, 303);
  EXPECT_EQ(tablet.get("/fleet").status, 403);
  EXPECT_NE(tablet.get("/fleet").body.find("This page is for administrators"), std::string::npos)
      << "people read a page, not a line for programs";
  EXPECT_EQ(tablet.get("/fleet.json").status, 403);
  EXPECT_EQ(tablet.get("/accounts").status, 403);
  EXPECT_EQ(tablet.get("/").body.find("/accounts"), std::string::npos);
}

TEST_F(AccountsTest, TakesFormsWithTheSessionsTokenOnly) {
  have(anna, "Anna", Role::administrator);
  EXPECT_EQ(anna.post("/calls", "do=here-for-all").status, 403);
  EXPECT_EQ(anna.post("/accounts", "do=add&name=Eve&role=administrator").status, 403);
  EXPECT_EQ(anna.post("/fleet", "do=make-group&group=x&ring=early").status, 403);
  EXPECT_EQ(anna.post("/sign-out", "").status, 403);
  EXPECT_EQ(anna.press("/calls", "do=here-for-all").status, 303);
  Browser ben(kitchen);
  have(ben, "Ben", Role::administrator);
  const std::string bens = Browser::token_in(ben.get("/accounts").body);
  EXPECT_EQ(bens.size(), 64U);
  EXPECT_EQ(anna.post("/calls", "do=here-for-all&csrf=" + bens).status, 403) << "another's";
}

TEST_F(AccountsTest, EveryFormOfEveryPageCarriesTheToken) {
  have(anna, "Anna", Role::administrator);
  HandMadeKiosk kiosk;
  kitchen.enrol(kiosk);
  ASSERT_TRUE(run(kitchen.archive->store(),
                  "INSERT INTO release VALUES ('1.5', ?1, 7, '', 0, 0, 2, 5)", record::Hash{}));
  for (const char* path :
       {"/", "/calls", "/fleet", "/fleet/groups", "/fleet/releases", "/accounts"}) {
    const std::string html = anna.get(path).body;
    int forms = 0;
    for (auto at = html.find("method=\"post\""); at != std::string::npos;
         at = html.find("method=\"post\"", at + 1)) {
      ++forms;
      const std::string form = html.substr(at, html.find("</form>", at) - at);
      EXPECT_NE(form.find("name=\"csrf\" value=\""), std::string::npos) << path << form;
    }
    EXPECT_GE(forms, 1) << path << ": signing out at least";
  }
}

TEST_F(AccountsTest, EndsAnAdministratorsSessionWhereNobodyClicks) {
  have(anna, "Anna", Role::administrator);
  for (int i = 0; i < 12; ++i) {
    kitchen.clock.now_ms += 25 * minute_ms;
    ASSERT_EQ(anna.get("/").status, 200) << i;
  }
  for (int i = 0; i < 2; ++i) {
    kitchen.clock.now_ms += 10 * minute_ms;
    ASSERT_EQ(anna.get("/figures").status, 200) << "which the page fetches by itself";
  }
  kitchen.clock.now_ms += 11 * minute_ms;
  EXPECT_EQ(anna.get("/figures").status, 401);
  ASSERT_EQ(sign_in(anna, "Anna").status, 303);
  anna.also.erase("sec-fetch-user");  // a page that reloads by itself
  kitchen.clock.now_ms += 20 * minute_ms;
  EXPECT_EQ(anna.get("/").status, 200);
  kitchen.clock.now_ms += 20 * minute_ms;
  EXPECT_EQ(anna.get("/").status, 401);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM session"), 0);
}

TEST_F(AccountsTest, EndsAnAdministratorsSessionAfterHalfADayAtTheLatest) {
  have(anna, "Anna", Role::administrator);
  const std::int64_t begun = kitchen.clock.now_ms;
  while (kitchen.clock.now_ms + 20 * minute_ms <= begun + 12 * hour_ms) {
    kitchen.clock.now_ms += 20 * minute_ms;
    ASSERT_EQ(anna.get("/").status, 200);
  }
  kitchen.clock.now_ms += 20 * minute_ms;
  EXPECT_EQ(anna.get("/").status, 401);
}

TEST_F(AccountsTest, KeepsATabletSignedInWhileItIsUsed) {
  have(anna, "Anna", Role::administrator);
  have(tablet, "Tablet", Role::team);
  tablet.also.erase("sec-fetch-user");
  for (int i = 0; i < 4; ++i) {
    kitchen.clock.now_ms += 29 * day_ms;
    ASSERT_EQ(tablet.get("/calls").status, 200) << i;
  }
  kitchen.clock.now_ms += 31 * day_ms;
  EXPECT_EQ(tablet.get("/calls").status, 401);
}

TEST_F(AccountsTest, SignsInAndOut) {
  have(anna, "Anna", Role::administrator);
  Browser other(kitchen);
  const Response asked = other.get("/calls");
  EXPECT_EQ(asked.status, 401);
  EXPECT_NE(asked.body.find("name=\"to\" value=\"/calls\""), std::string::npos);
  const Response in = other.post("/sign-in", "name=Anna&password=four+words+of+mine&to=%2Fcalls");
  EXPECT_EQ(in.status, 303);
  EXPECT_EQ(header_of(in, "Location"), "/calls");
  EXPECT_NE(other.cookie, anna.cookie);
  const std::string before = other.cookie;
  EXPECT_EQ(other.press("/calls", "do=here-for-all").status, 303);
  EXPECT_EQ(other.post("/sign-out", "csrf=" + Browser::token_in(other.get("/").body)).status, 303);
  other.cookie = before;
  EXPECT_EQ(other.get("/").status, 401) << "it is over here, too, not in the browser alone";
  EXPECT_EQ(anna.get("/").status, 200) << "elsewhere it goes on";
}

TEST_F(AccountsTest, LeadsNowhereElseAfterSigningIn) {
  have(anna, "Anna", Role::administrator);
  for (const char* to : {"//evil.example", "https://evil.example", "/%5Cevil.example",
                         "/x%0D%0ASet-Cookie:a", "javascript:1", ""}) {
    Browser by(kitchen);
    const Response in =
        by.post("/sign-in", std::string("name=Anna&password=four+words+of+mine&to=") + to);
    EXPECT_EQ(header_of(in, "Location"), "/") << to;
  }
}

TEST_F(AccountsTest, TakesNoCookieThatSomebodyElsePutThere) {
  have(anna, "Anna", Role::administrator);
  stranger.cookie = "session=" + std::string(64, 'a');
  EXPECT_EQ(stranger.get("/").status, 401);
  const std::string put = anna.cookie;
  Browser victim(kitchen);
  victim.cookie = put;  // known to whoever put it there
  EXPECT_EQ(sign_in(victim, "Anna").status, 303);
  EXPECT_NE(victim.cookie, put);
  EXPECT_EQ(anna.get("/").status, 401) << "the one that came along is worth nothing now";
}

TEST_F(AccountsTest, SaysTheSameOfAWrongNameAndAWrongPassword) {
  have(anna, "Anna", Role::administrator);
  kitchen.accounts.add("Ben", Role::team).operator*();  // has chosen none yet
  kitchen.passwords_hashed = 0;
  const Response wrong = sign_in(stranger, "Anna", "something+else");
  const Response unknown = sign_in(stranger, "Nobody", "something+else");
  const Response none = sign_in(stranger, "Ben", "hash+of+");
  EXPECT_EQ(kitchen.passwords_hashed, 3) << "each takes as long";
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(none.status, 401);
  const auto without_name = [](std::string html, const std::string& name) {
    return html.erase(html.find("value=\"" + name), 7 + name.size());
  };
  EXPECT_EQ(without_name(wrong.body, "Anna"), without_name(unknown.body, "Nobody"));
  EXPECT_EQ(wrong.headers, unknown.headers);
}

TEST_F(AccountsTest, SlowsGuessingDownAndLocksNobodyOut) {
  have(anna, "Anna", Role::administrator);
  Response last;
  for (int i = 0; i < 6; ++i) last = sign_in(stranger, "Anna", "guess+" + std::to_string(i));
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(header_of(last, "Retry-After"), "2");
  EXPECT_EQ(sign_in(stranger, "Anna").status, 429) << "the right one waits as well";
  EXPECT_EQ(anna.get("/").status, 200) << "who is signed in stays";
  kitchen.clock.now_ms += 2'000;
  EXPECT_EQ(sign_in(stranger, "Anna").status, 303);
}

TEST_F(AccountsTest, EndsSessionsWhenThePasswordChanges) {
  have(anna, "Anna", Role::administrator);
  Browser other(kitchen);
  ASSERT_EQ(sign_in(other, "Anna").status, 303);
  Browser changes(kitchen);
  const std::string secret = link_for("Anna");
  EXPECT_EQ(anna.get("/").status, 200) << "the link alone changes nothing";
  EXPECT_EQ(changes
                .post("/setup",
                      "link=" + secret + "&password=other+words+of+mine&again=other+words+of+mine")
                .status,
            303);
  EXPECT_EQ(anna.get("/").status, 401);
  EXPECT_EQ(other.get("/").status, 401);
  EXPECT_EQ(changes.get("/").status, 200);
  EXPECT_EQ(sign_in(stranger, "Anna").status, 401) << "the old one is worth nothing";
}

TEST_F(AccountsTest, EndsSessionsAndLinksWithTheAccount) {
  have(anna, "Anna", Role::administrator);
  have(tablet, "Tablet", Role::team);
  const std::string secret = link_for("Tablet");
  EXPECT_NE(anna.press("/accounts", "do=remove&name=Tablet").body.find("Remove <bdi>Tablet"),
            std::string::npos);
  EXPECT_EQ(tablet.get("/").status, 200) << "asked first";
  EXPECT_EQ(anna.press("/accounts", "do=remove&name=Tablet&sure=yes").status, 303);
  EXPECT_EQ(tablet.get("/").status, 401);
  EXPECT_EQ(choose(tablet, secret).status, 410);
  EXPECT_EQ(sign_in(tablet, "Tablet").status, 401);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM session WHERE account = 'Tablet'"), 0);
}

TEST_F(AccountsTest, KeepsTheLastAdministrator) {
  EXPECT_EQ(kitchen.accounts.add("Tablet", Role::team).operator*().status, 409);
  have(anna, "Anna", Role::administrator);
  have(tablet, "Tablet", Role::team);
  EXPECT_EQ(anna.press("/accounts", "do=remove&name=Anna&sure=yes").status, 409);
  EXPECT_EQ(anna.get("/").status, 200);
  kitchen.accounts.add("Ben", Role::administrator).operator*();
  EXPECT_EQ(anna.press("/accounts", "do=remove&name=Anna&sure=yes").status, 303);
  EXPECT_EQ(anna.get("/").status, 401);
}

TEST_F(AccountsTest, HandsOutLinksOnThePage) {
  have(anna, "Anna", Role::administrator);
  const Response added = anna.press("/accounts", "do=add&name=Ben+%3Cb%3E&role=team");
  EXPECT_EQ(added.status, 200);
  EXPECT_NE(added.body.find("Ben &lt;b&gt;"), std::string::npos);
  const std::string before = "https://feedback.example/setup?link=";
  const auto at = added.body.find(before);
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(choose(tablet, added.body.substr(at + before.size(), 32)).status, 303);
  EXPECT_EQ(tablet.get("/calls").status, 200);
  EXPECT_EQ(anna.get("/accounts").body.find("/setup?link="), std::string::npos) << "shown once";
  EXPECT_EQ(anna.press("/accounts", "do=add&name=Ben+%3Cb%3E&role=team").status, 409);
  EXPECT_EQ(anna.press("/accounts", "do=add&name=&role=team").status, 422);
  EXPECT_EQ(anna.press("/accounts", "do=add&name=Cem&role=owner").status, 422);
  EXPECT_EQ(anna.press("/accounts", "do=dance").status, 400);
}

TEST_F(AccountsTest, ChoosesTheCookieByTheWay) {
  have(anna, "Anna", Role::administrator);
  EXPECT_TRUE(anna.cookie.starts_with("session="));
  Browser by_proxy(kitchen);
  by_proxy.also["x-forwarded-proto"] = "https";
  by_proxy.also["host"] = "feedback.example";
  const Response in = sign_in(by_proxy, "Anna");
  const std::string set = header_of(in, "Set-Cookie");
  EXPECT_TRUE(set.starts_with("__Host-session=")) << set;
  for (const char* part : {"; HttpOnly", "; SameSite=Lax", "; Path=/", "; Secure"}) {
    EXPECT_NE(set.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(set.find("Domain"), std::string::npos);
  const Response page = by_proxy.get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(header_of(page, "Strict-Transport-Security"), "max-age=31536000");
  by_proxy.cookie = "session=" + by_proxy.cookie.substr(by_proxy.cookie.find('=') + 1);
  EXPECT_EQ(by_proxy.get("/").status, 401) << "by https only the name that nobody else can set";
}

// Behind a proxy that passes the public name on, in a browser that says no Sec-Fetch-Site.
TEST_F(AccountsTest, LetsOlderBrowsersPressButtonsBehindAProxy) {
  have(anna, "Anna", Role::administrator);
  Browser old(kitchen);
  old.also = {{"x-forwarded-proto", "https"},
              {"host", "feedback.example"},
              {"origin", "https://feedback.example"},
              {"accept", "text/html"}};
  ASSERT_EQ(sign_in(old, "Anna").status, 303);
  EXPECT_EQ(old.press("/calls", "do=here-for-all").status, 303);
  old.also["origin"] = "https://evil.example";
  EXPECT_EQ(old.press("/calls", "do=here-for-all").status, 403);
}

TEST_F(AccountsTest, EveryAnswerToABrowserIsStrict) {
  have(anna, "Anna", Role::administrator);
  for (const char* path : {"/", "/figures", "/results.json", "/calls", "/fleet", "/fleet.json",
                           "/accounts", "/sign-in", "/setup", "/style.css", "/sign-in.css"}) {
    for (Browser* by : {&anna, &stranger}) {
      const Response page = by->get(path);
      const std::string policy = header_of(page, "Content-Security-Policy");
      EXPECT_TRUE(policy.starts_with("default-src 'none'; ")) << path;
      EXPECT_EQ(policy.find("unsafe"), std::string::npos) << path;
      for (const char* part : {"base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"}) {
        EXPECT_NE(policy.find(part), std::string::npos) << path << part;
      }
      EXPECT_EQ(header_of(page, "X-Content-Type-Options"), "nosniff") << path;
      EXPECT_EQ(header_of(page, "Referrer-Policy"), "same-origin") << path;
      EXPECT_EQ(page.body.find("style="), std::string::npos) << path << ": nothing inline";
      EXPECT_EQ(page.body.find("<script>"), std::string::npos) << path;
    }
  }
}

TEST_F(AccountsTest, TellsTheOwnersToolThroughItsSocket) {
  const auto ask = [&](const std::string& path, const std::string& body) {
    return kitchen.ask(body.empty() ? "GET" : "POST", "/admin/v1/accounts" + path, body,
                       {{"content-type", "application/json"}}, Door::admin_socket);
  };
  EXPECT_EQ(ask("/add", R"({"name": "Anna", "role": "owner"})").status, 422);
  EXPECT_EQ(ask("/add", R"({"name": "Tab", "role": "team"})").status, 409) << "not the first";
  const Response added = ask("/add", R"({"name": "Anna", "role": "administrator"})");
  EXPECT_EQ(added.status, 201);
  const auto at = added.body.find("link=");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(choose(anna, added.body.substr(at + 5, 32)).status, 303);
  EXPECT_EQ(ask("/link", R"({"name": "Nobody"})").status, 404);
  EXPECT_EQ(ask("/link", R"({"name": "Anna"})").status, 201);
  EXPECT_EQ(ask("/remove", R"({"name": "Anna"})").status, 409);
  EXPECT_EQ(ask("/remove", "not json").status, 404);
  const auto list = nlohmann::json::parse(ask("", "").body)["accounts"];
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["name"], "Anna");
  EXPECT_EQ(list[0]["role"], "administrator");
  EXPECT_EQ(list[0]["has_password"], true);
  EXPECT_EQ(kitchen.ask("GET", "/admin/v1/accounts").status, 404) << "not from the network";
}

// The account was given another password while the old one was being compared.
TEST_F(AccountsTest, BelievesOnlyWhatWasComparedWithWhatIs) {
  have(anna, "Anna", Role::administrator);
  Request request{"POST",
                  "/sign-in",
                  {{"host", "localhost"},
                   {"sec-fetch-site", "same-origin"},
                   {"content-type", "application/x-www-form-urlencoded"}},
                  "name=Anna&password=four+words+of+mine"};
  request.peer = "127.0.0.1";
  request.password = PasswordFound{true, "the hash before"};
  EXPECT_EQ(kitchen.ask_once(request).status, 401);
}

}  // namespace
}  // namespace smilepost::backend::test
