// How much goes at once, and when again after a "not now".
#include "tests/kiosk/sync/sync_fixture.h"

namespace smilepost::kiosk {
namespace {

class SyncingBatches : public SyncFixture {
 protected:
  // As if the link took its time: answers go through the backend all the same.
  tests::FakeHttpClient::Answer link(std::uint64_t bytes_a_second) {
    return [this, bytes_a_second](const platform::HttpRequest& request) {
      clock_.advance(300 + request.body.size() * 1'000 / bytes_a_second);
      return backend_.records(request);
    };
  }
  std::size_t largest_of_last(std::size_t count) const {
    std::size_t largest = 0;
    for (std::size_t i = http_.requests.size() - count; i < http_.requests.size(); ++i) {
      largest = std::max(largest, http_.requests[i].body.size());
    }
    return largest;
  }
};

TEST_F(SyncingBatches, a_quick_link_gets_large_batches_soon) {
  answers(300);
  run();
  EXPECT_LE(http_.requests.size(), 5U);
  EXPECT_GT(largest_of_last(http_.requests.size()), std::size_t{25} << 10);
  EXPECT_EQ(acknowledged(), 301U);
}

TEST_F(SyncingBatches, a_slow_link_gets_small_ones_and_everything_arrives) {
  answers(250);
  http_.answer = link(2'000);
  run(200);
  EXPECT_EQ(acknowledged(), 251U);
  EXPECT_LE(largest_of_last(3), std::size_t{20} << 10);  // of 2 KB/s: ten seconds
}

TEST_F(SyncingBatches, after_a_cut_less_is_under_way) {
  answers(300);
  run(3);
  const std::size_t before = http_.requests.back().body.size();
  http_.answer = tests::no_network();
  testing::internal::CaptureStderr();
  for (int i = 0; i < 4; ++i) clock_.advance(step());
  testing::internal::GetCapturedStderr();
  EXPECT_LT(http_.requests.back().body.size(), before / 2);
}

TEST_F(SyncingBatches, what_is_too_large_on_the_way_goes_in_smaller_ones) {
  answers(100);
  http_.answer = [&](const platform::HttpRequest& request) {
    return request.body.size() > 5'000 ? tests::text_response(413, "text/html", "<html>")
                                       : backend_.records(request);
  };
  testing::internal::CaptureStderr();
  run(200);
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_EQ(acknowledged(), 101U);
  EXPECT_NE(logged.find("HTTP 413"), std::string::npos);
}

TEST_F(SyncingBatches, one_record_that_is_too_large_on_the_way_is_said) {
  answers(1);
  http_.answer = tests::always(413, "text/plain", "");
  testing::internal::CaptureStderr();
  run(40);
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find("does not take a single record"), std::string::npos) << logged;
  EXPECT_TRUE(sync_->status().held_up);
}

TEST_F(SyncingBatches, who_is_busy_may_ask_for_time) {
  for (const int status : {429, 503}) {
    answers(1);
    step();
    auto busy = tests::text_response(status, "application/problem+json", "{}");
    busy.retry_after_s = 120;
    http_.answer = [&](const platform::HttpRequest&) { return busy; };
    testing::internal::CaptureStderr();
    const std::uint64_t wait = step();
    testing::internal::GetCapturedStderr();
    EXPECT_GE(wait, 120'000U) << status;
    EXPECT_LE(wait, 150'000U) << status;
    http_.answer = honest();
    clock_.advance(wait);
    run();
  }
  EXPECT_EQ(acknowledged(), 3U);
}

TEST_F(SyncingBatches, nobody_may_ask_for_ever_or_for_nothing) {
  answers(1);
  step();
  auto busy = tests::text_response(503, "", "");
  for (const std::uint64_t asked : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    busy.retry_after_s = asked;
    http_.answer = [&](const platform::HttpRequest&) { return busy; };
    testing::internal::CaptureStderr();
    const std::uint64_t wait = step();
    testing::internal::GetCapturedStderr();
    EXPECT_GE(wait, settings_.backoff_first_ms / 2);
    EXPECT_LE(wait, settings_.backoff_ceiling_ms * 25 / 2);
    clock_.advance(wait);
  }
}

TEST_F(SyncingBatches, others_may_not_ask) {
  answers(1);
  step();
  auto portal = tests::text_response(200, "text/html", "<html>");
  portal.retry_after_s = 86'400;
  http_.answer = [&](const platform::HttpRequest&) { return portal; };
  testing::internal::CaptureStderr();
  EXPECT_LE(step(), settings_.backoff_first_ms);
  testing::internal::GetCapturedStderr();
}

TEST_F(SyncingBatches, what_was_sent_is_said_once_when_the_network_is_back) {
  answers(20);
  http_.answer = tests::no_network();
  testing::internal::CaptureStderr();
  for (int i = 0; i < 5; ++i) clock_.advance(step());
  http_.answer = honest();
  settings_.batch_records = 5;
  run();
  answers(3);
  run();
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find("the backend confirms records again: 20 answers sent\n"), std::string::npos)
      << logged;
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 2) << logged;
}

struct Said {
  int status;
  const char* type;
  const char* line;
};
class SyncingFaults : public SyncFixture, public testing::WithParamInterface<Said> {};

TEST_P(SyncingFaults, which_one_it_is_and_what_to_do_is_one_line) {
  answers(1);
  step();
  http_.answer = tests::always(GetParam().status, GetParam().type, "<html>Welcome!</html>");
  testing::internal::CaptureStderr();
  for (int i = 0; i < 5; ++i) clock_.advance(step());
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find(GetParam().line), std::string::npos) << logged;
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1) << logged;
  EXPECT_EQ(acknowledged(), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    All, SyncingFaults,
    testing::Values(Said{200, "text/html", "a portal of this network"},
                    Said{302, "text/html", "a portal of this network"},
                    Said{307, "", "a portal of this network"},
                    Said{511, "text/html", "a portal of this network"},
                    Said{200, "text/plain", "no receipt of this kiosk's backend"},
                    Said{400, "text/html", "client certificate"},
                    Said{401, "text/html", "asks for a login"}, Said{403, "text/html", "forbids"},
                    Said{403, "application/problem+json", "enrol"},
                    Said{404, "text/plain", "check the address"},
                    Said{500, "", "check the backend"}, Said{502, "text/html", "does not reach it"},
                    Said{503, "", "busy"}));

}  // namespace
}  // namespace smilepost::kiosk
