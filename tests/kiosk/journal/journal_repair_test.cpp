// What a journal does by itself about a disk that fails, is full, or gave back something else.
#include <gtest/gtest.h>

#include <utility>

#include "kiosk/journal/journal_files.h"
#include "kiosk/journal/journal_pruning.h"
#include "kiosk/journal/journal_room.h"
#include "platform/log.h"
#include "tests/kiosk/journal/kiosk_life.h"

namespace smilepost::kiosk {
namespace {

using tests::Call;
using tests::Fault;

class JournalRepair : public testing::Test {
 protected:
  JournalRepair() {
    prepare_for_lives();
    start();
  }
  ~JournalRepair() override { platform::set_log_level(platform::LogLevel::info); }

  void start() {
    kiosk_.journal.reset();
    auto opened = open_kiosk(disk_, clock_);
    ASSERT_TRUE(opened) << opened.error().message;
    kiosk_ = *std::move(opened);
  }
  Journal& journal() { return *kiosk_.journal; }

  static record::Answer an_answer(const std::string& question = "1") {
    record::Answer answer;
    answer.survey_set = "checkout";
    answer.question = question;
    answer.value = record::Vote{3, 4};
    answer.presentation = {"en", "light", false, false};
    return answer;
  }
  // The next call of that kind on a file whose name ends so.
  void fail_once(Call call, const std::string& end, Fault fault = Fault::io_error) {
    disk_->fault = [call, end, fault, failed = false](Call asked, const std::string& file) mutable {
      if (failed || asked != call || !file.ends_with(end)) return Fault::none;
      failed = true;
      return fault;
    };
  }
  std::size_t files(const std::string& beginning) {
    const auto names = *disk_->names(state_folder);
    return static_cast<std::size_t>(std::count_if(
        names.begin(), names.end(), [&](const auto& name) { return name.starts_with(beginning); }));
  }
  std::int64_t ask(const std::string& question) {
    auto database = platform::Database::open(state_folder / journal_file, {.vfs = disk_->vfs()});
    return *database->integer(question);
  }
  void deliver(std::int64_t time_ms) {
    const auto head = journal().head();
    ASSERT_TRUE(journal().keep_receipt({journal().kiosk(), head, head.epoch, time_ms, 7, {}}));
  }

  record::HealthFigures health() {
    EXPECT_TRUE(journal().append_head(true));
    auto database = platform::Database::open(state_folder / journal_file, {.vfs = disk_->vfs()});
    const auto last = read_last_record(*database, journal().head().epoch);
    return std::get<record::HeadReport>(record::open_unverified((*last)->cose).record.body).health;
  }

  // Answers, none of which may be refused.
  template <class Reached>
  void fill_until(const Reached& reached) {
    for (int i = 0; i < 200 && !reached(); ++i) {
      for (int k = 0; k < 50; ++k) ASSERT_TRUE(journal().append(an_answer()));
      (void)journal().checkpoint();  // as the upkeep does in a long queue
    }
    EXPECT_TRUE(reached());
  }

  // Two answers. The log takes the second, and its sync, but not the padding; then the file has to
  // make way, and the second is signed anew for the next epoch.
  Ledger have_one_signed_anew() {
    Ledger ledger;
    ledger.tapped = {1, 2};
    EXPECT_TRUE(journal().append(an_answer("1")));
    ledger.kept[1] = {journal().head(), {}};
    disk_->fault = [synced = false, reopened = false](Call call, const std::string& file) mutable {
      synced = synced || (call == Call::sync && file.ends_with("journal.db-wal"));
      reopened = reopened || (synced && call == Call::open && file.ends_with("journal.db"));
      if (!synced || reopened) return Fault::none;
      if (call == Call::write) return Fault::no_space;
      return call == Call::read ? Fault::io_error : Fault::none;
    };
    EXPECT_TRUE(journal().append(an_answer("2")));
    disk_->fault = {};
    EXPECT_NE(journal().head().epoch, ledger.kept[1].place.epoch);
    ledger.kept[2] = {journal().head(), {}};
    return ledger;
  }

  std::shared_ptr<tests::SimulatedDisk> disk_ = std::make_shared<tests::SimulatedDisk>();
  tests::FakeClock clock_;
  OpenKiosk kiosk_;
};

// A rollback journal would do in its place, unseen, until a power cut takes the last answer back.
TEST_F(JournalRepair, no_journal_opens_without_a_log_whatever_call_fails) {
  int failing = 0, calls = 0, opened = 0;
  do {
    const auto disk = std::make_shared<tests::SimulatedDisk>();
    ++failing;
    calls = 0;
    disk->fault = [&](Call, const std::string&) {
      return ++calls == failing ? Fault::io_error : Fault::none;
    };
    const auto kiosk = open_kiosk(disk, clock_);
    disk->fault = {};
    if (!kiosk) continue;
    ++opened;
    const auto* bytes = disk->contents((state_folder / journal_file).string());
    EXPECT_EQ((*bytes)[18], 2) << "call " << failing;  // SQLite's file format, 1.3.3: a log
  } while (calls >= failing);
  EXPECT_GT(opened, 1);
}

TEST_F(JournalRepair, after_a_failed_sync_it_goes_on_in_a_new_file_with_the_same_bytes) {
  ASSERT_TRUE(journal().append(an_answer("1")));
  const auto before = journal().head();
  fail_once(Call::sync, "journal.db-wal");
  ASSERT_EQ(*journal().append(an_answer("2")), before.sequence + 1);
  EXPECT_EQ(journal().head().epoch, before.epoch);
  EXPECT_EQ(files("journal.db.damaged-"), 2U);  // the old one and its log
  // All of it is durable in the new one.
  tests::Random random(1);
  const auto left = disk_->after_cut(tests::Loss::all, random);
  auto again = open_kiosk(left, clock_);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->journal->head(), journal().head());
  // What lies in the old one is the very same record, so nothing is salvaged twice.
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(journal().salvaged().moved, 0U);
  EXPECT_EQ(ask("SELECT count(*) FROM record"), 3);
}

TEST_F(JournalRepair, no_gap_is_noted_beside_a_file_that_just_made_way) {
  const auto over = journal().head().epoch;
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(journal().append(an_answer()));
  ASSERT_TRUE(journal().rotate_key());
  ask("DELETE FROM record WHERE sequence = 2 RETURNING 1");
  disk_->fault = [](Call call, const std::string&) {
    return call == Call::write ? Fault::io_error : Fault::none;
  };
  ASSERT_FALSE(journal().append(an_answer()));
  disk_->fault = {};
  ASSERT_TRUE(journal().note_gap(over, 2));
  EXPECT_EQ(files("journal.db.damaged-"), 2U);
  EXPECT_EQ(ask("SELECT count(*) FROM gap"), 0);
}

TEST_F(JournalRepair, a_copy_knows_of_the_gaps_though_their_records_were_pruned) {
  const auto over = journal().head().epoch;
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(journal().append(an_answer()));
  ASSERT_TRUE(journal().rotate_key());
  ask("DELETE FROM record WHERE sequence = 2 RETURNING 1");
  ASSERT_TRUE(journal().note_gap(over, 2));
  ASSERT_TRUE(journal().rotate_key());
  ask("DELETE FROM record WHERE kind = 8 RETURNING 1");
  fail_once(Call::sync, "journal.db-wal");
  ASSERT_TRUE(journal().append(an_answer()));
  EXPECT_EQ(files("journal.db.damaged-"), 2U);
  EXPECT_EQ(ask("SELECT count(*) FROM gap WHERE first = 2"), 1);
}

TEST_F(JournalRepair, a_power_cut_at_any_point_while_it_goes_on_in_a_new_file_loses_nothing) {
  Ledger ledger;
  for (std::uint64_t number = 1; number <= 3; ++number) {
    ASSERT_TRUE(journal().append(an_answer(std::to_string(number))));
    ledger.kept[number] = {journal().head(), {}};
    // The log holds a part, not all.
    if (number == 2) {
      ASSERT_TRUE(journal().checkpoint());
    }
  }
  ledger.tapped = {1, 2, 3, 4};
  fail_once(Call::sync, "journal.db-wal");
  tests::Random random(1);
  int cuts = 0;
  disk_->changed = [&](Call call, const std::string& file) {
    for (const auto loss : tests::every_loss) {
      const auto left = disk_->after_cut(loss, random);
      const auto where = std::string(name_of(call)) + " of " + file + ", " + name_of(loss);
      auto again = open_kiosk(left, clock_);
      ASSERT_TRUE(again) << where;
      EXPECT_TRUE(settle(*again->journal)) << where;
      again->journal.reset();
      EXPECT_EQ(broken_promise(*left, ledger, 1), "") << where;
      ++cuts;
    }
  };
  EXPECT_TRUE(journal().append(an_answer("4")));
  disk_->changed = {};
  EXPECT_GT(cuts, 100);
}

TEST_F(JournalRepair, what_failed_is_stored_later_before_anything_else_and_never_signed_again) {
  disk_->fault = [](Call call, const std::string&) {
    return call == Call::write ? Fault::io_error : Fault::none;
  };
  EXPECT_FALSE(journal().append(an_answer("1")));
  EXPECT_FALSE(journal().append(an_answer("2")));
  disk_->fault = {};
  EXPECT_EQ(*journal().append(an_answer("3")), 2U);
  EXPECT_EQ(journal().counts().answer_records, 2U);  // "1" and "3"
}

// The log takes the record, and its sync; then there is no room for the padding, and the commit is
// an error. Later the log cannot be read for once, and the file is opened anew: there the record
// is.
TEST_F(JournalRepair, a_commit_that_failed_but_reached_the_disk_is_kept_once) {
  ASSERT_TRUE(journal().append(an_answer("1")));
  const auto before = journal().head();
  disk_->fault = [synced = false](Call call, const std::string& file) mutable {
    synced = synced || (call == Call::sync && file.ends_with("journal.db-wal"));
    return synced && call == Call::write ? Fault::no_space : Fault::none;
  };
  ASSERT_FALSE(journal().append(an_answer("2")));
  bool reopened = false;
  disk_->fault = [&](Call call, const std::string& file) {
    reopened = reopened || (call == Call::open && file.ends_with("journal.db"));
    return call == Call::read && !reopened ? Fault::io_error : Fault::none;
  };
  const auto third = journal().append(an_answer("3"));
  disk_->fault = {};
  EXPECT_TRUE(reopened);
  ASSERT_TRUE(third) << third.error().message;
  EXPECT_EQ(*third, before.sequence + 2);
  EXPECT_EQ(journal().head().epoch, before.epoch);
  EXPECT_EQ(journal().counts().answer_records, 3U);
  EXPECT_EQ(ask("SELECT count(*) FROM record"), 4);
}

// The same, but the file has to make way. What it says is signed anew for the next epoch, and the
// first record lies in the file that salvage reads.
TEST_F(JournalRepair, what_was_signed_anew_for_the_next_epoch_is_not_salvaged_as_well) {
  const Ledger ledger = have_one_signed_anew();
  ASSERT_TRUE(settle(journal()));
  kiosk_.journal.reset();
  EXPECT_EQ(broken_promise(*disk_, ledger, 0), "");
}

// And not though the file that the new epoch began in is damaged before anything was salvaged.
TEST_F(JournalRepair, what_was_signed_anew_is_not_salvaged_even_out_of_two_damaged_files) {
  const Ledger ledger = have_one_signed_anew();
  kiosk_.journal.reset();
  auto* bytes = disk_->contents((state_folder / journal_file).string());
  std::fill_n(bytes->begin(), 100, std::uint8_t{0xee});
  start();
  ASSERT_TRUE(settle(journal()));
  kiosk_.journal.reset();
  EXPECT_EQ(broken_promise(*disk_, ledger, 0), "");
}

TEST_F(JournalRepair, a_damaged_file_is_salvaged_whole_into_the_epoch_it_was) {
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(journal().append(an_answer(std::to_string(i))));
  const record::StaffAction choice{"evening", {"en"}, "en"};
  ASSERT_TRUE(journal().append(choice));
  ASSERT_TRUE(journal().append_head());
  const auto old = journal().head();
  kiosk_.journal.reset();
  auto* bytes = disk_->contents((state_folder / journal_file).string());
  std::fill_n(bytes->begin(), 4096, std::uint8_t{0});  // the schema is gone
  start();
  EXPECT_NE(journal().head().epoch, old.epoch);
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(journal().salvaged().moved, 23U);
  EXPECT_EQ(ask("SELECT count(*) FROM record WHERE epoch = " + std::to_string(old.epoch)), 23);
  EXPECT_EQ(ask("SELECT epoch FROM epoch ORDER BY ordinal LIMIT 1"),
            static_cast<std::int64_t>(old.epoch));
  EXPECT_EQ(ask("SELECT max(answer_records) FROM record"), 20);
  EXPECT_EQ(**journal().last_staff_action(), choice);
  EXPECT_EQ(files("journal.db.damaged-"), 0U);
  EXPECT_EQ(files("journal.db.salvaged-"), 1U);
}

TEST_F(JournalRepair, a_head_tells_how_the_disk_fares) {
  using record::Health;
  disk_->capacity = std::uint64_t{64} << 20U;
  ASSERT_TRUE(journal().append(an_answer()));
  const auto well = health();
  EXPECT_EQ(well.at(Health::failed_writes), 0U);
  EXPECT_EQ(well.at(Health::damaged_files), 0U);
  EXPECT_GT(well.at(Health::journal_bytes), 4096U);
  EXPECT_LT(well.at(Health::free_bytes), disk_->capacity);
  fail_once(Call::sync, "journal.db-wal");
  ASSERT_TRUE(journal().append(an_answer()));
  const auto ill = health();
  EXPECT_EQ(ill.at(Health::failed_writes), 1U);
  EXPECT_GT(ill.at(Health::damaged_files), 0U);  // what made way: it may hold something
  EXPECT_LT(ill.at(Health::free_bytes), well.at(Health::free_bytes));
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(health().at(Health::damaged_files), 0U);
}

TEST_F(JournalRepair, a_salvage_begins_anew_where_the_journal_moves_to_another_file_meanwhile) {
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(journal().append(an_answer(std::to_string(i))));
  const auto old = journal().head();
  kiosk_.journal.reset();
  auto* bytes = disk_->contents((state_folder / journal_file).string());
  std::fill_n(bytes->begin(), 4096, std::uint8_t{0});
  start();
  ASSERT_TRUE(*journal().tidy());  // something was found, and waits in this file
  fail_once(Call::sync, "journal.db-wal");
  ASSERT_TRUE(journal().append(an_answer()));
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(ask("SELECT count(*) FROM record WHERE epoch = " + std::to_string(old.epoch)), 301);
}

TEST_F(JournalRepair, a_page_that_cannot_be_read_costs_what_was_on_it_and_nothing_else) {
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(journal().append(an_answer(std::to_string(i))));
  kiosk_.journal.reset();
  auto* bytes = disk_->contents((state_folder / journal_file).string());
  const auto pages = bytes->size() / 4096;
  std::fill_n(bytes->begin(), 4096, std::uint8_t{0});
  std::fill_n(bytes->begin() + static_cast<std::ptrdiff_t>((pages - 3) * 4096), 4096,
              std::uint8_t{0});
  start();
  ASSERT_TRUE(settle(journal()));
  EXPECT_GE(journal().salvaged().moved, 180U);
  EXPECT_LT(journal().salvaged().moved, 201U);
}

TEST_F(JournalRepair, what_nobody_signed_is_not_salvaged) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(journal().append(an_answer(std::to_string(i))));
  const auto head = journal().head();
  kiosk_.journal.reset();
  record::Bytes forged;
  {
    auto database = platform::Database::open(state_folder / journal_file, {.vfs = disk_->vfs()});
    forged = (*read_record(*database, head.epoch, 2))->cose;
  }
  auto* bytes = disk_->contents((state_folder / journal_file).string());
  const auto at = std::search(bytes->begin(), bytes->end(), forged.begin(), forged.end());
  ASSERT_NE(at, bytes->end());
  *(at + static_cast<std::ptrdiff_t>(forged.size()) - 1) ^= 1U;  // of the signature
  std::fill_n(bytes->begin(), 4096, std::uint8_t{0});
  start();
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(journal().salvaged().moved, 3U);
  EXPECT_EQ(ask("SELECT count(*) FROM record WHERE sequence = 2"), 0);
}

TEST_F(JournalRepair, a_full_disk_takes_the_reserve_and_what_was_delivered_long_ago) {
  ASSERT_TRUE(settle(journal()));
  ASSERT_EQ(files(JournalRoom::reserve_file), 1U);
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(journal().append(an_answer()));
  ASSERT_TRUE(journal().append_head(true));
  deliver(clock_.wall_ms());
  ASSERT_TRUE(journal().append_head(true));
  deliver(clock_.wall_ms() + 8 * day_ms);
  ASSERT_TRUE(journal().checkpoint());
  disk_->capacity = disk_->bytes_used();
  fill_until([this] { return files(JournalRoom::reserve_file) == 0; });
  EXPECT_EQ(ask("SELECT min(sequence) FROM record"), 200);  // a part at a time
  disk_->capacity = disk_->bytes_used() + 200'000;
  fill_until([this] { return ask("SELECT min(sequence) FROM record") > 200; });
}

TEST_F(JournalRepair, where_nothing_is_left_it_refuses_and_recovers_when_there_is_room) {
  disk_->capacity = disk_->bytes_used();
  int kept = 0;
  while (journal().append(an_answer())) ++kept;
  EXPECT_FALSE(journal().probe());
  EXPECT_FALSE(journal().append(an_answer()));
  disk_->capacity = UINT64_MAX;
  EXPECT_TRUE(journal().probe());
  EXPECT_TRUE(journal().append(an_answer()));
  EXPECT_EQ(journal().counts().answer_records, static_cast<std::uint64_t>(kept) + 2);
}

// What a commit pads its log with is written after its sync. Where a failed sync drops that, there
// is a hole in the log before the next answer.
TEST_F(JournalRepair, a_sync_that_fails_while_room_is_made_is_seen_to_before_the_next_answer) {
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(journal().append(an_answer()));
    disk_->fault = [full = true, failed = false](Call call, const std::string&) mutable {
      if (call == Call::write && std::exchange(full, false)) return Fault::no_space;
      if (call != Call::sync || std::exchange(failed, true)) return Fault::none;
      return Fault::io_error;
    };
    ASSERT_TRUE(journal().append(an_answer()));
    disk_->fault = {};
    tests::Random random(1);
    auto again = open_kiosk(disk_->after_cut(tests::Loss::all, random), clock_);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->journal->head(), journal().head());
  }
}

TEST_F(JournalRepair, only_what_was_delivered_35_days_ago_by_the_backends_clock_is_pruned) {
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(journal().append(an_answer()));
  ASSERT_TRUE(journal().append_head(true));
  const std::int64_t first = clock_.wall_ms();
  deliver(first);
  clock_.step_wall(50 * 365 * day_ms);  // the kiosk's own clock may say what it likes
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(ask("SELECT min(sequence) FROM record"), 0);
  ASSERT_TRUE(journal().append(an_answer()));
  deliver(first + 34 * day_ms);
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(ask("SELECT min(sequence) FROM record"), 0);
  deliver(first + 35 * day_ms);
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(ask("SELECT min(sequence) FROM record"), 11);  // the head: what follows hangs on it
  const auto head = journal().head();
  start();
  EXPECT_EQ(journal().head(), head);
  EXPECT_EQ(*journal().append(an_answer()), head.sequence + 1);
}

TEST_F(JournalRepair, nothing_above_what_was_delivered_is_pruned) {
  ASSERT_TRUE(journal().append(an_answer()));
  ASSERT_TRUE(journal().append_head(true));
  const auto delivered = journal().head();
  deliver(clock_.wall_ms());
  ASSERT_TRUE(journal().append(an_answer()));
  deliver(clock_.wall_ms() + 36 * day_ms);
  ASSERT_TRUE(journal().append(an_answer()));
  ASSERT_TRUE(journal().append_head(true));
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(ask("SELECT min(sequence) FROM record"), static_cast<std::int64_t>(delivered.sequence));
}

TEST_F(JournalRepair, an_epoch_that_is_over_is_pruned_to_its_last_head) {
  deliver(clock_.wall_ms());
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(journal().append(an_answer()));
  ASSERT_TRUE(journal().append_head(true));
  deliver(clock_.wall_ms() + 1'000);  // the same day
  ASSERT_TRUE(journal().rotate_key());
  deliver(clock_.wall_ms() + 36 * day_ms);
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(ask("SELECT min(sequence) FROM record JOIN epoch USING (epoch) WHERE ordinal = 1"), 11);
}

TEST_F(JournalRepair, what_was_never_delivered_is_never_pruned) {
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(journal().append(an_answer()));
  ASSERT_TRUE(journal().append_head(true));
  const auto early = journal().head();
  const auto receipt = [&](std::int64_t time_ms, std::uint64_t generation) {
    return record::Receipt{journal().kiosk(), early, early.epoch, time_ms, generation, {}};
  };
  ASSERT_TRUE(journal().keep_receipt(receipt(clock_.wall_ms(), 7)));
  // A backend that was restored has nothing of it any more.
  auto fresh = receipt(clock_.wall_ms() + 100 * day_ms, 8);
  fresh.head.reset();
  ASSERT_TRUE(journal().keep_receipt(fresh));
  ASSERT_TRUE(settle(journal()));
  EXPECT_EQ(ask("SELECT count(*) FROM record"), 12);
}

}  // namespace
}  // namespace smilepost::kiosk
