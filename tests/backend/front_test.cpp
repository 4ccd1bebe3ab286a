#include "backend/front.h"

#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "backend/metrics_text.h"
#include "prometheus_text.h"
#include "record/keys.h"
#include "tests/kiosk/fakes/fake_clock.h"

namespace smilepost::backend {
namespace {

// A front whose worker is stuck in its first group until the end.
class FrontTest : public ::testing::Test {
 protected:
  ~FrontTest() override { let_go.set_value(); }

  std::optional<Response> ask(const std::string& method, const std::string& path,
                              Door door = Door::network) {
    const auto answer = std::make_shared<std::optional<Response>>();
    front.take({method, path, {}, {}, door},
               [answer](Response response) { *answer = std::move(response); });
    return *answer;
  }

  std::promise<void> let_go;
  std::shared_future<void> free{let_go.get_future()};
  tests::FakeClock clock;
  Health health{clock};
  Metrics metrics;
  Traffic traffic;
  Desk desk;
  Worker worker{[this](const auto& group) {
                  free.wait();
                  return std::vector<Response>(group.size());
                },
                {.batches = 1, .others = 1, .batches_at_once = 1, .others_at_once = 1}};
  Front front{worker, desk, health, metrics, traffic, "1.2.3"};
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
  EXPECT_EQ(metrics.sent_away, 2U);
  EXPECT_EQ(metrics.batches[6], 1U) << "one of them was a batch";
}

TEST_F(FrontTest, ShowsMetricsToTheOwnerAndAtTheirOwnAddress) {
  EXPECT_FALSE(ask("GET", "/metrics")) << "the archive's pages have no such path";
  for (const Door door : {Door::admin_socket, Door::metrics}) {
    const auto answer = ask("GET", "/metrics", door);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->content_type, "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_EQ(test::PrometheusText(answer->body).at("smilepost_build_info{version=\"1.2.3\"}"), 1);
  }
}

TEST_F(FrontTest, ShowsNothingElseAtTheMetricsAddress) {
  EXPECT_EQ(ask("GET", "/livez", Door::metrics)->status, 200);
  EXPECT_EQ(ask("GET", "/readyz", Door::metrics)->status, 503);
  EXPECT_EQ(ask("GET", "/", Door::metrics)->status, 404);
  EXPECT_EQ(ask("POST", "/v1/records", Door::metrics)->status, 404);
}

// Puts each request aside once: with the password "four words of mine" and the hash that the body
// is. The second time it says what was found.
std::vector<Response> hash_first(const std::vector<const Request*>& group) {
  std::vector<Response> responses;
  for (const Request* request : group) {
    Response response;
    if (!request->password) {
      response.aside =
          std::make_shared<Aside>(Aside{*request, "four words of mine", request->body});
    } else {
      response.status = request->password->matches ? 200 : 401;
      response.body = request->password->hash;
    }
    responses.push_back(response);
  }
  return responses;
}

// With the work in between on neither the worker's thread nor the caller's.
TEST(FrontAside, HashesAPasswordAndAsksAgain) {
  record::initialise_crypto();
  tests::FakeClock clock;
  Health health(clock);
  Metrics metrics;
  Traffic traffic;
  Desk desk;
  Worker worker(hash_first, {});
  Front front(worker, desk, health, metrics, traffic, "");
  const auto ask = [&](const std::string& hash) {
    std::promise<Response> answered;
    front.take({"POST", "/sign-in", {}, hash, Door::network},
               [&](Response response) { answered.set_value(std::move(response)); });
    return answered.get_future().get();
  };
  const Response made = ask({});
  EXPECT_TRUE(made.body.starts_with("$argon2id$")) << made.body;
  EXPECT_EQ(made.status, 401) << "nothing was compared";
  EXPECT_EQ(ask(made.body).status, 200);
  EXPECT_EQ(ask("$argon2id$another").status, 401);
}

TEST(FrontMeasuring, CountsEachAnswerByItsKind) {
  tests::FakeClock clock;
  Health health(clock);
  Metrics metrics;
  Traffic traffic;
  std::promise<void> batch;
  std::promise<void> page;
  {
    Desk desk;
    Worker worker([](const auto& group) { return std::vector<Response>(group.size()); }, {});
    Front front(worker, desk, health, metrics, traffic, "");
    front.take({"POST", "/v1/records", {}, "12345", Door::network},
               [&](const Response&) { batch.set_value(); });
    front.take({"GET", "/", {}, {}, Door::network}, [&](const Response&) { page.set_value(); });
    batch.get_future().wait();
    page.get_future().wait();
  }
  const test::PrometheusText text(metrics_text(metrics, traffic, {}));
  EXPECT_EQ(text.at("smilepost_request_duration_seconds_count{kind=\"batch\"}"), 1);
  EXPECT_EQ(text.at("smilepost_request_duration_seconds_count{kind=\"other\"}"), 1);
  EXPECT_EQ(text.at("smilepost_batches_total{status=\"200\"}"), 1);
  EXPECT_EQ(text.at("smilepost_batch_bytes_total"), 5);
}

}  // namespace
}  // namespace smilepost::backend
