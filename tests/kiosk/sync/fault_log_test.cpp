#include "kiosk/sync/fault_log.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

class FaultLogging : public testing::Test {
 protected:
  FaultLogging() { testing::internal::CaptureStderr(); }
  ~FaultLogging() override {
    if (!read_) testing::internal::GetCapturedStderr();
  }
  std::string logged() {
    read_ = true;
    return testing::internal::GetCapturedStderr();
  }
  FaultLog log_;

 private:
  bool read_ = false;
};

TEST_F(FaultLogging, each_fault_is_said_once_though_they_take_turns) {
  for (int i = 0; i < 5; ++i) {
    log_.fault(Error{"no route"}, 0);
    log_.fault(Error{"no name"}, 0);
  }
  EXPECT_EQ(logged(), "smilepost: warning: sync: no route\nsmilepost: warning: sync: no name\n");
}

TEST_F(FaultLogging, the_end_of_a_fault_is_said_once_with_what_was_sent) {
  log_.fault(Error{"no route"}, 7);
  log_.arrived(7);
  log_.arrived(8);
  log_.drained(10);
  log_.drained(10);
  EXPECT_EQ(logged(),
            "smilepost: warning: sync: no route\n"
            "smilepost: info: sync: the backend confirms records again: 3 answers sent\n");
}

TEST_F(FaultLogging, a_fault_in_the_middle_is_said_again_after_what_was_sent) {
  log_.fault(Error{"no route"}, 7);
  log_.arrived(7);
  log_.fault(Error{"no route"}, 8);
  EXPECT_EQ(logged(),
            "smilepost: warning: sync: no route\n"
            "smilepost: info: sync: the backend confirms records again: 1 answer sent\n"
            "smilepost: warning: sync: no route\n");
}

TEST_F(FaultLogging, nothing_is_said_without_a_fault) {
  log_.arrived(0);
  log_.drained(1'000);
  EXPECT_EQ(logged(), "");
}

TEST_F(FaultLogging, what_was_refused_and_arrives_after_all_is_said) {
  log_.arrived(2, true);
  log_.drained(5);
  EXPECT_NE(logged().find(": 3 answers sent"), std::string::npos);
}

TEST_F(FaultLogging, a_backend_that_lost_some_makes_no_figure_below_nothing) {
  log_.fault(Error{"no route"}, 7);
  log_.arrived(7);
  log_.drained(3);
  EXPECT_NE(logged().find(": 0 answers sent"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::kiosk
