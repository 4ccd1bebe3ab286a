#include "backend/web/fleet_page.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "backend/web/form.h"
#include "kitchen.h"
#include "record/bundle.h"

namespace smilepost::backend::test {
namespace {

using nlohmann::json;

class FleetPageTest : public KitchenTest {
 protected:
  static std::string number(const HandMadeKiosk& which) { return record::to_hex(which.id()); }

  std::string get(const std::string& path, const std::string& query = {}, int status = 200) {
    const Response response = kitchen.ask("GET", path + "?" + query);
    EXPECT_EQ(response.status, status) << path << "?" << query;
    return response.body;
  }
  Response press(const std::map<std::string, std::string>& fields) {
    std::string body;
    for (const auto& [name, value] : fields)
      body += (body.empty() ? "" : "&") + name + "=" + encode_percent(value);
    return kitchen.ask(
        "POST", "/fleet", body,
        {{"content-type", "application/x-www-form-urlencoded"}, {"sec-fetch-site", "same-origin"}});
  }
  // Returns the page that follows.
  int sure(std::map<std::string, std::string> fields) {
    fields["sure"] = "yes";
    return press(fields).status;
  }
  std::string page_of(const HandMadeKiosk& which) {
    return get("/fleet/kiosk", "id=" + number(which));
  }
  json listed(const HandMadeKiosk& which) {
    const json all = json::parse(get("/fleet.json"));
    for (const json& it : all["kiosks"]) {
      if (it["kiosk"] == number(which)) return it;
    }
    return nullptr;
  }
  // A fleet as it may be: by rows, since only the page is tried.
  void make_fleet(int count) {
    ASSERT_TRUE(kitchen.archive->store().script("BEGIN"));
    for (int i = 0; i < count; ++i) {
      const record::KioskId id{static_cast<std::uint8_t>(i >> 8U), static_cast<std::uint8_t>(i), 1};
      const bool silent = i % 100 == 7;
      ASSERT_TRUE(run(kitchen.archive->store(),
                      "INSERT INTO kiosk (kiosk, first_key, label, enrolled_ms, last_contact_ms) "
                      "VALUES (?1, ?2, ?3, ?4, ?5)",
                      id, record::PublicKey{}, "Till " + std::to_string(i), noon_ms - 1,
                      silent ? noon_ms - 2 * 86'400'000 : noon_ms));
      ASSERT_TRUE(run(kitchen.archive->store(),
                      "INSERT INTO kiosk_place (kiosk, since_ms, place, label) VALUES (?1, ?2, ?3, "
                      "?4)",
                      id, noon_ms - 1, "Shop " + std::to_string(i / 10),
                      "Till " + std::to_string(i)));
    }
    ASSERT_TRUE(kitchen.archive->store().script("COMMIT"));
  }

  HandMadeKiosk kiosk;
};

bool has(const std::string& page, const std::string& text) {
  return page.find(text) != std::string::npos;
}

std::size_t count_of(const std::string& page, const std::string& text) {
  std::size_t count = 0;
  for (auto at = page.find(text); at != std::string::npos; at = page.find(text, at + 1)) ++count;
  return count;
}

TEST_F(FleetPageTest, SaysHowToBegin) {
  EXPECT_TRUE(has(get("/fleet"), "smilepost enrol-code"));
}

TEST_F(FleetPageTest, AcceptsWhoWaits) {
  EXPECT_EQ(kitchen.ask_to_enrol(kiosk, "<b>Till</b>").status, 202);
  const std::string page = get("/fleet");
  EXPECT_TRUE(has(page, "It waits to be accepted."));
  EXPECT_TRUE(has(page, "&lt;b&gt;Till"));
  EXPECT_EQ(press({{"do", "accept"}, {"id", number(kiosk)}}).status, 303);
  EXPECT_EQ(kitchen.ask_to_enrol(kiosk, "Till").status, 201);
  EXPECT_FALSE(has(get("/fleet"), "waits to be accepted"));
  EXPECT_TRUE(has(page_of(kiosk), "is accepted"));  // in its history
}

TEST_F(FleetPageTest, RefusesWhoIsNotOurs) {
  kitchen.ask_to_enrol(kiosk, "<b>Till</b>");
  EXPECT_FALSE(has(get("/fleet"), "was refused"));
  EXPECT_EQ(press({{"do", "refuse"}, {"id", number(kiosk)}}).status, 303);
  kitchen.ask_to_enrol(kiosk, "<b>Till</b>");
  const std::string page = get("/fleet");
  EXPECT_FALSE(has(page, "It waits to be accepted."));
  EXPECT_TRUE(has(page, "1 kiosk was refused"));
  EXPECT_TRUE(has(page, "&lt;b&gt;Till"));
  EXPECT_TRUE(has(get("/fleet/groups"), number(kiosk) + " is refused"));  // by whom, and when
  EXPECT_EQ(press({{"do", "accept"}, {"id", number(kiosk)}}).status, 303);
  EXPECT_FALSE(has(get("/fleet"), "was refused"));
  EXPECT_EQ(kitchen.ask_to_enrol(kiosk, "Till").status, 201);
}

TEST_F(FleetPageTest, FindsWhoWasRefusedByTheNumberOnItsScreen) {
  make_fleet(2);
  kitchen.ask_to_enrol(kiosk, "Till");
  press({{"do", "refuse"}, {"id", number(kiosk)}});
  EXPECT_FALSE(has(get("/fleet"), "found."));
  EXPECT_TRUE(has(get("/fleet"), "class=\"card refused\">"));
  const std::string found = get("/fleet", "q=" + number(kiosk).substr(0, 8));
  EXPECT_TRUE(has(found, "1 kiosk found."));
  EXPECT_TRUE(has(found, "class=\"card refused\" open>"));
  for (const char* query : {"q=nowhere", "health=waits", "health=sick", "page=2"})
    EXPECT_FALSE(has(get("/fleet", query), "was refused")) << query;
}

TEST_F(FleetPageTest, RefusesAllOfAFloodAfterAQuestion) {
  std::vector<HandMadeKiosk> others(5);
  for (const HandMadeKiosk& it : others) kitchen.ask_to_enrol(it, "Till");
  EXPECT_FALSE(has(get("/fleet"), "Refuse all"));
  kitchen.ask_to_enrol(kiosk, "Till");
  EXPECT_TRUE(has(get("/fleet"), "Refuse all 6 …"));
  const Response asked = press({{"do", "refuse-all"}});
  EXPECT_TRUE(has(asked.body, "Refuse all 6 that wait?"));
  EXPECT_TRUE(has(asked.body, "href=\"/fleet\">No, go back"));
  EXPECT_TRUE(has(get("/fleet"), "It waits to be accepted."));
  EXPECT_EQ(sure({{"do", "refuse-all"}}), 303);
  EXPECT_FALSE(has(get("/fleet"), "It waits to be accepted."));
  EXPECT_TRUE(has(get("/fleet"), "6 kiosks were refused"));
  EXPECT_TRUE(has(get("/fleet/groups"), "all that waited to be enrolled are refused, 6 of them"));
  EXPECT_EQ(sure({{"do", "refuse-all"}}), 409);
}

TEST_F(FleetPageTest, ButtonsWorkOnOwnPagesOnly) {
  kitchen.enrol(kiosk);
  const Response response = kitchen.ask(
      "POST", "/fleet", "do=revoke&sure=yes&id=" + number(kiosk),
      {{"content-type", "application/x-www-form-urlencoded"}, {"sec-fetch-site", "cross-site"}});
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(listed(kiosk)["health"], "well");
}

TEST_F(FleetPageTest, AsksOnceMoreBeforeWhatIsDangerous) {
  kitchen.enrol(kiosk);
  const Response asked = press({{"do", "revoke"}, {"id", number(kiosk)}});
  EXPECT_EQ(asked.status, 200);
  EXPECT_TRUE(has(asked.body, "Revoke Checkout?"));
  EXPECT_EQ(listed(kiosk)["health"], "well");
  EXPECT_EQ(sure({{"do", "revoke"}, {"id", number(kiosk)}}), 303);
  EXPECT_EQ(listed(kiosk)["health"], "revoked");
  EXPECT_EQ(press({{"do", "accept"}, {"id", number(kiosk)}}).status, 303);
  EXPECT_EQ(listed(kiosk)["health"], "well");
  const std::string page = page_of(kiosk);
  EXPECT_LT(page.find("is taken back"), page.size());
  EXPECT_TRUE(has(page, "is revoked: what it sends"));
}

TEST_F(FleetPageTest, NewKeysAreAcceptedAfterAQuestion) {
  kitchen.enrol(kiosk);
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  kiosk.open_epoch(record::EpochReason::journal_lost, false);
  kiosk.vote(4);
  EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 403);
  EXPECT_TRUE(has(get("/fleet"), "It has new keys that no older key of it vouches for"));
  EXPECT_TRUE(has(press({{"do", "accept"}, {"id", number(kiosk)}}).body, "Believe the new keys"));
  EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 403);
  EXPECT_EQ(sure({{"do", "accept"}, {"id", number(kiosk)}}), 303);
  EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
}

TEST_F(FleetPageTest, AMoveIsDatedAndARenameIsNot) {
  kitchen.enrol(kiosk);
  EXPECT_EQ(
      press({{"do", "rename"}, {"id", number(kiosk)}, {"label", "Exit"}, {"place", "Berlin 3"}})
          .status,
      303);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM kiosk_place"), 1);
  EXPECT_EQ(kitchen.integer("SELECT since_ms FROM kiosk_place"), noon_ms) << "since its enrolment";
  kitchen.clock.now_ms += 3'600'000;
  press({{"do", "move"}, {"id", number(kiosk)}, {"label", "Exit"}, {"place", "Köln 1"}});
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM kiosk_place"), 2);
  EXPECT_EQ(kitchen.integer("SELECT max(since_ms) FROM kiosk_place"), noon_ms + 3'600'000);
  EXPECT_EQ(listed(kiosk)["place"], "Köln 1");
  const std::string page = page_of(kiosk);
  EXPECT_TRUE(has(page, "Exit in Berlin 3</bdi>"));
  EXPECT_TRUE(has(page, "moved from “Exit” in “Berlin 3” to “Exit” in “Köln 1”"));
  press({{"do", "rename"}, {"id", number(kiosk)}, {"label", "Exit"}, {"place", "Köln Mitte"}});
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM kiosk_place"), 2);
  EXPECT_EQ(kitchen.figures().kiosks.at(0).label, "Exit");
  EXPECT_EQ(press({{"do", "move"}, {"id", number(kiosk)}, {"place", std::string(121, 'x')}}).status,
            422);
}

TEST_F(FleetPageTest, ResultsSayWhichOfTodaysVisitsBelongToWhereItStoodBefore) {
  kitchen.enrol(kiosk);
  kiosk.vote(4);
  ASSERT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
  EXPECT_FALSE(kitchen.figures().kiosks.at(0).elsewhere);
  press({{"do", "rename"}, {"id", number(kiosk)}, {"label", "Exit"}, {"place", "Berlin 3"}});
  EXPECT_FALSE(kitchen.figures().kiosks.at(0).elsewhere);
  kitchen.clock.now_ms += 60'000;
  press({{"do", "move"}, {"id", number(kiosk)}, {"label", "Exit"}, {"place", "Köln 1"}});
  const auto elsewhere = kitchen.figures().kiosks.at(0).elsewhere;
  ASSERT_TRUE(elsewhere);
  EXPECT_EQ(elsewhere->place, "Berlin 3");
  EXPECT_EQ(elsewhere->visits, 1U);
}

TEST_F(FleetPageTest, AReplacementTakesNameAndPlace) {
  kitchen.enrol(kiosk, "Exit");
  press({{"do", "rename"}, {"id", number(kiosk)}, {"label", "Exit"}, {"place", "Berlin 3"}});
  HandMadeKiosk board;
  kitchen.enrol(board, "Spare");
  const std::map<std::string, std::string> form{
      {"do", "replace"}, {"id", number(kiosk)}, {"by", number(board)}};
  EXPECT_TRUE(has(press(form).body,
                  "Put Spare (" + number(board).substr(0, 8) + ") in the place of Exit?"));
  EXPECT_EQ(press({{"do", "replace"}, {"id", number(kiosk)}, {"by", ""}}).status, 422)
      << "nobody was chosen";
  EXPECT_EQ(sure(form), 303);
  EXPECT_EQ(listed(board)["label"], "Exit");
  EXPECT_EQ(listed(board)["place"], "Berlin 3");
  EXPECT_EQ(listed(kiosk)["replaced_by"], number(board));
  EXPECT_EQ(sure(form), 303);
  EXPECT_EQ(sure({{"do", "replace"}, {"id", number(kiosk)}, {"by", number(kiosk)}}), 422);
}

TEST_F(FleetPageTest, KeepsWhatDiagnosticsCame) {
  kitchen.enrol(kiosk);
  EXPECT_EQ(press({{"do", "diagnostics"}, {"id", number(kiosk)}}).status, 303);
  EXPECT_TRUE(has(page_of(kiosk), "Asked for just now"));
  ASSERT_TRUE(run(kitchen.archive->store(),
                  "INSERT INTO diagnostics (kiosk, received_ms, report) VALUES (?1, 17, ?2)",
                  kiosk.id(), record::Bytes{'o', 'k', '<'}));
  EXPECT_TRUE(has(page_of(kiosk), "&amp;at=17\""));
  EXPECT_EQ(get("/fleet/diagnostics", "id=" + number(kiosk) + "&at=17"), "ok<");
  get("/fleet/diagnostics", "id=" + number(kiosk) + "&at=18", 404);
  get("/fleet/diagnostics", "id=&at=x", 404);
}

TEST_F(FleetPageTest, UnknownKiosksAndButtonsChangeNothing) {
  get("/fleet/kiosk", "id=" + std::string(32, '0'), 404);
  get("/fleet/kiosk", "id=<script>", 404);
  EXPECT_EQ(press({{"do", "revoke"}}).status, 200) << "asks first";
  EXPECT_EQ(sure({{"do", "revoke"}}), 404);
  EXPECT_EQ(press({{"do", "dance"}, {"id", std::string(32, '0')}}).status, 400);
}

TEST_F(FleetPageTest, ThreeHundredKiosksAreUsable) {
  make_fleet(300);
  const auto begun = std::chrono::steady_clock::now();
  const std::string page = get("/fleet");
  const auto took = std::chrono::steady_clock::now() - begun;
  EXPECT_LT(took, std::chrono::seconds(2));
  RecordProperty(
      "milliseconds",
      static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  EXPECT_TRUE(has(page, "<b>297</b> well"));
  EXPECT_TRUE(has(page, "<b>3</b> ill"));
  EXPECT_EQ(count_of(page, "data-kiosk="), 100U);
  EXPECT_LT(page.find("Till 107"), page.find("Till 0<"));
  EXPECT_TRUE(has(page, "while its 9 neighbours have."));
  EXPECT_TRUE(has(page, "Page 1 of 3"));
  EXPECT_EQ(count_of(get("/fleet", "page=3"), "data-kiosk="), 100U);
  EXPECT_EQ(count_of(get("/fleet", "page=99999999"), "data-kiosk="), 100U);
  EXPECT_EQ(count_of(get("/fleet", "health=ill"), "data-kiosk="), 3U);
  EXPECT_EQ(count_of(get("/fleet", "place=Shop+3"), "data-kiosk="), 10U);
  EXPECT_EQ(count_of(get("/fleet", "q=tILL+29"), "data-kiosk="), 13U) << "129 and 229, too";
  EXPECT_EQ(count_of(get("/fleet", "group=other"), "data-kiosk="), 0U);
  EXPECT_TRUE(has(get("/fleet", "q=nobody"), "No kiosk is like that"));
  EXPECT_EQ(count_of(get("/fleet", "q=++shop+29+TILL+297+"), "data-kiosk="), 1U);
  EXPECT_EQ(count_of(get("/fleet", "q=not+heard"), "data-kiosk="), 3U) << "what ails it";
  EXPECT_EQ(count_of(get("/fleet", "q=0001"), "data-kiosk="), 1U) << "a number's beginning";
}

TEST_F(FleetPageTest, WhoWaitsIsFoundLikeTheOthers) {
  make_fleet(30);
  kitchen.ask_to_enrol(kiosk, "Köln Eingang");
  const auto waits = [this](const std::string& query) {
    return has(get("/fleet", query), "It waits to be accepted.");
  };
  for (const char* query : {"", "q=k%C3%96ln", "q=koln", "health=waits", "health=sick", "place=-"})
    EXPECT_TRUE(waits(query)) << query;
  EXPECT_TRUE(waits("q=" + number(kiosk).substr(0, 8)));
  for (const char* query : {"q=berlin", "health=well", "place=Shop+1", "group=everybody", "page=2"})
    EXPECT_FALSE(waits(query)) << query;
  EXPECT_TRUE(has(get("/fleet", "q=koln"), "1 kiosk found"));
  EXPECT_FALSE(has(get("/fleet", "q=koln"), "No kiosk is like that"));
}

TEST_F(FleetPageTest, AShopWithoutPowerIsOneCard) {
  make_fleet(30);
  ASSERT_TRUE(run(kitchen.archive->store(),
                  "UPDATE kiosk SET last_contact_ms = ?1 WHERE kiosk IN (SELECT kiosk FROM "
                  "kiosk_place WHERE place = 'Shop 1')",
                  noon_ms - 5 * 86'400'000));
  const std::string page = get("/fleet", "health=ill&place=Shop+1");
  EXPECT_EQ(count_of(page, "class=\"card sick ill\""), 1U);
  EXPECT_EQ(count_of(page, "data-kiosk="), 10U);
  EXPECT_TRUE(has(page, "<summary>10 kiosks</summary>"));
  EXPECT_EQ(count_of(page, "It has not been heard of"), 1U);
  EXPECT_EQ(count_of(get("/fleet", "health=ill&q=till+7+shop"), "class=\"card sick ill\""), 2U)
      << "of several places each has its own";
}

class GroupsTest : public FleetPageTest {
 protected:
  GroupsTest() {
    kitchen.enrol(kiosk, "One");
    kitchen.enrol(other, "Two");
    EXPECT_EQ(press({{"do", "make-group"}, {"group", "Läden"}, {"ring", "early"}}).status, 303);
  }
  Response put(std::uint64_t version, const std::string& group = {}) {
    const auto organisation = record::SigningKey::from_seed({9});
    record::Bundle bundle;
    bundle.version = version;
    const auto cose = record::seal(bundle, organisation).value();
    std::map<std::string, std::string> headers{
        {"content-type", "application/cose"},
        {"smilepost-organisation-key", record::to_hex(organisation.public_key())}};
    if (!group.empty()) headers["smilepost-group"] = group;
    return kitchen.ask("PUT", "/admin/v1/bundle", {cose.begin(), cose.end()}, headers,
                       Door::admin_socket);
  }
  // The version that it is handed, or the status where none is.
  std::string fetch(const HandMadeKiosk& which, const std::string& has = {}) {
    const Response response = kitchen.ask(
        "GET", "/v1/bundle", {}, {{"smilepost-kiosk", number(which)}, {"if-none-match", has}});
    for (const auto& [name, value] : response.headers) {
      if (name == "ETag" && response.status == 200) return value;
    }
    return std::to_string(response.status);
  }
  int join(const HandMadeKiosk& which, const std::string& group) {
    return press({{"do", "join"}, {"id", number(which)}, {"group", group}}).status;
  }
  int assign(const std::string& group, const std::string& bundle) {
    return sure({{"do", "assign"}, {"group", group}, {"bundle", bundle}});
  }

  HandMadeKiosk other;
};

TEST_F(GroupsTest, EachGroupGetsItsBundle) {
  EXPECT_EQ(put(1).status, 200);
  EXPECT_EQ(join(other, "Läden"), 303);
  EXPECT_EQ(fetch(other), "\"1\"") << "what everybody gets, so long as it has none of its own";
  EXPECT_EQ(put(2, "L%C3%A4den").status, 200);
  EXPECT_EQ(fetch(kiosk), "\"1\"");
  EXPECT_EQ(fetch(other), "\"2\"");
  EXPECT_EQ(fetch(other, "\"2\""), "304");
  EXPECT_EQ(fetch(other, "\"1\""), "\"2\"");
  EXPECT_EQ(put(3, "-").status, 200);
  EXPECT_EQ(fetch(other, "\"2\""), "304");
  EXPECT_EQ(assign("Läden", "3"), 303);
  EXPECT_EQ(fetch(other, "\"2\""), "\"3\"");
  EXPECT_TRUE(has(get("/fleet/groups"), "Bundle 3: 1 of 1 has it."));
  EXPECT_TRUE(has(get("/fleet/groups"), "Bundle 1: 1 of 1 has it."));
}

TEST_F(GroupsTest, AsksBeforeABundleGoesOut) {
  put(1, "-");
  const std::map<std::string, std::string> all{
      {"do", "assign"}, {"group", "everybody"}, {"bundle", "1"}};
  EXPECT_TRUE(has(press(all).body, "Give bundle 1 to 2 kiosks?")) << "the other group has none";
  EXPECT_EQ(fetch(kiosk), "404");
  EXPECT_EQ(sure(all), 303);
  EXPECT_EQ(fetch(kiosk), "\"1\"");
  EXPECT_EQ(press(all).status, 303) << "nothing changes: nothing is asked";
  EXPECT_EQ(press({{"do", "assign"}, {"group", "Läden"}, {"bundle", "1"}}).status, 303)
      << "nobody is in it";
  EXPECT_EQ(join(other, "Läden"), 303);
  put(2, "-");
  EXPECT_TRUE(
      has(press({{"do", "assign"}, {"group", "everybody"}, {"bundle", "2"}}).body, "to 1 kiosk?"))
      << "the other one has its group's";
}

TEST_F(GroupsTest, VersionsGoUpOverTheWholeOrganisation) {
  EXPECT_EQ(put(5, "L%C3%A4den").status, 200);
  EXPECT_EQ(put(4).status, 409);
  EXPECT_EQ(put(5).status, 409);
  EXPECT_EQ(put(6).status, 200);
  EXPECT_EQ(put(7, "nowhere").status, 404);
  EXPECT_EQ(put(7).status, 200) << "what was refused is not kept";
}

TEST_F(GroupsTest, NoKioskIsGivenWhatItWouldRefuse) {
  put(1, "-");
  put(2);
  EXPECT_EQ(assign("Läden", "1"), 303);
  EXPECT_EQ(fetch(kiosk), "\"2\"");
  const Response refused = press({{"do", "join"}, {"id", number(kiosk)}, {"group", "Läden"}});
  EXPECT_EQ(refused.status, 409);
  EXPECT_TRUE(has(refused.body, "One would refuse it: bundle 2 is there"));
  EXPECT_TRUE(has(refused.body, "with a version above 2"));
  EXPECT_EQ(listed(kiosk)["group"], "everybody");
  EXPECT_EQ(join(other, "Läden"), 303) << "it has none yet";
  EXPECT_EQ(assign("everybody", "1"), 409);
  EXPECT_EQ(put(3, "L%C3%A4den").status, 200);
  EXPECT_EQ(join(kiosk, "Läden"), 303);
  EXPECT_EQ(fetch(kiosk, "\"2\""), "\"3\"");
  EXPECT_EQ(join(kiosk, "everybody"), 409);
  EXPECT_EQ(assign("Läden", ""), 409) << "everybody has 2";
  EXPECT_EQ(sure({{"do", "remove-group"}, {"group", "Läden"}}), 409);
  EXPECT_EQ(put(4).status, 200);
  EXPECT_EQ(assign("Läden", ""), 303);
  EXPECT_EQ(sure({{"do", "remove-group"}, {"group", "Läden"}}), 303);
  EXPECT_EQ(listed(kiosk)["group"], "everybody");
  EXPECT_EQ(fetch(kiosk, "\"3\""), "\"4\"");
}

TEST_F(GroupsTest, AKioskThatHasMoreKeepsIt) {
  put(3);
  EXPECT_EQ(fetch(kiosk, "\"9\""), "304");
}

TEST_F(GroupsTest, AreNamedOnceAndHaveARing) {
  EXPECT_EQ(press({{"do", "make-group"}, {"group", "Läden"}, {"ring", "early"}}).status, 409);
  EXPECT_EQ(press({{"do", "make-group"}, {"group", " "}, {"ring", "early"}}).status, 422);
  EXPECT_EQ(press({{"do", "make-group"}, {"group", "B"}, {"ring", "never"}}).status, 422);
  EXPECT_EQ(
      press({{"do", "change-group"}, {"group", "Läden"}, {"ring", "canary"}, {"note", "pilot"}})
          .status,
      303);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM kiosk_group WHERE ring = 'canary' AND note = "
                          "'pilot'"),
            1);
  EXPECT_EQ(sure({{"do", "remove-group"}, {"group", "everybody"}}), 409);
  EXPECT_EQ(join(kiosk, "nowhere"), 404);
  EXPECT_TRUE(has(get("/fleet/groups"), "has update ring canary"));
}

}  // namespace
}  // namespace smilepost::backend::test
