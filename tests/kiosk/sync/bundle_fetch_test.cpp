#include "kiosk/sync/bundle_fetch.h"

#include "tests/kiosk/fakes/fake_http_client.h"
#include "tests/kiosk/journal/journal_fixture.h"
#include "tests/record/samples.h"

namespace smilepost::kiosk {
namespace {

using record::samples::key;

// A journal with its keys, and a backend that has what `offered_` says.
class FetchingBundles : public JournalFixture {
 protected:
  FetchingBundles()
      : journal_(open()),
        reader_(read()),
        epoch_keys_(keys_),
        http_([this](const auto& request) { return answer(request); }) {
    settings_.backend_url = "http://127.0.0.1:1/";
    settings_.seed = 1;
    restart();
  }

  void restart() {
    fetch_ = std::make_unique<BundleFetch>(
        settings_, BundleStore::open(folder(), key(9).public_key()), epoch_keys_, http_,
        [this](const record::Bundle& bundle) { taken_.push_back(bundle.version); });
  }

  void offer(std::uint64_t version, std::uint8_t signer = 9) {
    auto bundle = record::samples::bundle();
    bundle.version = version;
    offered_ = {200, "application/octet-stream",
                *record::seal_to(public_key(), *record::seal(bundle, key(signer)))};
  }
  record::PublicKey public_key() const { return reader_->epochs()->back().public_key; }

  Result<platform::HttpResponse> answer(const platform::HttpRequest&) { return offered_; }

  // Steps when it wants to. What it logged.
  std::string step() {
    testing::internal::CaptureStderr();
    if (fetch_->due_ms() > clock_.monotonic_ms())
      clock_.advance(fetch_->due_ms() - clock_.monotonic_ms());
    fetch_->step(clock_.monotonic_ms(), *reader_);
    return testing::internal::GetCapturedStderr();
  }
  std::string header(const std::string& name) const {
    for (const auto& [each, value] : http_.requests.back().headers)
      if (each == name) return value;
    return {};
  }

  std::unique_ptr<Journal> journal_;
  std::unique_ptr<JournalReader> reader_;
  EpochKeys epoch_keys_;
  platform::HttpResponse offered_{404, "application/problem+json", {}};
  tests::FakeHttpClient http_;
  BundleSettings settings_;
  std::unique_ptr<BundleFetch> fetch_;
  std::vector<std::uint64_t> taken_;
};

TEST_F(FetchingBundles, it_says_who_it_is_and_what_it_has) {
  step();
  EXPECT_EQ(http_.requests.back().url, "http://127.0.0.1:1/v1/bundle");
  EXPECT_EQ(http_.requests.back().method, "GET");
  EXPECT_EQ(header("Smilepost-Kiosk"), record::to_hex(journal_->kiosk()));
  EXPECT_EQ(header("If-None-Match"), "");
  offer(3);
  step();
  restart();
  step();
  EXPECT_EQ(header("If-None-Match"), "\"3\"");
}

TEST_F(FetchingBundles, a_new_one_is_handed_on_once_and_one_line_says_so) {
  offer(3);
  const auto logged = step();
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1) << logged;
  EXPECT_EQ(step(), "");
  offer(4);
  step();
  EXPECT_EQ(taken_, (std::vector<std::uint64_t>{3, 4}));
}

TEST_F(FetchingBundles, it_asks_at_most_every_ten_minutes_and_not_to_the_second) {
  step();
  clock_.advance(599'000);
  fetch_->step(clock_.monotonic_ms(), *reader_);
  EXPECT_EQ(http_.requests.size(), 1U);
  EXPECT_LE(fetch_->due_ms(), clock_.monotonic_ms() + 121'000);
  std::set<std::uint64_t> waits;
  for (int i = 0; i < 20; ++i) {
    step();
    waits.insert(fetch_->due_ms() - clock_.monotonic_ms());
  }
  EXPECT_GT(waits.size(), 10U);
  EXPECT_GE(*waits.begin(), 600'000U);
  EXPECT_LE(*waits.rbegin(), 720'000U);
}

TEST_F(FetchingBundles, what_is_refused_is_said_once_until_something_else_comes) {
  offer(3);
  step();
  offer(2);
  EXPECT_NE(step().find("bundle: the bundle from the backend is version 2, not above 3"),
            std::string::npos);
  EXPECT_EQ(step(), "");
  offer(4, 8);
  EXPECT_NE(step().find("organisation_key"), std::string::npos);
  EXPECT_EQ(taken_, std::vector<std::uint64_t>{3});
  offer(4);
  step();
  EXPECT_EQ(taken_, (std::vector<std::uint64_t>{3, 4}));
}

TEST_F(FetchingBundles, another_kiosks_is_refused) {
  offered_ = {
      200, "application/octet-stream",
      *record::seal_to(key(1).public_key(), *record::seal(record::samples::bundle(), key(9)))};
  EXPECT_NE(step().find("sealed to this kiosk"), std::string::npos);
  EXPECT_TRUE(taken_.empty());
}

TEST_F(FetchingBundles, a_portals_page_is_refused) {
  offered_ = tests::text_response(200, "text/html", "<!DOCTYPE html>");
  EXPECT_NE(step().find("sealed to this kiosk"), std::string::npos);
  offered_ = tests::text_response(302, "text/html", "");
  EXPECT_NE(step().find("HTTP 302"), std::string::npos);
  EXPECT_TRUE(taken_.empty());
}

TEST_F(FetchingBundles, an_organisation_without_bundles_is_no_fault) {
  EXPECT_EQ(step(), "");
  offered_ = {304, "", {}};
  EXPECT_EQ(step(), "");
}

// The backend had not heard of the new epoch when it sealed.
TEST_F(FetchingBundles, one_that_was_sealed_to_the_key_before_is_opened_too) {
  offer(3);
  ASSERT_TRUE(journal_->rotate_key());
  ASSERT_EQ(reader_->epochs()->size(), 2U);
  step();
  EXPECT_EQ(taken_, std::vector<std::uint64_t>{3});
  offer(4);
  step();
  EXPECT_EQ(taken_.size(), 2U);
}

}  // namespace
}  // namespace smilepost::kiosk
