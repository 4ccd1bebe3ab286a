#include "backend/worker.h"

#include <gtest/gtest.h>

#include <atomic>
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

Job batch_with(std::string body, std::function<void(Response)> reply) {
  return {request_with(std::move(body)), std::move(reply), true};
}

TEST(WorkerTest, AnswersEachRequestWithItsOwnResponse) {
  std::promise<std::string> first;
  std::promise<std::string> second;
  Worker worker(echo, {});
  ASSERT_TRUE(worker.submit(batch_with("a", [&](Response r) { first.set_value(r.body); })));
  ASSERT_TRUE(worker.submit(batch_with("b", [&](Response r) { second.set_value(r.body); })));
  EXPECT_EQ(first.get_future().get(), "a");
  EXPECT_EQ(second.get_future().get(), "b");
}

// Holds the worker inside its first group until it is let go.
struct HeldWorker {
  std::promise<void> entered;
  std::promise<void> let_go;
  std::vector<std::size_t> groups;
  Worker worker;

  HeldWorker(const QueueLimits& limits)
      : worker(
            [this](const std::vector<const Request*>& group) {
              if (groups.empty()) {
                entered.set_value();
                let_go.get_future().wait();
              }
              groups.push_back(group.size());
              return echo(group);
            },
            limits) {}
};

TEST(WorkerTest, TakesWhatWaitsAsOneGroup) {
  std::promise<void> last;
  auto held = std::make_unique<HeldWorker>(QueueLimits{.batches_at_once = 3});
  const auto nothing = [](const Response&) {};
  held->worker.submit(batch_with("first", nothing));
  held->entered.get_future().wait();
  for (int i = 0; i < 4; ++i) held->worker.submit(batch_with("more", nothing));
  held->worker.submit(batch_with("last", [&](const Response&) { last.set_value(); }));
  held->let_go.set_value();
  last.get_future().wait();
  EXPECT_EQ(held->groups, (std::vector<std::size_t>{1, 3, 2}));
}

TEST(WorkerTest, RefusesMoreThanMayWaitAndStillAnswersTheRest) {
  int answered = 0;
  {
    HeldWorker held({.batches = 2});
    const auto note = [&](const Response&) { ++answered; };
    held.worker.submit(batch_with("first", note));
    held.entered.get_future().wait();
    EXPECT_TRUE(held.worker.submit(batch_with("1", note)));
    EXPECT_TRUE(held.worker.submit(batch_with("2", note)));
    EXPECT_FALSE(held.worker.submit(batch_with("3", note)));
    held.let_go.set_value();
  }
  EXPECT_EQ(answered, 3);
}

TEST(WorkerTest, LeavesAJobThatItDoesNotTakeAsItWas) {
  Worker worker(echo, {.batches = 0});
  Job job = batch_with("mine", [](const Response&) {});
  EXPECT_FALSE(worker.submit(std::move(job)));
  EXPECT_EQ(job.request.body, "mine");  // NOLINT(bugprone-use-after-move)
  EXPECT_TRUE(job.reply);
  EXPECT_GE(worker.come_back_after(), 1);
}

TEST(WorkerTest, BeatsWhileNothingWaits) {
  int beats = 0;
  std::promise<void> third;
  const Worker worker(echo, {},
                      {[&] {
                         if (++beats == 3) third.set_value();
                       },
                       std::chrono::milliseconds(1)});
  third.get_future().wait();
}

TEST(WorkerTest, BeatsBetweenGroups) {
  std::atomic<int> beats = 0;
  Worker worker(echo, {}, {[&] { ++beats; }, std::chrono::milliseconds(0)});
  for (int i = 1; i <= 3; ++i) {
    std::promise<void> answered;
    worker.submit(batch_with("x", [&](const Response&) { answered.set_value(); }));
    answered.get_future().wait();
    EXPECT_GE(beats, i);
  }
}

}  // namespace
}  // namespace smilepost::backend
