#include "kiosk/delivery.h"

#include <ctime>
#include <future>

#include "platform/files.h"
#include "tests/kiosk/journal/journal_fixture.h"
#include "tests/platform/loopback_server.h"
#include "tests/platform/tls_peers.h"

namespace smilepost::kiosk {
namespace {

// An answer to be sent, and all the time in the world to wait for it: what does not return in time
// fails by the test's own limit.
class Delivering : public JournalFixture {
 protected:
  static constexpr std::chrono::seconds for_ever{3'600};

  void start(const std::string& backend_url, const platform::Clock& clock, Config config) {
    auto opened = open();
    const EnrolmentFile enrolment{backend_url, {}, "", opened->kiosk()};
    ASSERT_TRUE(opened->append(an_answer()));
    journal_ = std::make_unique<JournalThread>(std::move(opened), JournalThread::Timing{}, nullptr);
    config.first_retry_ms = 3'600'000;
    ASSERT_TRUE(delivery_.start(folder(), config, enrolment, *journal_, clock, [] {}));
  }
  void start(const std::string& backend_url) { start(backend_url, real_clock_, {}); }

  // What is logged until there is nothing to wait for.
  std::string log_of(const std::string& backend_url, const platform::Clock& clock,
                     const Config& config) {
    testing::internal::CaptureStderr();
    start(backend_url, clock, config);
    delivery_.finish(folder(), for_ever);
    return testing::internal::GetCapturedStderr();
  }

  platform::SystemClock real_clock_;
  std::unique_ptr<JournalThread> journal_;
  Delivery delivery_;
};

TEST_F(Delivering, does_not_wait_for_a_backend_that_is_down) {
  start("http://127.0.0.1:1");
  testing::internal::CaptureStderr();
  delivery_.finish(folder(), for_ever);
  testing::internal::GetCapturedStderr();
  EXPECT_EQ(delivery_.counts().acknowledged, 0U);
  EXPECT_TRUE(delivery_.counts().waits);
}

TEST_F(Delivering, does_not_wait_for_a_backend_that_refuses_everything) {
  const tests::LoopbackServer server(
      [](const std::string&) { return tests::http_answer("403 Forbidden", "", ""); });
  start(server.url());
  testing::internal::CaptureStderr();
  delivery_.finish(folder(), for_ever);
  testing::internal::GetCapturedStderr();
  EXPECT_EQ(delivery_.counts().acknowledged, 0U);
  EXPECT_TRUE(delivery_.counts().waits);
}

TEST_F(Delivering, is_given_up_by_who_does_not_want_to_wait) {
  tests::LoopbackServer server([](const std::string&) { return std::string(); });
  start(server.url());
  auto ended = std::async(std::launch::async, [&] { delivery_.finish(folder(), for_ever); });
  server.wait_for_request();
  delivery_.give_up();
  ended.wait();
  EXPECT_EQ(delivery_.counts().acknowledged, 0U);
}

TEST_F(Delivering, wrong_settings_of_the_network_are_said_at_start_and_cost_no_answer) {
  const auto config =
      parse_config(R"({"network": {"ca_file": "/does/not/exist.pem"}})", "/etc/kiosk.json");
  const std::string logged = log_of("https://127.0.0.1:1", real_clock_, *config);
  EXPECT_EQ(logged.find("smilepost: error: /etc/kiosk.json at /network/ca_file: "), 0U) << logged;
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 2) << logged;
  EXPECT_EQ(delivery_.counts().kept, 1U);  // and the next is taken as well
  EXPECT_TRUE(journal_->append(an_answer()));
}

// The floor that was saved lets a certificate be valid. What answers is no backend; but it is
// heard.
TEST_F(Delivering, a_clock_of_1970_does_not_keep_it_from_a_backend_with_a_good_certificate) {
  const tests::TlsPeers peers;
  const std::string now = std::to_string(std::time(nullptr)) + "\n";
  ASSERT_TRUE(platform::write_file(folder() / "clock-floor", now));
  clock_.set_wall(0);
  clock_.set_synchronised(false);
  Config config;
  config.network.ca_file = peers.file("ca.pem");
  const std::string logged = log_of(peers.https("good"), clock_, config);
  EXPECT_NE(logged.find("no receipt of this kiosk's backend"), std::string::npos) << logged;
}

TEST_F(Delivering, a_clock_of_2076_is_said_and_nothing_that_has_expired_is_taken) {
  const tests::TlsPeers peers;
  clock_.set_wall(3'345'000'000'000);
  Config config;
  config.network.ca_file = peers.file("ca.pem");
  const std::string logged = log_of(peers.https("good"), clock_, config);
  EXPECT_NE(logged.find("expired by this kiosk's date, 2075-12-31: set the clock"),
            std::string::npos)
      << logged;
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1) << logged;
}

}  // namespace
}  // namespace smilepost::kiosk
