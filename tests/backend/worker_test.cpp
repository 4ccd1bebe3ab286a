#include "backend/worker.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>

namespace smilepost::backend {
namespace {

std::vector<Response> echo(const std::vector<const Request*>& group) {
  std::vector<Response> responses;
  for (const Request* request : group) responses.push_back({200, "", request->body, {}});
  return responses;
}

Request request_with(std::string body) {
  return {"POST", "/", {}, std::move(body), Door::network};
}

TEST(WorkerTest, AnswersEachRequestWithItsOwnResponse) {
  std::promise<std::string> first;
  std::promise<std::string> second;
  Worker worker(echo, 10, 10);
  ASSERT_TRUE(worker.submit({request_with("a"), [&](Response r) { first.set_value(r.body); }}));
  ASSERT_TRUE(worker.submit({request_with("b"), [&](Response r) { second.set_value(r.body); }}));
  EXPECT_EQ(first.get_future().get(), "a");
  EXPECT_EQ(second.get_future().get(), "b");
}

// Holds the worker inside its first group until it is let go.
struct HeldWorker {
  std::promise<void> entered;
  std::promise<void> let_go;
  std::vector<std::size_t> groups;
  Worker worker;

  HeldWorker(std::size_t queue_limit, std::size_t group_limit)
      : worker(
            [this](const std::vector<const Request*>& group) {
              if (groups.empty()) {
                entered.set_value();
                let_go.get_future().wait();
              }
              groups.push_back(group.size());
              return echo(group);
            },
            queue_limit, group_limit) {}
};

TEST(WorkerTest, TakesWhatWaitsAsOneGroup) {
  std::promise<void> last;
  auto held = std::make_unique<HeldWorker>(10, 3);
  const auto nothing = [](const Response&) {};
  held->worker.submit({request_with("first"), nothing});
  held->entered.get_future().wait();
  for (int i = 0; i < 4; ++i) held->worker.submit({request_with("more"), nothing});
  held->worker.submit({request_with("last"), [&](const Response&) { last.set_value(); }});
  held->let_go.set_value();
  last.get_future().wait();
  EXPECT_EQ(held->groups, (std::vector<std::size_t>{1, 3, 2}));
}

TEST(WorkerTest, RefusesMoreThanMayWaitAndStillAnswersTheRest) {
  int answered = 0;
  {
    HeldWorker held(2, 8);
    const auto note = [&](const Response&) { ++answered; };
    held.worker.submit({request_with("first"), note});
    held.entered.get_future().wait();
    EXPECT_TRUE(held.worker.submit({request_with("1"), note}));
    EXPECT_TRUE(held.worker.submit({request_with("2"), note}));
    EXPECT_FALSE(held.worker.submit({request_with("3"), note}));
    held.let_go.set_value();
  }
  EXPECT_EQ(answered, 3);
}

}  // namespace
}  // namespace smilepost::backend
