#include "backend/front.h"

#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "tests/kiosk/fakes/fake_clock.h"

namespace smilepost::backend {
namespace {

// A front whose worker is stuck in its first group until the end.
class FrontTest : public ::testing::Test {
 protected:
  ~FrontTest() override { let_go.set_value(); }

  std::optional<Response> ask(const std::string& method, const std::string& path) {
    const auto answer = std::make_shared<std::optional<Response>>();
    front.take({method, path, {}, {}, Door::network},
               [answer](Response response) { *answer = std::move(response); });
    return *answer;
  }

  std::promise<void> let_go;
  std::shared_future<void> free{let_go.get_future()};
  tests::FakeClock clock;
  Health health{clock};
  Worker worker{[this](const auto& group) {
                  free.wait();
                  return std::vector<Response>(group.size());
                },
                {.batches = 1, .others = 1, .batches_at_once = 1, .others_at_once = 1}};
  Front front{worker, health};
};

TEST_F(FrontTest, SaysThatItLivesWhateverTheArchiveDoes) {
  ask("POST", "/v1/records");
  const auto answer = ask("GET", "/livez");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(ask("HEAD", "/livez")->status, 200);
  EXPECT_EQ(ask("POST", "/livez")->status, 405);
}

TEST_F(FrontTest, SaysWhetherItIsReady) {
  EXPECT_EQ(ask("GET", "/readyz")->status, 503);
  health.archive_answers();
  EXPECT_EQ(ask("GET", "/readyz")->status, 200);
  health.stops();
  const auto answer = ask("GET", "/readyz");
  EXPECT_EQ(answer->status, 503);
  EXPECT_NE(answer->body.find("stopping"), std::string::npos);
  EXPECT_EQ(ask("GET", "/livez")->status, 200);
}

// The first is with the archive, or will be: then one more of its kind finds room.
TEST_F(FrontTest, AsksToComeBackWhereTooManyWait) {
  for (const auto* path : {"/v1/records", "/"}) {
    const std::string method = std::string(path) == "/" ? "GET" : "POST";
    std::optional<Response> refused;
    for (int i = 0; i < 3 && !refused; ++i) refused = ask(method, path);
    ASSERT_TRUE(refused) << path;
    EXPECT_EQ(refused->status, 503);
    EXPECT_EQ(refused->headers.at(0).first, "Retry-After");
  }
}

}  // namespace
}  // namespace smilepost::backend
