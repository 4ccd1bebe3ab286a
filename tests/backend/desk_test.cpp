#include "backend/accounts/desk.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace smilepost::backend {
namespace {

TEST(DeskTest, DoesOneAfterTheOtherAndKeepsFewWaiting) {
  std::promise<void> begun, let_go;
  std::atomic<int> at_once = 0, most = 0, done = 0;
  Desk desk;
  ASSERT_TRUE(desk.take([&] {
    begun.set_value();
    let_go.get_future().wait();
  }));
  begun.get_future().wait();
  const auto work = [&] {
    most = std::max<int>(most, ++at_once);
    ++done;
    --at_once;
  };
  for (std::size_t i = 0; i < Desk::most_waiting; ++i) EXPECT_TRUE(desk.take(work));
  EXPECT_FALSE(desk.take(work)) << "too many wait";
  let_go.set_value();
  desk.stop();
  EXPECT_EQ(done, static_cast<int>(Desk::most_waiting)) << "what was taken is done";
  EXPECT_EQ(most, 1);
  EXPECT_FALSE(desk.take(work));
}

}  // namespace
}  // namespace smilepost::backend
