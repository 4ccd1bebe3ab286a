#include "kiosk/delivery.h"

#include <future>

#include "tests/kiosk/journal/journal_fixture.h"
#include "tests/platform/loopback_server.h"

namespace smilepost::kiosk {
namespace {

// An answer to be sent, and all the time in the world to wait for it: what does not return in time
// fails by the test's own limit.
class Delivering : public JournalFixture {
 protected:
  static constexpr std::chrono::seconds for_ever{3'600};

  void start(const std::string& backend_url) {
    auto opened = open();
    const EnrolmentFile enrolment{backend_url, {}, "", opened->kiosk()};
    ASSERT_TRUE(opened->append(an_answer()));
    journal_ = std::make_unique<JournalThread>(std::move(opened), JournalThread::Timing{}, nullptr);
    Config config;
    config.first_retry_ms = 3'600'000;
    ASSERT_TRUE(delivery_.start(folder(), config, enrolment, *journal_, real_clock_, [] {}));
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
}

TEST_F(Delivering, does_not_wait_for_a_backend_that_refuses_everything) {
  const tests::LoopbackServer server(
      [](const std::string&) { return tests::http_answer("403 Forbidden", "", ""); });
  start(server.url());
  testing::internal::CaptureStderr();
  delivery_.finish(folder(), for_ever);
  testing::internal::GetCapturedStderr();
  EXPECT_EQ(delivery_.counts().acknowledged, 0U);
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

}  // namespace
}  // namespace smilepost::kiosk
