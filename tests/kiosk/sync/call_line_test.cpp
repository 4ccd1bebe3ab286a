#include "kiosk/sync/call_line.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

#include "kiosk/sync/call_thread.h"
#include "tests/kiosk/fakes/fake_clock.h"
#include "tests/kiosk/fakes/fake_http_client.h"
#include "tests/kiosk/fakes/memory_key_store.h"
#include "tests/record/samples.h"

namespace smilepost::kiosk {
namespace {

using record::CallState;
using record::samples::key;

// A kiosk with its keys, and a backend that says what it is told to.
class Calling : public testing::Test {
 protected:
  Calling() : epoch_keys_(keys_), http_([this](const auto& request) { return answer(request); }) {
    record::initialise_crypto();
    constexpr record::Epoch epoch = 42;
    EXPECT_TRUE(epoch_keys_.keep_key(epoch, key(3)));
    EXPECT_TRUE(epoch_keys_.remember(kiosk_, epoch));
    settings_.backend_url = "http://127.0.0.1:1/";
    settings_.receipt_key = key(7).public_key();
    settings_.seed = 1;
    line_ = std::make_unique<CallLine>(settings_, epoch_keys_, http_);
  }

  Result<platform::HttpResponse> answer(const platform::HttpRequest& request) {
    const auto opened = record::open_call_request(request.body, key(3).public_key());
    EXPECT_EQ(opened.verdict, record::Verdict::good) << "signed with the kiosk's key";
    asked_ = opened.request;
    record::CallAnswer answer{asked_.kiosk, record::sha256(request.body), backend_ms_, present_ms_,
                              asked_.call ? state_ : std::nullopt};
    if (foreign_) answer.request.fill(0);
    return platform::HttpResponse{200, "application/cose", record::seal(answer, key(signer_))};
  }

  static record::NamedCall call(std::uint8_t n, bool over = false) {
    record::NamedCall call{{}, "ar", over};
    call.number.fill(n);
    return call;
  }
  void want(const record::NamedCall& call) { line_->want(call, clock_.monotonic_ms()); }
  // What it logged.
  std::string step(std::uint64_t after_ms = 0) {
    clock_.advance(after_ms);
    backend_ms_ += static_cast<std::int64_t>(after_ms);
    testing::internal::CaptureStderr();
    next_ms_ = line_->step(clock_.monotonic_ms()) - clock_.monotonic_ms();
    return testing::internal::GetCapturedStderr();
  }
  CallNews news() { return line_->news(clock_.monotonic_ms()); }

  const record::KioskId kiosk_{5};
  tests::FakeClock clock_;
  tests::MemoryKeyStore keys_;
  EpochKeys epoch_keys_;
  tests::FakeHttpClient http_;
  CallSettings settings_;
  std::unique_ptr<CallLine> line_;
  record::CallRequest asked_;
  std::int64_t backend_ms_ = 1'795'348'800'000, present_ms_ = 600'000;
  std::optional<CallState> state_ = CallState::waits;
  std::uint8_t signer_ = 7;
  bool foreign_ = false;
  std::uint64_t next_ms_ = 0;
};

TEST_F(Calling, it_asks_once_a_minute_whether_somebody_is_there) {
  EXPECT_FALSE(news().somebody_there);
  step();
  EXPECT_TRUE(news().somebody_there);
  EXPECT_EQ(http_.requests.back().url, "http://127.0.0.1:1/v1/call");
  EXPECT_EQ(asked_.kiosk, kiosk_);
  EXPECT_EQ(asked_.call, std::nullopt);
  step(59'999);
  EXPECT_EQ(http_.requests.size(), 1U);
  step(12'001);
  EXPECT_EQ(http_.requests.size(), 2U);
}

TEST_F(Calling, presence_ends_by_itself) {
  present_ms_ = 20'000;
  step();
  EXPECT_EQ(next_ms_, 20'000U) << "it wakes for that";
  clock_.advance(19'999);
  EXPECT_TRUE(news().somebody_there);
  clock_.advance(1);
  EXPECT_FALSE(news().somebody_there);
}

TEST_F(Calling, who_is_not_reached_is_not_there_and_one_line_says_so) {
  step();
  http_.answer = tests::no_network();
  EXPECT_NE(step(72'000).find("call: http://127.0.0.1:1/v1/call: timed out"), std::string::npos);
  EXPECT_FALSE(news().somebody_there);
  EXPECT_EQ(step(72'000), "");
}

TEST_F(Calling, a_portal_that_says_200_is_not_believed) {
  http_.answer = tests::always(200, "text/html", "<p>Log in");
  step();
  EXPECT_FALSE(news().somebody_there);
  http_.answer = tests::always(403, "application/problem+json", "{}");
  EXPECT_NE(step(72'000).find("HTTP 403"), std::string::npos);
}

TEST_F(Calling, nobody_else_says_that_somebody_is_coming) {
  want(call(1));
  state_ = CallState::claimed;
  signer_ = 8;
  step();
  EXPECT_EQ(news(), CallNews{});
  signer_ = 7;
  foreign_ = true;  // an answer to another request, shown again
  step(1'000);
  EXPECT_EQ(news(), CallNews{});
}

TEST_F(Calling, a_call_goes_at_once_and_is_asked_about_each_second) {
  step();
  want(call(1));
  step();
  EXPECT_EQ(asked_.call, call(1));
  EXPECT_EQ(next_ms_, 1'000U);
  EXPECT_EQ(news().state, CallState::waits);
  state_ = CallState::claimed;
  step(1'000);
  EXPECT_EQ(news().call, call(1).number);
  EXPECT_EQ(news().state, CallState::claimed);
  EXPECT_GE(next_ms_, 60'000U) << "nothing more is to be heard";
}

TEST_F(Calling, it_reckons_the_backends_time_by_what_it_heard) {
  step();
  EXPECT_EQ(asked_.time_ms, 0);
  step(72'000);
  EXPECT_EQ(asked_.time_ms, backend_ms_);
}

TEST_F(Calling, a_call_that_was_not_taken_is_shown_again_by_the_time_just_heard) {
  want(call(1));
  state_.reset();
  step();
  EXPECT_EQ(news().call, std::nullopt);
  state_ = CallState::waits;
  step(1'000);
  EXPECT_EQ(asked_.time_ms, backend_ms_);
  EXPECT_EQ(news().call, call(1).number);
}

TEST_F(Calling, that_it_is_over_is_said_until_it_was_heard) {
  want(call(1));
  step();
  want(call(1, true));
  http_.answer = tests::no_network();
  step();
  http_.answer = [this](const auto& request) { return answer(request); };
  state_ = CallState::claimed;  // in the very last moment
  step(1'000);
  EXPECT_EQ(asked_.call, call(1, true));
  EXPECT_EQ(news().state, CallState::claimed);
  step(72'000);
  EXPECT_EQ(asked_.call, std::nullopt);
}

TEST_F(Calling, a_new_call_does_not_wait_for_the_last_ones_end) {
  want(call(1, true));
  want(call(2));
  step();
  EXPECT_EQ(asked_.call, call(2));
}

TEST_F(Calling, what_cannot_be_said_in_two_minutes_is_over_anyway) {
  http_.answer = tests::no_network();
  want(call(1));
  step();
  step(119'999);
  EXPECT_EQ(next_ms_, 1'000U);
  step(1'000);
  EXPECT_GE(next_ms_, 60'000U);
}

TEST_F(Calling, without_a_key_nobody_is_called_and_one_line_says_so) {
  keys_.secrets.clear();
  want(call(1));
  EXPECT_NE(step().find("keys are not made yet"), std::string::npos);
  EXPECT_TRUE(http_.requests.empty());
}

TEST_F(Calling, no_two_requests_are_alike) {
  std::set<std::vector<std::uint8_t>> bodies;
  for (int i = 0; i < 5; ++i) step(72'000);
  for (const auto& request : http_.requests) bodies.insert(request.body);
  EXPECT_EQ(bodies.size(), 5U);
}

TEST_F(Calling, on_its_own_thread_it_wakes_who_waits_for_news) {
  std::mutex mutex;
  std::condition_variable changed;
  int changes = 0;
  auto http = std::make_unique<tests::FakeHttpClient>(
      [this](const auto& request) { return answer(request); });
  CallThread thread(settings_, epoch_keys_, std::move(http), clock_, [&] {
    const std::lock_guard lock(mutex);
    ++changes;
    changed.notify_all();
  });
  const auto until = [&](const auto& holds) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(60), [&] { return holds(thread.news()); });
  };
  EXPECT_TRUE(until([](const CallNews& news) { return news.somebody_there; }));
  thread.want(call(3));
  EXPECT_TRUE(until([](const CallNews& news) { return news.call == call(3).number; }));
}

}  // namespace
}  // namespace smilepost::kiosk
