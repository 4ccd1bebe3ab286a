#include "kiosk/updates/updating.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/kiosk/journal/journal_fixture.h"
#include "tests/kiosk/updates/fake_updater.h"
#include "tests/kiosk/updates/release_server.h"

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using enum UpdateState;

class UpdatingTest : public JournalFixture {
 protected:
  UpdatingTest() : journal_(open()) {
    settings_.state = folder();
    settings_.backend_url = "http://127.0.0.1:1";
    settings_.kiosk = "00ff";
    settings_.spare_bytes = 0;
    begin();
  }

  // As after a restart of the program.
  void begin() {
    updating_ =
        std::make_unique<Updating>(UpdateParts{updater_, http_, clock_, [this] { return now_; },
                                               [this] { return JournalReader::open(folder()); }},
                                   settings_);
  }
  // As after one of the machine.
  void boot(const std::string& slot, const std::string& image) {
    clock_.reboot();
    updater_.slot = slot;
    updater_.image = image;
    updater_.calls.clear();
    begin();
    updating_->step(clock_.monotonic_ms());
  }

  UpdateState state() const { return updating_->report().state; }

  // Steps as often as it wants, until that state, or for so long.
  void run_until(UpdateState wanted, std::uint64_t at_most_ms = 600'000) {
    const std::uint64_t end = clock_.monotonic_ms() + at_most_ms;
    while (true) {
      const std::uint64_t next = updating_->step(clock_.monotonic_ms());
      if (state() == wanted || clock_.monotonic_ms() >= end) return;
      if (next > clock_.monotonic_ms()) clock_.advance(next - clock_.monotonic_ms());
    }
  }
  void run_for(std::uint64_t ms) { run_until(UpdateState{}, ms); }

  void hear_of_release() { updating_->heard(server_.offer()); }

  // By the way that leads there.
  void bring_to(UpdateState wanted) {
    hear_of_release();
    run_until(wanted == downloading ? downloading : downloaded);
    if (wanted == downloading || wanted == downloaded) return;
    now_.nobody_there = now_.quiet = true;
    run_until(installing);
    if (wanted == installing) return;
    updater_.installing = false;
    run_until(installed);
    if (wanted == installed) return;
    boot("b", "1.5");
    ASSERT_EQ(state(), on_trial);
  }
  void pass_trial() { now_.self_test_passed = now_.frame_shown = now_.synced = true; }

  std::unique_ptr<Journal> journal_;
  tests::FakeUpdater updater_;
  tests::ReleaseServer server_{300'000};
  tests::FakeHttpClient http_{server_.answers()};
  UpdateSurroundings now_;
  UpdateSettings settings_;
  std::unique_ptr<Updating> updating_;
};

TEST_F(UpdatingTest, from_the_offer_to_a_good_slot) {
  bring_to(installed);
  EXPECT_EQ(updater_.calls[0], "install " + record::to_hex(server_.offer().sha256) + ".raucb");
  run_for(1'000);
  EXPECT_EQ(updater_.calls.back(), "restart");
  boot("b", "1.5");
  EXPECT_EQ(state(), on_trial);
  pass_trial();
  run_until(good);
  EXPECT_EQ(state(), good);
  EXPECT_EQ(updating_->report().runs, "1.5");
  EXPECT_EQ(told(updating_->report()), "good 1.5");
  run_for(3'600'000);
  EXPECT_THAT(updater_.calls, ElementsAre("mark good"));  // once
}

TEST_F(UpdatingTest, a_restart_of_the_program_in_every_state_goes_on) {
  hear_of_release();
  for (const auto wanted : {downloading, downloaded}) {
    run_until(wanted);
    begin();
    updating_->step(clock_.monotonic_ms());
    EXPECT_EQ(state(), wanted);
  }
  now_.quiet = now_.nobody_there = true;
  run_until(installing);
  begin();  // RAUC goes on meanwhile
  run_for(60'000);
  EXPECT_EQ(updater_.calls.size(), 1U);
  updater_.installing = false;
  run_until(installing);
  EXPECT_EQ(updater_.calls.size(), 2U);  // nobody heard how it ended
  updater_.installing = false;
  run_until(installed);
  begin();
  updating_->step(clock_.monotonic_ms());
  EXPECT_EQ(state(), installed);
  boot("b", "1.5");
  begin();
  updating_->step(clock_.monotonic_ms());
  EXPECT_EQ(state(), on_trial);
  pass_trial();
  run_until(good);
  begin();
  updating_->step(clock_.monotonic_ms());
  EXPECT_EQ(state(), good);
}

TEST_F(UpdatingTest, a_power_cut_while_it_installs_begins_that_again_the_next_night) {
  bring_to(installing);
  updater_.installing = false;
  now_.quiet = false;
  boot("a", "1.4");
  EXPECT_EQ(state(), downloaded);
  run_for(60'000);
  EXPECT_THAT(updater_.calls, IsEmpty());
  now_.quiet = true;
  run_until(installing);
  EXPECT_EQ(state(), installing);
}

TEST_F(UpdatingTest, the_download_resumes_after_cuts_and_a_restart) {
  hear_of_release();
  run_until(downloading);
  updating_->step(clock_.monotonic_ms());
  server_.cuts = 2;
  begin();
  run_until(downloaded);
  EXPECT_EQ(state(), downloaded);
  EXPECT_TRUE(std::is_sorted(server_.asked_from.begin(), server_.asked_from.end()));
}

TEST_F(UpdatingTest, answers_go_first) {
  now_.answers_wait = true;
  hear_of_release();
  run_for(60'000);
  EXPECT_EQ(state(), downloading);
  EXPECT_THAT(http_.requests, IsEmpty());
  now_.answers_wait = false;
  run_until(downloaded);
  EXPECT_EQ(state(), downloaded);
}

TEST_F(UpdatingTest, as_long_as_a_piece_took_the_link_is_others) {
  http_.answer = [this](const platform::HttpRequest& request) {
    clock_.advance(3'000);
    return server_.answer(request);
  };
  hear_of_release();
  run_until(downloading);
  const auto began = clock_.monotonic_ms();
  const auto next = updating_->step(began);
  EXPECT_EQ(next, began + 6'000);
}

TEST_F(UpdatingTest, nothing_is_installed_but_in_quiet_hours) {
  bring_to(downloaded);
  now_.nobody_there = true;
  run_for(86'400'000);
  EXPECT_EQ(state(), downloaded);
  EXPECT_THAT(updater_.calls, IsEmpty());
}

TEST_F(UpdatingTest, nor_is_the_machine_restarted) {
  now_.quiet = true;
  bring_to(installed);
  now_.quiet = false;
  const auto calls = updater_.calls.size();
  run_for(7'200'000);
  EXPECT_EQ(updater_.calls.size(), calls);
  now_.quiet = true;
  run_for(20'000);
  EXPECT_EQ(updater_.calls.back(), "restart");
  run_for(300'000);
  EXPECT_EQ(updater_.calls.size(), calls + 1);
}

TEST_F(UpdatingTest, a_trial_waits_for_each_of_its_proofs) {
  for (bool UpdateSurroundings::*const proof :
       {&UpdateSurroundings::self_test_passed, &UpdateSurroundings::frame_shown,
        &UpdateSurroundings::synced}) {
    SetUp();
    std::filesystem::remove(folder() / "update.json");
    boot("a", "1.4");
    now_ = {};
    bring_to(on_trial);
    pass_trial();
    now_.*proof = false;
    run_for(600'000);
    EXPECT_EQ(state(), on_trial);
    EXPECT_THAT(updater_.calls, IsEmpty());
    now_.*proof = true;
    run_until(good);
    EXPECT_EQ(state(), good);
  }
}

TEST_F(UpdatingTest, a_quarter_of_an_hour_without_a_network_is_enough) {
  bring_to(on_trial);
  pass_trial();
  now_.synced = false;
  http_.answer = tests::no_network();
  run_for(890'000);
  EXPECT_EQ(state(), on_trial);
  run_for(30'000);
  EXPECT_EQ(state(), good);
}

TEST_F(UpdatingTest, who_reaches_the_backend_and_delivers_nothing_is_sent_back) {
  bring_to(on_trial);
  pass_trial();
  now_.synced = false;
  now_.nobody_there = false;
  run_for(3'700'000);
  EXPECT_EQ(state(), on_trial);
  EXPECT_THAT(updater_.calls, ElementsAre("mark bad"));  // somebody is there
  now_.nobody_there = true;
  run_for(20'000);
  EXPECT_THAT(updater_.calls, ElementsAre("mark bad", "restart"));
  boot("a", "1.4");
  EXPECT_EQ(state(), fallen_back);
  EXPECT_THAT(updating_->report().reason, HasSubstr("takes no answers"));
  hear_of_release();
  run_for(60'000);
  EXPECT_EQ(state(), fallen_back);
}

TEST_F(UpdatingTest, a_journal_that_lacks_what_was_there_fails_the_trial) {
  ASSERT_TRUE(journal_->append(an_answer()));
  bring_to(on_trial);
  pass_trial();
  tamper("DELETE FROM record WHERE sequence = (SELECT max(sequence) FROM record)");
  run_for(3'700'000);
  boot("a", "1.4");
  EXPECT_EQ(state(), fallen_back);
  EXPECT_THAT(updating_->report().reason, HasSubstr("lacks"));
}

TEST_F(UpdatingTest, a_journal_whose_record_is_not_what_was_signed_fails_the_trial) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(journal_->append(an_answer()));
  bring_to(on_trial);
  pass_trial();
  tamper(
      "UPDATE record SET cose = (SELECT cose FROM record WHERE sequence = 2) WHERE sequence = 3");
  run_for(3'700'000);
  EXPECT_EQ(state(), on_trial);
  EXPECT_THAT(updater_.calls, ElementsAre("mark bad", "restart"));
}

TEST_F(UpdatingTest, who_comes_up_in_the_old_slot_says_that_it_fell_back) {
  bring_to(on_trial);
  boot("b", "1.5");  // the second try
  EXPECT_EQ(state(), on_trial);
  boot("a", "1.4");
  EXPECT_EQ(state(), fallen_back);
  EXPECT_THAT(updating_->report().reason, HasSubstr("did not stay"));
}

TEST_F(UpdatingTest, an_installation_that_fails_three_times_is_given_up) {
  updater_.ends = Error{"RAUC: no such device"};
  hear_of_release();
  run_until(downloaded);
  now_.quiet = true;
  for (int i = 0; i < 3; ++i) {
    run_until(installing);
    updater_.installing = false;
    run_for(1'000);
  }
  EXPECT_EQ(state(), refused);
  EXPECT_EQ(updating_->report().reason, "RAUC: no such device");
}

TEST_F(UpdatingTest, what_was_spoilt_is_thrown_away_and_given_up_after_three_times) {
  const auto offer = server_.offer();
  server_.bytes[5] ^= 1U;
  updating_->heard(offer);
  run_until(refused, 7'200'000);
  EXPECT_EQ(state(), refused);
  EXPECT_EQ(std::count(server_.asked_from.begin(), server_.asked_from.end(), 0U), 3);
  EXPECT_FALSE(
      std::filesystem::exists(folder() / "update" / (record::to_hex(offer.sha256) + ".raucb")));
}

TEST_F(UpdatingTest, without_room_it_waits_and_says_so) {
  settings_.spare_bytes = std::uint64_t{1} << 60;
  begin();
  hear_of_release();
  run_for(60'000);
  EXPECT_EQ(state(), offered);
  EXPECT_THAT(updating_->report().reason, HasSubstr("MiB more"));
  EXPECT_THAT(http_.requests, IsEmpty());
}

TEST_F(UpdatingTest, what_cannot_be_written_down_is_not_begun) {
  bring_to(downloaded);
  std::filesystem::remove(folder() / "update.json");
  std::filesystem::create_directories(folder() / "update.json" / "in the way");
  now_.quiet = true;
  run_for(600'000);
  EXPECT_THAT(updater_.calls, IsEmpty());
}

TEST_F(UpdatingTest, who_cannot_ask_rauc_does_nothing) {
  updater_.slot.clear();
  begin();
  hear_of_release();
  run_for(600'000);
  EXPECT_EQ(state(), nothing);
  EXPECT_THAT(http_.requests, IsEmpty());
}

TEST_F(UpdatingTest, a_mark_that_fails_is_tried_again) {
  bring_to(on_trial);
  pass_trial();
  updater_.marks = Error{"RAUC, Mark: no"};
  run_for(60'000);
  EXPECT_EQ(state(), on_trial);
  updater_.marks = Done{};
  run_until(good);
  EXPECT_EQ(state(), good);
}

TEST_F(UpdatingTest, a_withdrawn_release_is_not_installed) {
  bring_to(downloaded);
  updating_->heard(std::nullopt);
  now_.quiet = true;
  run_for(60'000);
  EXPECT_EQ(state(), nothing);
  EXPECT_THAT(updater_.calls, IsEmpty());
  hear_of_release();  // it was only paused: nothing is fetched twice
  const auto requests = http_.requests.size();
  run_until(downloaded);
  EXPECT_EQ(http_.requests.size(), requests);
}

}  // namespace
}  // namespace smilepost::kiosk
