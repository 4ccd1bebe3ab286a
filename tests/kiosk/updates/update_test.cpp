#include "kiosk/updates/update.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

using enum UpdateState;
using enum UpdateEvent;

const Here here{"1.4", "a", "boot 1"};
const Here next_boot{"1.4", "a", "boot 2"};
const Here other_slot{"1.5", "b", "boot 2"};

Offer release(const std::string& version, const std::string& floor = "") {
  return {version, 1'000, record::Hash{7}, "/v1/releases/" + version, floor};
}

// By the way that leads there.
Update in(UpdateState state) {
  Update update({}, here);
  const auto go = [&](UpdateEvent event) { EXPECT_TRUE(update.take(event)); };
  if (state == nothing) return update;
  EXPECT_TRUE(update.take_offer(release("1.5")));
  if (state == offered) return update;
  go(room);
  if (state == downloading) return update;
  go(whole);
  if (state == downloaded) return update;
  go(quiet);
  if (state == installing) return update;
  go(install_done);
  if (state == installed) return update;
  Update trial(update.memory(), other_slot);
  if (state == on_trial) return trial;
  if (state == good) {
    EXPECT_TRUE(trial.take(proven));
    return trial;
  }
  if (state == fallen_back) return Update(trial.memory(), {"1.4", "a", "boot 3"});
  Update refusing = in(installing);
  for (std::uint32_t i = 0; i < Update::most_tries; ++i) {
    refusing.take(install_failed, "no such device");
    refusing.take(quiet);
  }
  return refusing;
}

constexpr UpdateState all[] = {nothing,   offered,  downloading, downloaded,  installing,
                               installed, on_trial, good,        fallen_back, refused};

TEST(UpdateTest, each_state_can_be_reached) {
  for (const auto state : all) EXPECT_EQ(in(state).state(), state) << int(state);
}

struct Restart {
  UpdateState before, here, before_slot, other_slot;
};
// What each state is after a restart of the program, of the machine, and of the machine into the
// other slot.
constexpr Restart restarts[] = {
    {nothing, nothing, nothing, nothing},
    {offered, offered, offered, offered},
    {downloading, downloading, downloading, downloading},
    {downloaded, downloaded, downloaded, downloaded},
    {installing, downloaded, downloaded, on_trial},
    {installed, installed, fallen_back, on_trial},
    {on_trial, on_trial, fallen_back, on_trial},
    {good, good, good, good},
    {fallen_back, fallen_back, fallen_back, fallen_back},
    {refused, refused, refused, refused},
};

TEST(UpdateTest, a_restart_in_every_state) {
  for (const auto& restart : restarts) {
    const auto memory = in(restart.before).memory();
    EXPECT_EQ(Update(memory, here).state(), restart.here) << int(restart.before);
    EXPECT_EQ(Update(memory, next_boot).state(), restart.before_slot) << int(restart.before);
    EXPECT_EQ(Update(memory, other_slot).state(), restart.other_slot) << int(restart.before);
  }
}

TEST(UpdateTest, what_fell_back_is_not_tried_again_until_another_version_was_good) {
  Update update = in(fallen_back);
  EXPECT_FALSE(update.memory().reason.empty());
  EXPECT_EQ(update.judge(release("1.5")), Wanted::kept_from_retry);
  EXPECT_EQ(update.judge(release("1.5.0")), Wanted::kept_from_retry);
  EXPECT_FALSE(update.take_offer(release("1.5")));
  EXPECT_EQ(update.state(), fallen_back);
  EXPECT_TRUE(update.take_offer(release("1.6")));
  EXPECT_EQ(update.state(), offered);
  EXPECT_TRUE(update.memory().reason.empty());
}

TEST(UpdateTest, a_reason_that_was_found_on_trial_is_told_after_the_fall) {
  Update trial = in(on_trial);
  ASSERT_TRUE(trial.take(disproved, "no picture was shown"));
  EXPECT_EQ(trial.state(), on_trial);
  const Update back(trial.memory(), {"1.4", "a", "boot 3"});
  EXPECT_EQ(back.state(), fallen_back);
  EXPECT_EQ(back.memory().reason, "no picture was shown");
}

TEST(UpdateTest, the_same_version_is_not_installed_twice) {
  Update update({}, here);
  EXPECT_EQ(update.judge(release("1.4.0")), Wanted::runs_already);
  EXPECT_FALSE(update.take_offer(release("1.4")));
  EXPECT_EQ(update.state(), nothing);
}

TEST(UpdateTest, below_the_highest_floor_ever_seen_nothing_is_taken) {
  Update update({}, here);
  EXPECT_TRUE(update.take_offer(release("1.4", "1.3.5")));  // to be kept: the floor
  EXPECT_EQ(update.state(), nothing);
  EXPECT_FALSE(update.take_offer(release("1.3.4", "0.1")));
  EXPECT_EQ(update.judge(release("1.3.4")), Wanted::below_floor);
  EXPECT_EQ(update.memory().floor, "1.3.5");
  EXPECT_TRUE(update.take_offer(release("1.3.5")));  // an older one above it
  EXPECT_EQ(update.state(), offered);
  EXPECT_EQ(Update(update.memory(), next_boot).judge(release("1.3.4")), Wanted::below_floor);
}

TEST(UpdateTest, what_is_no_version_is_not_taken) {
  Update update({}, here);
  EXPECT_FALSE(update.take_offer(release("newest")));
  EXPECT_FALSE(update.take_offer(release("1.6", "everything")) && !update.memory().floor.empty());
  EXPECT_EQ(update.memory().floor, "");
}

TEST(UpdateTest, another_release_takes_the_place_until_it_is_being_installed) {
  for (const auto state : {offered, downloading, downloaded}) {
    Update update = in(state);
    EXPECT_FALSE(update.take_offer(release("1.5"))) << int(state);
    EXPECT_EQ(update.state(), state);
    EXPECT_TRUE(update.take_offer(release("1.6")));
    EXPECT_EQ(update.state(), offered);
    EXPECT_EQ(update.memory().offer->version, "1.6");
  }
  for (const auto state : {installing, installed, on_trial}) {
    Update update = in(state);
    EXPECT_FALSE(update.take_offer(release("1.6"))) << int(state);
    EXPECT_EQ(update.state(), state);
  }
}

TEST(UpdateTest, a_release_that_is_withdrawn_is_forgotten_until_it_is_being_installed) {
  for (const auto state : all) {
    Update update = in(state);
    const bool coming = state == offered || state == downloading || state == downloaded;
    EXPECT_EQ(update.take(no_offer), coming) << int(state);
    EXPECT_EQ(update.state(), coming ? nothing : state);
  }
}

TEST(UpdateTest, three_tries_and_no_more) {
  Update update = in(installing);
  for (std::uint32_t i = 1; i < Update::most_tries; ++i) {
    update.take(install_failed, "no such device");
    EXPECT_EQ(update.state(), downloaded);
    update.take(quiet);
  }
  update.take(install_failed, "no such device");
  EXPECT_EQ(update.state(), refused);
  EXPECT_EQ(update.memory().reason, "no such device");
  EXPECT_EQ(update.judge(release("1.5")), Wanted::kept_from_retry);
}

TEST(UpdateTest, what_cuts_each_installation_off_is_not_tried_for_ever) {
  auto memory = in(installing).memory();
  int boots = 0;
  while (memory.state == installing && boots < 10) {
    Update update(memory, {"1.4", "a", "boot " + std::to_string(10 + ++boots)});
    update.take(quiet);
    memory = update.memory();
  }
  EXPECT_EQ(memory.state, refused);
  EXPECT_EQ(boots, int{Update::most_tries});
}

TEST(UpdateTest, a_good_version_forgives_the_ones_before) {
  Update update = in(fallen_back);
  update.take_offer(release("1.6"));
  for (const auto event : {room, whole, quiet, install_done}) EXPECT_TRUE(update.take(event));
  Update trial(update.memory(), {"1.6", "b", "boot 9"});
  ASSERT_TRUE(trial.take(proven));
  EXPECT_EQ(trial.judge(release("1.5")), Wanted::yes);
}

TEST(UpdateTest, no_event_leads_out_of_a_trial_but_a_verdict) {
  for (const auto event : {room, whole, spoilt, quiet, install_done, install_failed, no_offer}) {
    Update trial = in(on_trial);
    EXPECT_FALSE(trial.take(event)) << int(event);
  }
}

}  // namespace
}  // namespace smilepost::kiosk
