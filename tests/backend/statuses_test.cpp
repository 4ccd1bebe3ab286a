#include "backend/fleet/statuses.h"

#include <fstream>

#include "backend/fleet/fleet_facts.h"
#include "backend/fleet/status_facts.h"
#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

constexpr std::int64_t minute_ms = 60'000;

class StatusesTest : public KitchenTest {
 protected:
  StatusesTest() { kitchen.enrol(kiosk); }

  record::StatusReport report(std::int64_t said_ms) const {
    record::StatusReport report;
    report.kiosk = kiosk.id();
    report.epoch = epoch;
    record::fill_random(report.nonce);
    report.time_ms = said_ms;
    report.wall_ms = kitchen.clock.now_ms + 3 * minute_ms;
    report.clock = record::ClockState::free_running;
    report.program.version = "0.2.0";
    report.program.slot = "A";
    report.program.bundle = 7;
    report.waiting = record::WaitingStatus{12, std::nullopt};
    report.storage = record::StorageStatus{std::uint64_t{1} << 30U, 2, 9, 1, 0};
    report.temperature_mc = 61'500;
    report.display = record::DisplayStatus{"llvmpipe (LLVM 15)", 500, 100, 210};
    report.touch = record::TouchStatus{4, 3, 1'000};
    return report;
  }
  Response post(const std::string& cose) {
    return kitchen.ask("POST", "/v1/status", cose, {{"content-type", "application/cose"}});
  }
  Response post(const record::StatusReport& report, const record::SigningKey& key) {
    const record::Bytes cose = record::seal(report, key);
    return post(std::string(cose.begin(), cose.end()));
  }
  record::StatusReply reply_in(const Response& response) const {
    const record::Bytes cose(response.body.begin(), response.body.end());
    const auto opened = record::open_status_reply(cose, kitchen.key.public_key());
    EXPECT_EQ(opened.verdict, record::Verdict::good);
    return opened.reply;
  }
  bool kept(std::int64_t said_ms) {
    const Response response = post(report(said_ms), kiosk.signing_key());
    EXPECT_EQ(response.status, 200);
    return reply_in(response).kept;
  }
  Judged judged() {
    return read_fleet(kitchen.archive->store(), kitchen.clock.now_ms).operator*().kiosks.at(0);
  }

  HandMadeKiosk kiosk;
  record::Epoch epoch = 1;
};

TEST_F(StatusesTest, IsOnTheFleetPageInPlainWords) {
  EXPECT_TRUE(kept(kitchen.clock.now_ms));
  const Judged it = judged();
  ASSERT_TRUE(it.facts.status);
  EXPECT_EQ(it.facts.software, "0.2.0");
  EXPECT_EQ(it.facts.status->slot, "A");
  EXPECT_EQ(it.facts.status->backlog, 12U);
  EXPECT_EQ(it.facts.status->wear_percent, 90U);
  EXPECT_FALSE(it.facts.status->worn_beyond);
  EXPECT_EQ(it.facts.status->temperature, 61);
  EXPECT_EQ(it.facts.status->clock_off_ms, 3 * minute_ms);
  EXPECT_EQ(it.facts.bundle, 7U);
  EXPECT_EQ(it.health, Condition::ill);
  EXPECT_EQ(it.findings.size(), 4U);  // wear, touch, screen, clock
  const std::string page = kitchen.ask("GET", "/fleet").body;
  EXPECT_NE(page.find("80 to 90 % of its storage"), std::string::npos);
  EXPECT_NE(page.find("Somebody or something holds the glass"), std::string::npos);
  EXPECT_NE(page.find("draws in software"), std::string::npos);
}

TEST_F(StatusesTest, EmmcCountsItsLifeInTenths) {
  auto worn = report(kitchen.clock.now_ms);
  worn.storage->life_a = 10;
  EXPECT_EQ(facts_of(worn, 0).wear_percent, 100U);
  EXPECT_FALSE(facts_of(worn, 0).worn_beyond);
  worn.storage->life_b = 11;
  EXPECT_EQ(facts_of(worn, 0).wear_percent, 100U);
  EXPECT_TRUE(facts_of(worn, 0).worn_beyond);
}

TEST_F(StatusesTest, AnOlderOneChangesNothing) {
  EXPECT_TRUE(kept(kitchen.clock.now_ms - 1'000));
  const record::Bytes newer = record::seal(report(kitchen.clock.now_ms), kiosk.signing_key());
  const std::string text(newer.begin(), newer.end());
  EXPECT_TRUE(reply_in(post(text)).kept);
  EXPECT_FALSE(reply_in(post(text)).kept);
  EXPECT_FALSE(kept(kitchen.clock.now_ms - 500));
  kitchen.clock.now_ms += minute_ms + 1;
  EXPECT_FALSE(reply_in(post(text)).kept) << "shown again later";
  EXPECT_EQ(judged().facts.status->received_ms, noon_ms);
}

TEST_F(StatusesTest, OfAnotherTimeItIsSentAgainByTheTimeThatWasHeard) {
  EXPECT_FALSE(kept(0));
  EXPECT_FALSE(kept(kitchen.clock.now_ms + minute_ms + 1));
  const auto reply = reply_in(post(report(0), kiosk.signing_key()));
  EXPECT_EQ(reply.time_ms, kitchen.clock.now_ms);
  EXPECT_EQ(reply.kiosk, kiosk.id());
  EXPECT_TRUE(kept(reply.time_ms));
}

TEST_F(StatusesTest, ComesFromAKioskOfOurs) {
  const auto now = report(kitchen.clock.now_ms);
  EXPECT_EQ(post("rubbish").status, 422);
  EXPECT_EQ(post(now, test_key()).status, 403);
  auto strange = now;
  strange.kiosk[0] ^= 1;
  EXPECT_EQ(post(strange, kiosk.signing_key()).status, 403);
  kitchen.ask("POST", "/admin/v1/fleet/revoke",
              R"({"kiosk":")" + record::to_hex(kiosk.id()) + "\"}",
              {{"content-type", "application/json"}}, Door::admin_socket);
  EXPECT_EQ(post(now, kiosk.signing_key()).status, 403);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM kiosk_status"), 0);
}

TEST_F(StatusesTest, RemembersADaysHoursAndItsWorst) {
  kept(kitchen.clock.now_ms);
  const auto first = judged().facts.days;
  kitchen.clock.now_ms += 60 * minute_ms;
  auto cooler = report(kitchen.clock.now_ms);
  cooler.temperature_mc = 40'000;
  post(cooler, kiosk.signing_key());
  const auto days = judged().facts.days;
  ASSERT_EQ(days.size(), 1U);
  const DayFacts& day = days.begin()->second;
  EXPECT_EQ(day.hours, first.begin()->second.hours * 3);  // this hour, and the next bit
  EXPECT_EQ(day.temperature, 61);
  kitchen.clock.now_ms += 40 * std::int64_t{86'400'000};
  kept(kitchen.clock.now_ms);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM status_day"), 1);
}

TEST_F(StatusesTest, IsToldThatDiagnosticsAreWanted) {
  kept(kitchen.clock.now_ms);
  EXPECT_FALSE(reply_in(post(report(0), kiosk.signing_key())).diagnostics_wanted);
  const Response asked = kitchen.ask("POST", "/admin/v1/fleet/diagnostics",
                                     R"({"kiosk":")" + record::to_hex(kiosk.id()) + "\"}",
                                     {{"content-type", "application/json"}}, Door::admin_socket);
  EXPECT_EQ(asked.status, 200);
  const auto wanted = reply_in(post(report(0), kiosk.signing_key())).diagnostics_wanted;
  ASSERT_TRUE(wanted);
  EXPECT_EQ(reply_in(post(report(0), kiosk.signing_key())).diagnostics_wanted, wanted);
}

TEST_F(StatusesTest, ARevokedEpochsKeySaysNothing) {
  kiosk.vote(4);
  ASSERT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
  epoch = static_cast<record::Epoch>(*kitchen.integer("SELECT epoch FROM chain"));
  EXPECT_TRUE(kept(kitchen.clock.now_ms));
  ASSERT_TRUE(run(kitchen.archive->store(), "UPDATE chain SET closed = 1"));
  EXPECT_EQ(post(report(kitchen.clock.now_ms + 1), kiosk.signing_key()).status, 403);
}

class DiagnosticsInboxTest : public StatusesTest {
 protected:
  std::array<std::uint8_t, 16> wish() {
    EXPECT_EQ(kitchen
                  .ask("POST", "/admin/v1/fleet/diagnostics",
                       R"({"kiosk": ")" + record::to_hex(kiosk.id()) + R"("})",
                       {{"content-type", "application/json"}}, Door::admin_socket)
                  .status,
              200);
    const auto wanted = reply_in(post(report(++kitchen.clock.now_ms), kiosk.signing_key()));
    EXPECT_TRUE(wanted.diagnostics_wanted);
    return wanted.diagnostics_wanted.value_or(std::array<std::uint8_t, 16>{});
  }
  int said(const std::array<std::uint8_t, 16>& wish, const std::string& text,
           const record::SigningKey& key) {
    const record::Bytes cose =
        record::seal(record::Diagnostics{kiosk.id(), epoch, wish, text}, key);
    ++kitchen.clock.now_ms;
    return kitchen
        .ask("POST", "/v1/diagnostics", std::string(cose.begin(), cose.end()),
             {{"content-type", "application/cose"}})
        .status;
  }
  std::vector<std::string> kept() {
    std::vector<std::string> texts;
    EXPECT_TRUE(read(kitchen.archive->store(),
                     "SELECT report FROM diagnostics ORDER BY received_ms", [&](const Row& row) {
                       const Blob text = row.blob(0);
                       texts.emplace_back(text.begin(), text.end());
                     }));
    return texts;
  }
};

TEST_F(DiagnosticsInboxTest, TakesWhatWasAskedForOnce) {
  const auto number = wish();
  EXPECT_EQ(said(number, "well", kiosk.signing_key()), 204);
  EXPECT_EQ(said(number, "again", kiosk.signing_key()), 409);
  EXPECT_EQ(kept(), std::vector<std::string>{"well"});
  const auto later = reply_in(post(report(++kitchen.clock.now_ms), kiosk.signing_key()));
  EXPECT_FALSE(later.diagnostics_wanted) << "the wish is over";
}

TEST_F(DiagnosticsInboxTest, TakesNothingUnaskedOrOfAnybodyElse) {
  EXPECT_EQ(said({}, "unasked", kiosk.signing_key()), 409);
  const auto number = wish();
  EXPECT_EQ(said(number, "forged", test_key()), 403);
  EXPECT_EQ(
      kitchen.ask("POST", "/v1/diagnostics", "x", {{"content-type", "application/cose"}}).status,
      422);
  EXPECT_EQ(kept(), std::vector<std::string>{});
  EXPECT_EQ(said(number, "well", kiosk.signing_key()), 204) << "the wish is still open";
}

TEST_F(DiagnosticsInboxTest, KeepsTheNewestThree) {
  for (const auto* text : {"1", "2", "3", "4"})
    EXPECT_EQ(said(wish(), text, kiosk.signing_key()), 204);
  EXPECT_EQ(kept(), (std::vector<std::string>{"2", "3", "4"}));
}

class OffersTest : public StatusesTest {
 protected:
  OffersTest() {
    const std::string bundle(7, 'x');
    const auto hash = record::sha256({reinterpret_cast<const std::uint8_t*>(bundle.data()), 7});
    std::ofstream(kitchen.releases_folder.path() / (record::to_hex(hash) + ".raucb")) << bundle;
    const std::string added = R"({"version": "1.5", "sha256": ")" + record::to_hex(hash) +
                              R"(", "size": 7, "floor": "1.2", "stop_kiosks": 2,)"
                              R"( "stop_percent": 5})";
    EXPECT_EQ(admin("PUT", "/admin/v1/releases", added).status, 200);
    const std::string offered = R"({"version": "1.5", "ring": "canary", "percent": 100})";
    EXPECT_EQ(admin("POST", "/admin/v1/releases/offer", offered).status, 200);
  }
  Response admin(const std::string& method, const std::string& path, const std::string& body) {
    return kitchen.ask(method, path, body, {{"content-type", "application/json"}},
                       Door::admin_socket);
  }
  std::optional<record::ReleaseOffer> offered(const std::optional<std::string>& image) {
    auto said = report(++kitchen.clock.now_ms);
    said.program.image_version = image;
    return reply_in(post(said, kiosk.signing_key())).release;
  }
  void put_in_ring(const std::string& ring) {
    auto& store = kitchen.archive->store();
    EXPECT_TRUE(
        run(store, "INSERT INTO kiosk_group (name, ring, note) VALUES ('first', ?1, '')", ring));
    EXPECT_TRUE(run(store, "INSERT INTO group_member (kiosk, group_name) VALUES (?1, 'first')",
                    kiosk.id()));
  }
};

TEST_F(OffersTest, ReachAKioskByItsGroupsRing) {
  EXPECT_FALSE(offered("1.4")) << "everybody's ring is not asked yet";
  put_in_ring("canary");
  const auto release = offered("1.4");
  ASSERT_TRUE(release);
  EXPECT_EQ(release->version, "1.5");
  EXPECT_EQ(release->size, 7U);
  EXPECT_EQ(release->path, "/v1/releases/1.5");
  EXPECT_EQ(release->floor, "1.2");
  EXPECT_FALSE(offered("1.5")) << "it runs already";
}

TEST_F(OffersTest, AreForKiosksOfTheImageAlone) {
  put_in_ring("canary");
  EXPECT_FALSE(offered(std::nullopt));
}

}  // namespace
}  // namespace smilepost::backend::test
