#include "platform/service_manager.h"

#include "tests/platform/managing_socket.h"

namespace smilepost::platform {
namespace {

using namespace std::chrono_literals;

TEST(ServiceManager, HearsHowAServiceFares) {
  const tests::ManagingSocket manager;
  tell_starting(90s);
  tell_ready();
  tell_alive();
  tell_stopping();
  EXPECT_EQ(manager.heard(), "EXTEND_TIMEOUT_USEC=90000000\nREADY=1\nWATCHDOG=1\nSTOPPING=1\n");
}

TEST(ServiceManager, MayBeAbsent) {
  ::unsetenv("NOTIFY_SOCKET");
  tell_ready();
  tell_alive();
  tell_stopping();
}

TEST(ServiceManager, SaysHowPatientItIs) {
  EXPECT_FALSE(watchdog_patience());
  ::setenv("WATCHDOG_USEC", "60000000", 1);
  EXPECT_EQ(watchdog_patience(), 60s);
  ::setenv("WATCHDOG_PID", "1", 1);
  EXPECT_FALSE(watchdog_patience()) << "another process is watched";
  ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
  EXPECT_EQ(watchdog_patience(), 60s);
  ::setenv("WATCHDOG_USEC", "soon", 1);
  EXPECT_FALSE(watchdog_patience());
  ::unsetenv("WATCHDOG_USEC");
  ::unsetenv("WATCHDOG_PID");
}

}  // namespace
}  // namespace smilepost::platform
