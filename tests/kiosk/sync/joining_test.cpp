#include "kiosk/sync/joining.h"

#include <gtest/gtest.h>

#include "platform/files.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

using Course = EnrolmentOutcome::Course;

class JoiningKiosks : public ::testing::Test {
 protected:
  Joining open() {
    return Joining(folder_.path(),
                   {[this](const KioskSetup& setup) {
                      asked_.push_back(setup);
                      return answer_;
                    },
                    [this](const record::Receipt&) -> Status {
                      if (journal_fails_) return Error{"the journal: bad disk"};
                      ++begun_;
                      return Done{};
                    },
                    [this] { return wall_ms_; }},
                   {.first_retry_ms = 1'000, .longest_retry_ms = 8'000, .look_ms = 5'000});
  }
  void leave(const KioskSetup& setup) { ASSERT_TRUE(save_setup(folder_.path(), setup)); }
  std::optional<KioskSetup> setup() { return *load_setup(folder_.path()); }
  std::optional<EnrolmentFile> enrolment() { return *load_enrolment(folder_.path()); }

  static EnrolmentOutcome accepted() {
    Enrolment enrolment;
    enrolment.backend_url = "https://feedback.example";
    return {Course::enrolled, enrolment, {}, 0};
  }

  const KioskSetup asked_for_{.backend_url = "https://feedback.example",
                              .code = "7K3M",
                              .label = "Exit",
                              .pin_hash = "hash",
                              .waiting_since_ms = 0,
                              .refused = false};
  tests::TempFolder folder_;
  EnrolmentOutcome answer_{Course::failed, {}, Error{"no network"}, 0};
  std::vector<KioskSetup> asked_;
  int begun_ = 0;
  bool journal_fails_ = false;
  std::int64_t wall_ms_ = 1'800'000'000'000;
};

TEST_F(JoiningKiosks, nobody_is_asked_without_a_code) {
  auto joining = open();
  EXPECT_EQ(joining.step(0), 5'000U);
  leave({.backend_url = "https://feedback.example"});
  joining.step(5'000);
  EXPECT_TRUE(asked_.empty());
  EXPECT_EQ(joining.status().state, JoiningState::not_set_up);
  EXPECT_EQ(joining.status().backend_url, "https://feedback.example");
}

TEST_F(JoiningKiosks, what_appears_later_is_found) {
  auto joining = open();
  joining.step(0);
  leave(asked_for_);
  answer_ = accepted();
  joining.step(5'000);
  EXPECT_EQ(joining.status().state, JoiningState::joined);
}

TEST_F(JoiningKiosks, without_network_it_tries_again_less_and_less_often_and_keeps_the_code) {
  leave(asked_for_);
  auto joining = open();
  std::uint64_t now = 0;
  std::vector<std::uint64_t> at;
  for (int i = 0; i < 2'000 && at.size() < 8; ++i) {
    const auto before = asked_.size();
    const auto next = joining.step(now);
    if (asked_.size() != before) at.push_back(now);
    EXPECT_GT(next, now);
    now = next;
  }
  ASSERT_EQ(at.size(), 8U);
  EXPECT_LE(at[1] - at[0], 1'000U);
  EXPECT_GE(at[7] - at[6], 4'000U);
  EXPECT_LE(at[7] - at[6], 8'000U);
  EXPECT_EQ(setup(), asked_for_);
  EXPECT_EQ(joining.status().state, JoiningState::trying);
}

TEST_F(JoiningKiosks, who_is_accepted_is_enrolled_with_the_pin_and_the_code_is_gone) {
  leave(asked_for_);
  answer_ = accepted();
  auto joining = open();
  EXPECT_FALSE(joining.take_changed());
  joining.step(0);
  EXPECT_EQ(begun_, 1);
  ASSERT_TRUE(enrolment());
  EXPECT_EQ(enrolment()->pin_hash, "hash");
  EXPECT_FALSE(setup());
  ASSERT_TRUE(joining.take_changed());
  EXPECT_FALSE(joining.take_changed());
  joining.step(60'000);
  EXPECT_EQ(asked_.size(), 1U);
}

TEST_F(JoiningKiosks, nothing_is_enrolled_before_everything_is_due_to_the_new_backend) {
  leave(asked_for_);
  answer_ = accepted();
  journal_fails_ = true;
  auto joining = open();
  joining.step(0);
  EXPECT_FALSE(enrolment());
  EXPECT_EQ(setup(), asked_for_);
  journal_fails_ = false;
  joining.step(10'000);
  EXPECT_TRUE(enrolment());
}

TEST_F(JoiningKiosks, who_waits_asks_again_and_remembers_since_when) {
  leave(asked_for_);
  answer_ = {Course::waits, {}, {}, 0};
  {
    auto joining = open();
    joining.step(0);
    EXPECT_EQ(joining.status().state, JoiningState::waits);
  }
  wall_ms_ += 1'000'000;
  auto after_restart = open();
  EXPECT_EQ(after_restart.status().state, JoiningState::waits);
  after_restart.step(0);
  EXPECT_EQ(after_restart.status().waiting_since_ms, 1'800'000'000'000);
  EXPECT_EQ(setup()->code, "7K3M");
  answer_ = accepted();
  after_restart.step(60'000);
  EXPECT_EQ(after_restart.status().state, JoiningState::joined);
}

TEST_F(JoiningKiosks, a_code_that_was_refused_is_not_shown_again) {
  leave(asked_for_);
  answer_ = {Course::refused, {}, Error{"HTTP 403"}, 0};
  auto joining = open();
  joining.step(0);
  joining.step(60'000);
  EXPECT_EQ(asked_.size(), 1U);
  EXPECT_EQ(setup()->code, "");
  EXPECT_EQ(setup()->pin_hash, "hash");
  EXPECT_EQ(open().status().state, JoiningState::refused);
}

TEST_F(JoiningKiosks, who_is_enrolled_stays_so_where_another_code_is_refused) {
  const EnrolmentFile before{"https://old.example", {}, "hash", {}};
  ASSERT_TRUE(save_enrolment(folder_.path(), before));
  leave(asked_for_);
  answer_ = {Course::refused, {}, Error{"HTTP 403"}, 0};
  auto joining = open();
  joining.step(0);
  joining.step(1);
  EXPECT_EQ(enrolment(), before);
  EXPECT_EQ(joining.status().state, JoiningState::joined);
}

TEST_F(JoiningKiosks, what_is_typed_on_the_glass_replaces_what_was_tried) {
  leave(asked_for_);
  auto joining = open();
  joining.step(0);
  ASSERT_TRUE(joining.order("https://new.example", "8888"));
  answer_ = accepted();
  joining.step(1);
  ASSERT_EQ(asked_.size(), 2U);
  EXPECT_EQ(asked_[1].backend_url, "https://new.example");
  EXPECT_EQ(asked_[1].code, "8888");
  EXPECT_EQ(asked_[1].label, "Exit");
}

TEST_F(JoiningKiosks, a_pin_set_before_the_enrolment_outlives_it) {
  auto joining = open();
  ASSERT_TRUE(joining.set_pin_hash("mine"));
  EXPECT_TRUE(joining.status().has_pin);
  ASSERT_TRUE(joining.order("https://new.example", "8888"));
  answer_ = accepted();
  joining.step(0);
  EXPECT_EQ(enrolment()->pin_hash, "mine");
}

TEST_F(JoiningKiosks, a_new_pin_from_the_card_replaces_the_one_of_the_enrolment) {
  ASSERT_TRUE(save_enrolment(folder_.path(), {"https://old.example", {}, "old", {}}));
  leave({.pin_hash = "new"});
  auto joining = open();
  joining.step(0);
  EXPECT_EQ(enrolment()->pin_hash, "new");
  EXPECT_FALSE(setup());
  EXPECT_TRUE(asked_.empty());
}

TEST_F(JoiningKiosks, a_setup_that_is_none_costs_nothing) {
  std::filesystem::create_directories(folder_.path());
  ASSERT_TRUE(platform::write_file(folder_.path() / setup_file_name, "[]", 0600));
  auto joining = open();
  EXPECT_EQ(joining.step(0), 5'000U);
  EXPECT_EQ(joining.status().state, JoiningState::not_set_up);
}

TEST(SetupFile, is_read_as_it_was_written) {
  const tests::TempFolder folder;
  const KioskSetup setup{"https://x", "7K3M", "Exit", "hash", 7, true};
  ASSERT_TRUE(save_setup(folder.path(), setup));
  EXPECT_EQ(**load_setup(folder.path()), setup);
  ASSERT_TRUE(remove_setup(folder.path()));
  EXPECT_FALSE(*load_setup(folder.path()));
  EXPECT_TRUE(remove_setup(folder.path()));
}

}  // namespace
}  // namespace smilepost::kiosk
