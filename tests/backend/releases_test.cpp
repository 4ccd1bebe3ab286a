#include "backend/releases.h"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class ReleasesTest : public KitchenTest {
 protected:
  ReleasesTest() { kitchen.enrol(kiosk); }

  // Its bundle's file, as the owner's tool leaves it.
  json release(const std::string& version, const std::string& content = {}) {
    const std::string bytes = content.empty() ? "bundle " + version : content;
    const auto hash = record::sha256(record::Bytes(bytes.begin(), bytes.end()));
    std::ofstream(kitchen.releases_folder.path() / (record::to_hex(hash) + ".raucb")) << bytes;
    return {{"version", version}, {"sha256", record::to_hex(hash)}, {"size", bytes.size()}};
  }
  Response admin(const std::string& method, const std::string& path, const json& body) {
    return kitchen.ask(method, "/admin/v1/releases" + path, body.dump(),
                       {{"content-type", "application/json"}}, Door::admin_socket);
  }
  Response add(const json& body) { return admin("PUT", "", body); }
  Response offer(const std::string& version, const std::string& ring = "everybody",
                 int percent = 100) {
    return admin("POST", "/offer", {{"version", version}, {"ring", ring}, {"percent", percent}});
  }
  void add_and_offer(const std::string& version) {
    ASSERT_EQ(add(release(version)).status, 200);
    ASSERT_EQ(offer(version).status, 200);
  }
  std::string offered(Ring ring = Ring::everybody, const std::string& runs = "1.0",
                      std::optional<record::KioskId> to = {}) {
    const auto offer = kitchen.releases.offer_for(to.value_or(kiosk.id()), ring, runs);
    EXPECT_TRUE(offer);
    return offer && *offer ? (*offer)->version : "";
  }
  json listed() {
    const auto list = kitchen.ask("GET", "/admin/v1/releases", {}, {}, Door::admin_socket);
    return json::parse(list.body)["releases"];
  }
  Response get(const std::string& version, std::map<std::string, std::string> headers = {}) {
    headers.emplace("smilepost-kiosk", record::to_hex(kiosk.id()));
    return kitchen.ask("GET", "/v1/releases/" + version, {}, headers);
  }
  static std::string header(const Response& response, const std::string& wanted) {
    for (const auto& [name, value] : response.headers)
      if (name == wanted) return value;
    return {};
  }
  static record::KioskId number(int i) {
    record::KioskId id{};
    id[0] = static_cast<std::uint8_t>(i);
    id[1] = static_cast<std::uint8_t>(i >> 8);
    return id;
  }
  void note(int kiosk_number, const std::string& version, ReleaseOutcome outcome) {
    EXPECT_TRUE(kitchen.releases.note(number(kiosk_number), version, outcome));
  }

  HandMadeKiosk kiosk{1};
};

TEST_F(ReleasesTest, what_is_added_is_offered_to_nobody_before_it_is_said) {
  ASSERT_EQ(add(release("1.1")).status, 200);
  EXPECT_EQ(offered(), "");
  ASSERT_EQ(offer("1.1").status, 200);
  const auto found = *kitchen.releases.offer_for(kiosk.id(), Ring::everybody, "1.0");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->version, "1.1");
  EXPECT_EQ(found->path, "/v1/releases/1.1");
  EXPECT_EQ(found->size, std::string("bundle 1.1").size());
}

TEST_F(ReleasesTest, a_ring_holds_those_before_it) {
  ASSERT_EQ(add(release("1.1")).status, 200);
  offer("1.1", "canary");
  EXPECT_EQ(offered(Ring::canary), "1.1");
  EXPECT_EQ(offered(Ring::early), "");
  EXPECT_EQ(offered(Ring::everybody), "");
  offer("1.1", "early");
  EXPECT_EQ(offered(Ring::canary), "1.1");
  EXPECT_EQ(offered(Ring::early), "1.1");
  EXPECT_EQ(offered(Ring::everybody), "");
}

TEST_F(ReleasesTest, ten_percent_stay_among_the_thirty) {
  std::set<int> ten, thirty;
  for (int i = 0; i < 2'000; ++i) {
    if (is_among(number(i), "1.1", 10)) ten.insert(i);
    if (is_among(number(i), "1.1", 30)) thirty.insert(i);
    EXPECT_FALSE(is_among(number(i), "1.1", 0));
    EXPECT_TRUE(is_among(number(i), "1.1", 100));
  }
  EXPECT_NEAR(static_cast<double>(ten.size()), 200, 60);
  EXPECT_NEAR(static_cast<double>(thirty.size()), 600, 90);
  EXPECT_TRUE(std::includes(thirty.begin(), thirty.end(), ten.begin(), ten.end()));
  std::set<int> of_another;
  for (int i = 0; i < 2'000; ++i)
    if (is_among(number(i), "1.2", 10)) of_another.insert(i);
  EXPECT_NE(ten, of_another);  // not always the same shops are the first
}

TEST_F(ReleasesTest, a_percentage_is_kept_to) {
  ASSERT_EQ(add(release("1.1")).status, 200);
  offer("1.1", "everybody", 30);
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(offered(Ring::everybody, "1.0", number(i)) == "1.1", is_among(number(i), "1.1", 30));
}

TEST_F(ReleasesTest, the_highest_is_offered_and_never_one_below_what_runs) {
  for (const auto* version : {"1.9", "1.10", "1.2"}) add_and_offer(version);
  EXPECT_EQ(offered(Ring::everybody, "1.0"), "1.10");
  EXPECT_EQ(offered(Ring::everybody, "1.10.0"), "");
  EXPECT_EQ(offered(Ring::everybody, "2.0"), "");
  EXPECT_EQ(offered(Ring::everybody, ""), "1.10");
}

TEST_F(ReleasesTest, what_is_withdrawn_is_taken_back_and_what_is_paused_is_not) {
  add_and_offer("1.1");
  add_and_offer("1.2");
  admin("POST", "/pause", {{"version", "1.2"}});
  EXPECT_EQ(offered(Ring::everybody, "1.0"), "1.1");
  EXPECT_EQ(offered(Ring::everybody, "1.2"), "");
  admin("POST", "/withdraw", {{"version", "1.2"}});
  EXPECT_EQ(offered(Ring::everybody, "1.2"), "1.1");
  offer("1.2");
  EXPECT_EQ(offered(Ring::everybody, "1.1"), "1.2");
}

TEST_F(ReleasesTest, two_that_fell_back_stop_it_where_they_are_five_percent) {
  add_and_offer("1.1");
  for (int i = 0; i < 60; ++i) note(i, "1.1", ReleaseOutcome::good);
  note(100, "1.1", ReleaseOutcome::fell_back);
  note(101, "1.1", ReleaseOutcome::fell_back);
  EXPECT_EQ(offered(), "1.1");  // 2 of 62
  note(102, "1.1", ReleaseOutcome::fell_back);
  note(102, "1.1", ReleaseOutcome::fell_back);
  EXPECT_EQ(offered(), "1.1");  // 3 of 63
  note(103, "1.1", ReleaseOutcome::fell_back);
  EXPECT_EQ(offered(), "");  // 4 of 64
  EXPECT_EQ(listed()[0]["state"], "stopped");
  EXPECT_EQ(listed()[0]["good"], 60);
  EXPECT_EQ(listed()[0]["fell_back"], 4);
  ASSERT_EQ(offer("1.1").status, 200);  // the owner knows better
  EXPECT_EQ(offered(), "1.1");
}

TEST_F(ReleasesTest, one_that_fell_back_stops_nothing) {
  add_and_offer("1.1");
  note(1, "1.1", ReleaseOutcome::fell_back);
  EXPECT_EQ(offered(), "1.1");
  note(2, "1.1", ReleaseOutcome::refused);  // it never ran
  EXPECT_EQ(offered(), "1.1");
  note(2, "1.1", ReleaseOutcome::fell_back);
  EXPECT_EQ(offered(), "");
}

TEST_F(ReleasesTest, what_a_status_says_is_noted_and_answered) {
  add_and_offer("1.1");
  const auto hear = [&](int who, const std::string& runs, const std::string& update) {
    const auto offer = kitchen.releases.hear(number(who), Ring::early, runs, update);
    EXPECT_TRUE(offer);
    return offer && *offer ? (*offer)->version : "";
  };
  EXPECT_EQ(hear(1, "1.0", ""), "1.1");
  EXPECT_EQ(hear(1, "1.0", "downloading 1.1: 40 %"), "1.1");
  EXPECT_EQ(listed()[0]["on_its_way"], 1);
  EXPECT_EQ(hear(1, "1.1", "good 1.1"), "");
  EXPECT_EQ(listed()[0]["good"], 1);
  EXPECT_EQ(hear(1, "1.1", "being judged 1.1"), "");
  EXPECT_EQ(hear(2, "1.0", "rubbish: 1"), "1.1");
  EXPECT_EQ(hear(2, "1.0", "good 7.7"), "1.1");  // of another backend
  EXPECT_EQ(hear(2, "1.0", "refused 1.1: no such device"), "1.1");
  EXPECT_EQ(listed()[0]["refused"], 1);
  hear(3, "1.0", "fallen back 1.1: no picture was shown");
  hear(4, "1.0", "fallen back 1.1");
  EXPECT_EQ(hear(5, "1.0", ""), "");
}

TEST_F(ReleasesTest, when_it_stops_can_be_said) {
  auto strict = release("1.1");
  strict["stop_kiosks"] = 1;
  strict["stop_percent"] = 0;
  ASSERT_EQ(add(strict).status, 200);
  offer("1.1");
  note(1, "1.1", ReleaseOutcome::fell_back);
  EXPECT_EQ(offered(), "");
}

TEST_F(ReleasesTest, what_is_no_release_is_refused_with_a_reason) {
  const auto refused = [&](const char* key, const json& value) {
    auto body = release("1.1");
    body[key] = value;
    return add(body);
  };
  for (const auto& [key, value] :
       std::vector<std::pair<const char*, json>>{{"version", "1.1-rc"},
                                                 {"version", "../1.1"},
                                                 {"version", 1},
                                                 {"floor", "1.2"},
                                                 {"floor", "all"},
                                                 {"sha256", "00"},
                                                 {"size", 0},
                                                 {"size", 11},
                                                 {"size", "x"},
                                                 {"stop_kiosks", 0},
                                                 {"stop_percent", 101}}) {
    EXPECT_EQ(refused(key, value).status, 422) << key << value;
  }
  EXPECT_EQ(kitchen
                .ask("PUT", "/admin/v1/releases", "{", {{"content-type", "application/json"}},
                     Door::admin_socket)
                .status,
            422);
  EXPECT_EQ(listed().size(), 0U);
  EXPECT_EQ(offer("1.1").status, 404);
  ASSERT_EQ(add(release("1.1")).status, 200);
  EXPECT_EQ(add(release("1.1")).status, 200);
  EXPECT_EQ(add(release("1.1.0", "something else")).status, 409);
  EXPECT_EQ(offer("1.1", "friends").status, 422);
  EXPECT_EQ(offer("1.1", "early", 101).status, 422);
}

TEST_F(ReleasesTest, the_network_cannot_add_or_offer) {
  const auto body = release("1.1").dump();
  for (const auto* path : {"", "/offer", "/pause", "/withdraw"})
    EXPECT_EQ(kitchen
                  .ask("POST", std::string("/admin/v1/releases") + path, body,
                       {{"content-type", "application/json"}})
                  .status,
              404);
}

TEST_F(ReleasesTest, a_bundle_goes_to_enrolled_kiosks_alone_while_it_is_offered) {
  ASSERT_EQ(add(release("1.1")).status, 200);
  add_and_offer("1.2");
  EXPECT_EQ(get("1.2").status, 200);
  EXPECT_EQ(kitchen.ask("GET", "/v1/releases/1.2").status, 400);
  EXPECT_EQ(get("1.2", {{"smilepost-kiosk", record::to_hex(number(9))}}).status, 404);
  admin("POST", "/pause", {{"version", "1.2"}});
  EXPECT_EQ(get("1.2").status, 404);
  for (const auto* name : {"1.3", "", "../archive.sqlite", "1.2/", "%2e%2e"})
    EXPECT_EQ(get(name).status, 404) << name;
  offer("1.2");
  kitchen.ask("POST", "/admin/v1/fleet/revoke", json{{"kiosk", record::to_hex(kiosk.id())}}.dump(),
              {{"content-type", "application/json"}}, Door::admin_socket);
  EXPECT_EQ(get("1.2").status, 403);
}

TEST_F(ReleasesTest, ranges_are_as_rfc_9110_says) {
  add_and_offer("1.2");  // "bundle 1.2"
  const auto whole = get("1.2");
  const auto etag = header(whole, "ETag");
  EXPECT_EQ(whole.file.length, 10U);
  const auto part = get("1.2", {{"range", "bytes=2-4"}, {"if-range", etag}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(header(part, "Content-Range"), "bytes 2-4/10");
  EXPECT_EQ(part.file.offset, 2U);
  EXPECT_EQ(part.file.length, 3U);
  EXPECT_EQ(header(get("1.2", {{"range", "bytes=8-999"}}), "Content-Range"), "bytes 8-9/10");
  EXPECT_EQ(header(get("1.2", {{"range", "bytes=8-"}}), "Content-Range"), "bytes 8-9/10");
  const auto beyond = get("1.2", {{"range", "bytes=10-11"}});
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(header(beyond, "Content-Range"), "bytes */10");
  for (const auto* range : {"bytes=4-2", "bytes=-3", "bytes=1-2,4-5", "lines=1-2", "bytes=x-2",
                            "bytes=1", "bytes=-", "bytes=99999999999999999999-"})
    EXPECT_EQ(get("1.2", {{"range", range}}).status, 200) << range;
  EXPECT_EQ(get("1.2", {{"range", "bytes=2-4"}, {"if-range", "\"another\""}}).status, 200);
  EXPECT_EQ(get("1.2", {{"if-none-match", etag}}).status, 304);
}

TEST_F(ReleasesTest, where_its_file_is_not_it_is_not_offered) {
  add_and_offer("1.1");
  add_and_offer("1.2");
  for (const auto& entry : std::filesystem::directory_iterator(kitchen.releases_folder.path()))
    if (entry.path().stem() == listed()[0]["sha256"].get<std::string>())
      std::filesystem::resize_file(entry.path(), 3);
  EXPECT_EQ(listed()[0]["file_is_here"], false);
  EXPECT_EQ(offered(), "1.1");
  EXPECT_EQ(get("1.2").status, 404);
}

}  // namespace
}  // namespace smilepost::backend::test
