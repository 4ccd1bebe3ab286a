#include "platform/stop_signal.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <future>

namespace smilepost::platform {
namespace {

TEST(StopSignal, IsAskedOnceTheSignalCameAndCallsWhoeverWaits) {
  for (const int signal : {SIGINT, SIGTERM}) {
    StopSignal stop;
    EXPECT_FALSE(stop.asked());
    std::promise<void> called;
    stop.on_ask([&] { called.set_value(); });
    ::kill(::getpid(), signal);
    called.get_future().wait();
    EXPECT_TRUE(stop.asked());
    stop.on_ask({});
  }
}

TEST(StopSignal, CallsNobodyWhoseTimeIsOver) {
  StopSignal stop;
  int calls = 0;
  {
    const StopCall call(stop, [&] { ++calls; });
  }
  ::kill(::getpid(), SIGTERM);
  while (!stop.asked()) std::this_thread::yield();
  std::promise<void> called;
  const StopCall next(stop, [&] { called.set_value(); });  // for the next signal, not for that one
  ::kill(::getpid(), SIGTERM);
  called.get_future().wait();
  EXPECT_EQ(calls, 0);
}

TEST(StopSignal, EndsWithoutASignal) {
  StopSignal stop;
  EXPECT_FALSE(stop.asked());
}

}  // namespace
}  // namespace smilepost::platform
