#include "kiosk/sync/status_line.h"

#include <gtest/gtest.h>

#include "record/diagnostics.h"
#include "tests/kiosk/fakes/fake_http_client.h"
#include "tests/kiosk/sync/sync_fixture.h"
#include "tests/record/samples.h"

namespace smilepost::kiosk {
namespace {

using record::samples::key;

constexpr std::uint64_t minute_ms = 60'000;

struct Wishes final : BackendWishes {
  void offered(const std::optional<record::ReleaseOffer>& release) override {
    offers.push_back(release ? release->version : "");
  }
  std::optional<std::string> diagnostics() override { return "all is well"; }
  std::optional<std::string> update_state() const override { return "idle"; }
  std::vector<std::string> offers;
};

// A kiosk with a journal and its keys, and a backend that takes what status it is sent.
class Reporting : public JournalFixture {
 protected:
  Reporting()
      : journal_(open()),
        reader_(read()),
        epoch_keys_(keys_),
        http_([this](const auto& request) { return answer(request); }) {
    sync_.last_contact_ms = 1;
    figures_.program.version = "0.9.0";
    figures_.display = record::DisplayStatus{"V3D", 100, 2, 50};
    figures_.touch = record::TouchStatus{10, 1, 5};
    StatusSettings settings;
    settings.backend_url = "http://127.0.0.1:1/";
    settings.receipt_key = key(7).public_key();
    settings.seed = 1;
    line_ = std::make_unique<StatusLine>(
        settings, epoch_keys_, http_, clock_, [this] { return figures_; }, wishes_);
  }

  Result<platform::HttpResponse> take_diagnostics(const platform::HttpRequest& request) {
    const auto opened =
        record::open_diagnostics(request.body, reader_->epochs()->back().public_key);
    EXPECT_EQ(opened.verdict, record::Verdict::good) << "signed with the kiosk's key";
    EXPECT_EQ(opened.diagnostics.kiosk, told_.kiosk);
    EXPECT_EQ(opened.diagnostics.text, "all is well");
    diagnosed_.push_back(opened.diagnostics.wish[0]);
    return tests::text_response(diagnostics_status_, "", "");
  }

  // As FORMAT.md has it.
  Result<platform::HttpResponse> answer(const platform::HttpRequest& request) {
    if (request.url.ends_with("/v1/diagnostics")) return take_diagnostics(request);
    EXPECT_EQ(request.method + " " + request.url, "POST http://127.0.0.1:1/v1/status");
    if (http_status_ != 200) return tests::text_response(http_status_, "text/html", "");
    const auto opened =
        record::open_status_report(request.body, reader_->epochs()->back().public_key);
    EXPECT_EQ(opened.verdict, record::Verdict::good) << "signed with the kiosk's key";
    told_ = opened.report;
    reply_.kiosk = told_.kiosk;
    reply_.report = record::sha256(request.body);
    reply_.time_ms = backend_ms();
    reply_.kept = std::abs(told_.time_ms - backend_ms()) <= record::status_clock_ms;
    if (foreign_) reply_.report.fill(0);
    return platform::HttpResponse{200, "application/cose", *record::seal(reply_, key(signer_))};
  }
  std::int64_t backend_ms() const { return clock_.wall_ms() + 3'600'000 + slip_ms_; }

  // How many reports went out, and what was logged.
  std::size_t step(std::uint64_t after_ms = 0) {
    clock_.advance(after_ms);
    const auto before = http_.requests.size();
    testing::internal::CaptureStderr();
    line_->step(sync_, *reader_);
    logged_ = testing::internal::GetCapturedStderr();
    return http_.requests.size() - before;
  }
  void exchange() { ++*sync_.last_contact_ms; }

  std::unique_ptr<Journal> journal_;
  std::unique_ptr<JournalReader> reader_;
  EpochKeys epoch_keys_;
  tests::FakeHttpClient http_;
  Wishes wishes_;
  std::vector<std::uint8_t> diagnosed_;  // the numbers of the wishes
  int diagnostics_status_ = 204;
  StatusFigures figures_;
  SyncStatus sync_;
  std::unique_ptr<StatusLine> line_;
  record::StatusReport told_;
  record::StatusReply reply_;
  std::string logged_;
  std::int64_t slip_ms_ = 0;
  int http_status_ = 200;
  std::uint8_t signer_ = 7;
  bool foreign_ = false;
};

TEST_F(Reporting, it_says_how_it_is_once_it_has_heard_the_time) {
  EXPECT_EQ(step(), 2U) << "the first one asks for the time";
  EXPECT_TRUE(reply_.kept);
  EXPECT_EQ(told_.kiosk, journal_->kiosk());
  EXPECT_EQ(told_.epoch, journal_->head().epoch);
  EXPECT_EQ(told_.time_ms, backend_ms());
  EXPECT_EQ(told_.uptime_ms, clock_.monotonic_ms());
  EXPECT_EQ(told_.clock, record::ClockState::synchronised);
  EXPECT_EQ(told_.program.version, "0.9.0");
  EXPECT_EQ(told_.program.update, "idle");
  EXPECT_EQ(told_.display, figures_.display);
  EXPECT_EQ(told_.touch, figures_.touch);
  EXPECT_EQ(told_.waiting, record::WaitingStatus{});
  EXPECT_EQ(logged_, "");
}

TEST_F(Reporting, with_exchanges_it_reports_every_five_to_six_minutes) {
  step();
  exchange();
  EXPECT_EQ(step(5 * minute_ms - 1), 0U);
  EXPECT_EQ(step(minute_ms + 1), 1U);
  EXPECT_EQ(step(0), 0U);
}

TEST_F(Reporting, without_one_it_reports_within_a_quarter_of_an_hour_all_the_same) {
  step();
  EXPECT_EQ(step(12 * minute_ms), 0U);
  EXPECT_LE(line_->due_ms() - clock_.monotonic_ms(), 3 * minute_ms);
  EXPECT_EQ(step(3 * minute_ms), 1U);
}

TEST_F(Reporting, what_waits_is_counted_and_the_oldest_is_dated) {
  const auto first = clock_.wall_ms();
  ASSERT_TRUE(journal_->append(an_answer()));
  clock_.advance(1'000);
  ASSERT_TRUE(journal_->append(an_answer()));
  sync_.kept = 5;
  sync_.acknowledged = 3;
  step();
  EXPECT_EQ(told_.waiting, (record::WaitingStatus{2, first}));
}

TEST_F(Reporting, what_was_not_answered_counts_in_the_next_report) {
  step();
  http_status_ = 502;
  step(15 * minute_ms);
  EXPECT_NE(logged_.find("HTTP 502 to a status"), std::string::npos) << logged_;
  figures_.display = record::DisplayStatus{"V3D", 10, 1, 20};
  http_status_ = 200;
  step(15 * minute_ms);
  EXPECT_EQ(told_.display, (record::DisplayStatus{"V3D", 110, 3, 50}));
  EXPECT_EQ(told_.touch, (record::TouchStatus{20, 2, 5}));
  step(15 * minute_ms);
  EXPECT_EQ(told_.display, (record::DisplayStatus{"V3D", 10, 1, 20}));
}

TEST_F(Reporting, a_backend_of_before_is_said_once_and_asked_hourly) {
  http_status_ = 404;
  EXPECT_EQ(step(), 1U);
  EXPECT_NE(logged_.find("update the backend"), std::string::npos) << logged_;
  exchange();
  EXPECT_EQ(step(59 * minute_ms), 0U);
  EXPECT_EQ(step(13 * minute_ms), 1U);
  EXPECT_EQ(logged_, "");
  http_status_ = 200;
  EXPECT_EQ(step(72 * minute_ms), 2U);
  EXPECT_EQ(step(15 * minute_ms), 1U) << "as often as ever";
}

TEST_F(Reporting, only_this_backend_can_offer_or_wish) {
  reply_.release = record::samples::status_reply().release;
  signer_ = 8;
  step();
  EXPECT_NE(logged_.find("not this backend's"), std::string::npos) << logged_;
  signer_ = 7;
  foreign_ = true;
  step(15 * minute_ms);
  EXPECT_EQ(logged_, "") << "a fault is said once";
  EXPECT_TRUE(wishes_.offers.empty());
}

TEST_F(Reporting, what_the_backend_offers_and_wishes_is_handed_on) {
  reply_.release = record::samples::status_reply().release;
  reply_.diagnostics_wanted.emplace().fill(9);
  step();
  EXPECT_EQ(wishes_.offers.back(), "0.10.0");
  reply_.release.reset();
  step(15 * minute_ms);
  EXPECT_EQ(wishes_.offers.back(), "") << "it is withdrawn";
  EXPECT_EQ(diagnosed_, std::vector<std::uint8_t>{9}) << "one wish is one";
  reply_.diagnostics_wanted->fill(10);
  step(15 * minute_ms);
  EXPECT_EQ(diagnosed_, (std::vector<std::uint8_t>{9, 10}));
}

TEST_F(Reporting, diagnostics_that_did_not_arrive_are_sent_again_with_the_next_report) {
  reply_.diagnostics_wanted.emplace().fill(9);
  diagnostics_status_ = 503;
  step();
  step(15 * minute_ms);
  diagnostics_status_ = 409;  // somebody else's arrived: the wish is over
  step(15 * minute_ms);
  step(15 * minute_ms);
  EXPECT_EQ(diagnosed_, (std::vector<std::uint8_t>{9, 9, 9}));
}

TEST_F(Reporting, a_backend_whose_clock_was_set_is_followed) {
  step();
  slip_ms_ = 7 * 86'400'000;
  EXPECT_EQ(step(15 * minute_ms), 2U);
  EXPECT_TRUE(reply_.kept);
}

TEST_F(Reporting, no_two_reports_are_the_same_message) {
  step();
  const auto first = told_.nonce;
  step(15 * minute_ms);
  EXPECT_NE(told_.nonce, first);
}

}  // namespace
}  // namespace smilepost::kiosk
