#include "backend/bundles.h"

#include <nlohmann/json.hpp>

#include "kitchen.h"
#include "record/bundle.h"

namespace smilepost::backend::test {
namespace {

using nlohmann::json;

record::SigningKey organisation(std::uint8_t number = 9) {
  record::initialise_crypto();
  return record::SigningKey::from_seed({number});
}

std::string signed_bundle(std::uint64_t version, const record::SigningKey& by = organisation()) {
  record::Bundle bundle;
  bundle.version = version;
  bundle.pin_hashes = {"a secret of the shop's"};
  const auto cose = record::seal(bundle, by).value();
  return {cose.begin(), cose.end()};
}

class BundlesTest : public KitchenTest {
 protected:
  BundlesTest() { kitchen.enrol(kiosk); }

  Response put(const std::string& body,
               const std::optional<record::PublicKey>& key = organisation().public_key()) {
    std::map<std::string, std::string> headers{{"content-type", "application/cose"}};
    if (key) headers["smilepost-organisation-key"] = record::to_hex(*key);
    return kitchen.ask("PUT", "/admin/v1/bundle", body, headers, Door::admin_socket);
  }
  Response get(const HandMadeKiosk& who, const std::string& has = {},
               const std::string& method = "GET") {
    std::map<std::string, std::string> headers{{"smilepost-kiosk", record::to_hex(who.id())}};
    if (!has.empty()) headers["if-none-match"] = has;
    return kitchen.ask(method, "/v1/bundle", {}, headers);
  }
  // As this kiosk reads it, with the key it has now.
  static std::optional<std::uint64_t> version_in(const Response& response,
                                                 const HandMadeKiosk& who) {
    const record::Bytes sealed(response.body.begin(), response.body.end());
    const auto cose = record::open_sealed(who.signing_key(), sealed);
    if (!cose) return std::nullopt;
    const auto opened = record::open_bundle(*cose, organisation().public_key());
    EXPECT_EQ(opened.verdict, record::Verdict::good);
    return opened.bundle.version;
  }
  static std::string etag_of(const Response& response) {
    for (const auto& [name, value] : response.headers)
      if (name == "ETag") return value;
    return {};
  }
  json listed() {
    const auto list = kitchen.ask("GET", "/admin/v1/fleet", {}, {}, Door::admin_socket);
    return json::parse(list.body)["kiosks"].at(0);
  }

  HandMadeKiosk kiosk;
};

TEST_F(BundlesTest, IsTheOwnersToPut) {
  EXPECT_EQ(
      kitchen
          .ask("PUT", "/admin/v1/bundle", signed_bundle(1), {{"content-type", "application/cose"}})
          .status,
      404);
}

TEST_F(BundlesTest, AKioskGetsItSealedAndOnceOnly) {
  EXPECT_EQ(get(kiosk).status, 404);
  EXPECT_EQ(put(signed_bundle(3)).status, 200);
  const Response response = get(kiosk);
  ASSERT_EQ(response.status, 200);
  EXPECT_EQ(etag_of(response), "\"3\"");
  EXPECT_EQ(version_in(response, kiosk), 3U);
  EXPECT_EQ(response.body.find("a secret of the shop's"), std::string::npos);
  const Response again = get(kiosk, "\"3\"");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  put(signed_bundle(4));
  EXPECT_EQ(version_in(get(kiosk, "\"3\""), kiosk), 4U);
}

TEST_F(BundlesTest, IsSealedToTheNewestKeyThatIsKnown) {
  put(signed_bundle(3));
  kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  EXPECT_EQ(version_in(get(kiosk), kiosk), 3U);
  HandMadeKiosk before = kiosk;
  kitchen.clock.now_ms += 1'000;
  kiosk.open_epoch(record::EpochReason::key_rotated, true);
  EXPECT_EQ(version_in(get(kiosk), before), 3U) << "nothing is known of the new one yet";
  ASSERT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
  EXPECT_EQ(version_in(get(kiosk), kiosk), 3U);
  EXPECT_FALSE(version_in(get(kiosk), before));
}

TEST_F(BundlesTest, StrangersAndTheRevokedGetNothing) {
  put(signed_bundle(3));
  EXPECT_EQ(get(HandMadeKiosk()).status, 404);
  EXPECT_EQ(kitchen.ask("GET", "/v1/bundle").status, 400);
  kitchen.ask("POST", "/admin/v1/fleet/revoke", json{{"kiosk", record::to_hex(kiosk.id())}}.dump(),
              {{"content-type", "application/json"}}, Door::admin_socket);
  EXPECT_EQ(get(kiosk).status, 403);
}

TEST_F(BundlesTest, TakesOnlyHigherVersions) {
  put(signed_bundle(3));
  for (const std::uint64_t version : {2U, 3U}) {
    const Response refused = put(signed_bundle(version));
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.body.find("not above 3"), std::string::npos);
  }
  EXPECT_EQ(version_in(get(kiosk), kiosk), 3U);
}

TEST_F(BundlesTest, TakesOnlyWhatTheOrganisationSigned) {
  EXPECT_EQ(put(signed_bundle(1), std::nullopt).status, 422) << "whose must it be?";
  EXPECT_EQ(put(signed_bundle(1, organisation(8))).status, 422);
  EXPECT_EQ(put("no bundle").status, 422);
  EXPECT_EQ(get(kiosk).status, 404);
  EXPECT_EQ(put(signed_bundle(1)).status, 200);
  EXPECT_EQ(put(signed_bundle(2), std::nullopt).status, 200) << "the key is pinned";
  EXPECT_EQ(put(signed_bundle(3, organisation(8)), std::nullopt).status, 422);
  EXPECT_EQ(version_in(get(kiosk), kiosk), 2U);
}

TEST_F(BundlesTest, AnotherKeyCountsOnceTheOwnerNamesIt) {
  put(signed_bundle(1));
  const auto other = organisation(8);
  EXPECT_EQ(put(signed_bundle(2, other), other.public_key()).status, 200);
  EXPECT_EQ(put(signed_bundle(3), std::nullopt).status, 422);
  EXPECT_EQ(put(signed_bundle(3, other), std::nullopt).status, 200);
}

TEST_F(BundlesTest, TheFleetShowsWhatWasHandedOutAndWhen) {
  EXPECT_TRUE(listed()["bundle"].is_null());
  put(signed_bundle(3));
  get(kiosk, {}, "HEAD");
  EXPECT_TRUE(listed()["bundle"].is_null());
  get(kiosk);
  kitchen.clock.now_ms += 60'000;
  get(kiosk, "\"3\"");
  EXPECT_EQ(listed()["bundle"], 3);
  EXPECT_EQ(listed()["bundle_fetched_ms"], noon_ms);
}

TEST_F(BundlesTest, IsThereAfterARestart) {
  put(signed_bundle(3));
  Kitchen restarted(database_in(folder.path()));
  EXPECT_EQ(restarted.count("SELECT version FROM kept_bundle"), 3);
}

TEST_F(BundlesTest, TheLargestGetsThrough) {
  record::Bundle bundle;
  bundle.survey_sets["x"].assign(record::bundle_message.largest - 400, ' ');
  const auto cose = record::seal(bundle, organisation()).value();
  EXPECT_EQ(put({cose.begin(), cose.end()}).status, 200);
  EXPECT_EQ(version_in(get(kiosk), kiosk), 1U);
}

}  // namespace
}  // namespace smilepost::backend::test
