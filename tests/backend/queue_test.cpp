#include "backend/queue.h"

#include <gtest/gtest.h>

#include <set>

namespace smilepost::backend {
namespace {

using std::chrono::milliseconds;

constexpr unsigned seed = 20261126;

Job job(bool is_batch, std::string body = "x") {
  return {Request{"", "", {}, std::move(body), Door::network}, [](const Response&) {}, is_batch};
}

std::string bodies(const std::vector<Job>& group) {
  std::string all;
  for (const Job& one : group) all += one.request.body;
  return all;
}

TEST(QueueTest, GivesOutWhatCameFirst) {
  Queue queue({.batches_at_once = 2}, seed);
  EXPECT_TRUE(queue.empty());
  for (const char* body : {"a", "b", "c"}) EXPECT_TRUE(queue.add(job(true, body)));
  EXPECT_EQ(bodies(queue.next()), "ab");
  EXPECT_EQ(bodies(queue.next()), "c");
  EXPECT_EQ(bodies(queue.next()), "");
}

TEST(QueueTest, HasRoomForSoManyOfEachKind) {
  Queue queue({.batches = 2, .others = 1}, seed);
  EXPECT_TRUE(queue.add(job(true)));
  EXPECT_TRUE(queue.add(job(true)));
  EXPECT_FALSE(queue.add(job(true)));
  EXPECT_TRUE(queue.add(job(false))) << "batches do not take the pages' room";
  EXPECT_FALSE(queue.add(job(false)));
}

TEST(QueueTest, HasRoomForSoManyBytes) {
  Queue queue({.bytes = 10}, seed);
  EXPECT_TRUE(queue.add(job(true, "123456")));
  EXPECT_FALSE(queue.add(job(true, "12345")));
  EXPECT_TRUE(queue.add(job(false, "1234")));
  EXPECT_EQ(queue.bytes(), 10U);
  queue.next();
  queue.next();
  EXPECT_EQ(queue.bytes(), 0U);
  EXPECT_TRUE(queue.add(job(true, "1234567890")));
}

// Which kind has its turn while both wait, for turns that take so long.
std::string turns(milliseconds batches, milliseconds others, int count) {
  Queue queue({.batches_at_once = 1, .others_at_once = 1}, seed);
  std::string order;
  for (int i = 0; i < count; ++i) {
    queue.add(job(true, "b"));
    queue.add(job(false, "o"));
    order += bodies(queue.next());
    queue.took(order.back() == 'b' ? batches : others);
  }
  return order;
}

TEST(QueueTest, GivesPagesAQuarterOfTheTimeWhileBatchesWait) {
  EXPECT_EQ(turns(milliseconds(10), milliseconds(10), 9), "obbbobbbo");
  EXPECT_EQ(turns(milliseconds(10), milliseconds(1), 4), "obob");
  const std::string slow_pages = turns(milliseconds(10), milliseconds(100), 62);
  EXPECT_EQ(std::count(slow_pages.begin(), slow_pages.end(), 'o'), 2);
}

TEST(QueueTest, GivesPagesAllOfItWhileNothingElseWaits) {
  Queue queue({.others_at_once = 1}, seed);
  for (int i = 0; i < 5; ++i) {
    queue.add(job(false, "o"));
    EXPECT_EQ(bodies(queue.next()), "o");
    queue.took(milliseconds(1000));
  }
}

// As many as find no room, at so long a request.
std::vector<int> sent_away(std::size_t count, milliseconds each) {
  Queue queue({.batches = 1}, seed);
  for (int i = 0; i < 100; ++i) {
    queue.add(job(true));
    queue.next();
    queue.took(each);
  }
  std::vector<int> seconds;
  for (std::size_t i = 0; i < count; ++i) seconds.push_back(queue.come_back_after());
  return seconds;
}

TEST(QueueTest, SendsThoseThatFindNoRoomAwayForLongerTheMoreTheyAre) {
  const auto seconds = sent_away(10'000, milliseconds(10));
  EXPECT_LE(seconds.front(), 2);
  EXPECT_GE(seconds.back(), 100) << "10,000 at 10 ms each";
  EXPECT_LE(seconds.back(), 200);
  EXPECT_GT(std::set<int>(seconds.end() - 100, seconds.end()).size(), 50U) << "not all at once";
}

TEST(QueueTest, SendsThemAwayForLongerTheSlowerTheArchiveIs) {
  EXPECT_LE(sent_away(1000, milliseconds(1)).back(), 4);
  EXPECT_GE(sent_away(1000, milliseconds(100)).back(), 100);
  EXPECT_LE(sent_away(100'000, milliseconds(1000)).back(), 600) << "there is an end to it";
}

TEST(QueueTest, ForgetsThemAsOthersAreServed) {
  Queue queue({}, seed);
  for (int i = 0; i < 10'000; ++i) queue.come_back_after();
  for (int i = 0; i < 10'000; ++i) {
    queue.add(job(true));
    queue.next();
    queue.took(milliseconds(5));
  }
  EXPECT_LE(queue.come_back_after(), 2);
}

}  // namespace
}  // namespace smilepost::backend
