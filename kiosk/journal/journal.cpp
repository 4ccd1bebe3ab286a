#include "kiosk/journal/journal.h"

#include <chrono>
#include <cstdlib>
#include <utility>

#include "kiosk/journal/journal_copy.h"
#include "kiosk/journal/journal_gaps.h"
#include "kiosk/journal/journal_health.h"
#include "kiosk/journal/journal_opening.h"
#include "kiosk/journal/journal_pruning.h"
#include "kiosk/journal/journal_receipts.h"
#include "kiosk/journal/journal_room.h"
#include "kiosk/journal/journal_salvage.h"
#include "kiosk/journal/moment.h"
#include "platform/log.h"

namespace smilepost::kiosk {
namespace {

constexpr std::string_view probe_setting = "probe";
constexpr std::size_t probe_bytes = std::size_t{16} << 10;
constexpr std::chrono::milliseconds wait_for_readers{100};
constexpr int most_repairs = 3;
constexpr std::size_t prune_at_once = 200;
constexpr std::uint64_t remember_every_ms = 600'000;

// Only the journal itself opens epochs, and nobody appends what cannot be read.
bool may_be_appended(const record::Body& body) {
  return !std::holds_alternative<record::EpochOpened>(body) &&
         !std::holds_alternative<record::UnreadableBody>(body);
}

}  // namespace

// Signed, and not known to be in the file.
struct Pending {
  record::Body body;
  std::vector<RecordRow> rows;  // a clock step before it, where there was one
  Tail after;
  bool tried = false;  // they may be in the file
};

class Journal::Impl {
 public:
  Impl(JournalPlace place, std::unique_ptr<platform::DiskLock> lock, EpochKeys keys,
       OpenedJournal opened, const platform::Clock& clock)
      : place_(std::move(place)),
        lock_(std::move(lock)),
        keys_(keys),
        database_(std::move(opened.database)),
        clock_(clock),
        kiosk_(opened.kiosk),
        key_(std::move(opened.key)),
        tail_(opened.tail),
        room_(place_) {
    look_for_salvage();
  }

  ~Impl() {
    if (!pending_ && !unsure_ && database_) remember_head();
  }

  Result<std::uint64_t> append(const record::Body& body) {
    if (!may_be_appended(body)) std::abort();
    if (auto ready = be_ready(); !ready) return ready.error();
    if (auto ready = sign(body); !ready) return ready.error();
    if (auto kept = persist([&] { return store_pending(); }); !kept) return kept.error();
    return tail_.head.sequence;
  }

  Result<std::optional<std::uint64_t>> append_head(bool anyway) {
    if (auto ready = be_ready(); !ready) return ready.error();
    if (tail_.kind == record::Kind::head && !anyway) return std::optional<std::uint64_t>{};
    const auto sequence =
        append(record::HeadReport{tail_.counts.answer_records, tail_.counts.visits,
                                  SMILEPOST_VERSION, health_of(place_, failed_writes_)});
    if (!sequence) return sequence.error();
    return std::optional(*sequence);
  }

  Status keep_receipt(const record::Receipt& receipt) {
    auto kept = persist([&] {
      return store_receipt(*database_, kiosk_, receipt, Replaced::those_of_other_generations);
    });
    if (kept) remember_head_now_and_then();
    return kept;
  }

  Status begin_delivery_anew(const record::Receipt& receipt) {
    return persist([&] { return store_receipt(*database_, kiosk_, receipt, Replaced::all); });
  }

  Status rotate_key(record::EpochReason reason) {
    const auto closed = append(record::EpochClosed{reason});
    if (!closed) return closed.error();
    return be_ready();
  }

  // Looks also where nothing is to be noted: a file that cannot be read makes way by that.
  Status note_gap(record::Epoch epoch, std::uint64_t first) {
    if (auto ready = be_ready(); !ready) return ready;
    std::optional<record::Gap> gap;
    auto looked = persist([&] { return find_unnoted(epoch, first, gap); });
    if (!looked || !gap || salvage_) return looked;
    if (epoch == tail_.head.epoch) return end_unsound();
    const auto noted = append(*gap);
    return noted ? Done{} : Status(noted.error());
  }

  Status probe() {
    return persist([&] { return try_probe(); });
  }

  // Waits for no reader, unless they come one upon the other for so long that the log never ends.
  Status checkpoint() {
    const auto log = place_.disk->size(place_.file(log_file));
    const bool too_long = log && *log > largest_log;
    return persist([&] {
      return database_->checkpoint(too_long ? wait_for_readers : std::chrono::milliseconds(0));
    });
  }

  Result<bool> tidy() {
    std::size_t gone = 0;
    bool more = false;
    auto done = persist([&] { return prune_some(kept_ms, gone); });
    if (done) done = persist([&] { return salvage_some(more); });
    if (done) done = checkpoint();
    if (!done) return done.error();
    more = more || gone == prune_at_once;
    if (!more) (void)room_.take();  // a disk that is nearly full has none to spare
    return more;
  }

  const SalvageFigures& salvaged() const { return salvage_figures_; }

  Result<std::optional<record::Record>> last_staff_record() {
    if (!database_) return not_open();
    return read_staff_record(*database_);
  }

  const platform::Clock& clock() const { return clock_; }
  const record::KioskId& kiosk() const { return kiosk_; }
  const Tail& tail() const { return tail_; }

 private:
  // For the next record: the one before is durable, and its epoch still open.
  Status be_ready() {
    if (auto kept = persist([&] { return store_pending(); }); !kept) return kept;
    return tail_.kind == record::Kind::epoch_closed ? reopen({}) : Status(Done{});
  }

  // Tries, and where something can be done about what went wrong, does that and tries again.
  template <class Attempt>
  Status persist(const Attempt& attempt) {
    if (database_) database_->clear_failure();
    Status done = usable() ? attempt() : not_open();
    for (int repairs = 0; !done && repairs < most_repairs; ++repairs) {
      const auto repaired = repair(done.error(), repairs);
      if (!repaired) return repaired.error();
      if (!*repaired) return done;
      done = usable() ? attempt() : not_open();
    }
    return done;
  }

  bool usable() const { return database_ && !unsure_; }

  Error not_open() const { return Error{place_.file().string() + ": not open"}; }

  // False: nothing that this program could do. A file that is damaged while it is open is opened
  // anew, which finds most damage; if that does not help, it has to make way.
  Result<bool> repair(const Error& why, int repairs_before) {
    if (!database_) return done(reopen({}));
    unsure_ = unsure_ || database_->unsure();
    if (unsure_) return done(go_on_in_copy());
    if (broken_ || database_->damaged()) {
      return done(reopen(repairs_before == 0 ? std::nullopt : std::optional(why)));
    }
    if (database_->full()) return make_room() || repairs_before == 0;
    return false;
  }

  static Result<bool> done(const Status& status) {
    if (!status) return status.error();
    return true;
  }

  // Opening ends an epoch of which records are lost. Where all is sound that is left, only what was
  // delivered long ago is gone, and the backend lost it: another epoch can say so.
  Status end_unsound() {
    const record::Epoch epoch = tail_.head.epoch;
    if (auto opened = reopen({}); !opened || tail_.head.epoch != epoch) return opened;
    return rotate_key(record::EpochReason::journal_damaged);
  }

  // Closed first: as the last one to close, it would take the new file's log for its own.
  Status reopen(const std::optional<Error>& unusable) {
    if (database_) database_->keep_log_on_close(unusable || broken_ || unsure_);
    database_.reset();
    auto opened = open_journal(place_, keys_, clock_, {unusable, tail_.head, unconfirmed()});
    if (!opened) return opened.error();
    database_ = std::move(opened->database);
    key_ = std::move(opened->key);
    tail_ = opened->tail;
    broken_ = unsure_ = false;
    look_for_salvage();
    return Done{};
  }

  Status go_on_in_copy() {
    ++failed_writes_;
    const auto fault = copy_journal(*database_, place_, kiosk_, tail_.head);
    if (fault && fault->damaged) return reopen(fault->error);
    if (fault) return fault->error;
    platform::log_error(place_.file().string() + ": a write failed: went on in a new file, check " +
                        "the disk and the system's log");
    database_->keep_log_on_close(true);
    if (auto placed = put_copy_in_place(place_, clock_.wall_ms()); !placed) return placed;
    return reopen({});
  }

  // Begins anew with each file: what was found before lies in the one that made way.
  void look_for_salvage() {
    const auto found = files_to_salvage(place_);
    salvage_.reset();
    if (found && *found > 0) salvage_.emplace(place_, keys_, kiosk_);
  }

  // The reserve first: clearing up needs some itself. Then the log, whose room is used again once
  // all of it is in the file; then old records. False: none was found.
  bool make_room() {
    const bool gave = room_.give();
    if (gave) platform::log_error(place_.folder.string() + ": the disk is full: make room");
    const auto emptied = database_->checkpoint();
    std::size_t gone = 0;
    unsure_ = !emptied && database_->unsure();  // a write that failed now is seen to first
    if (unsure_) return true;
    const auto pruned = prune_some(kept_when_full_ms, gone);
    unsure_ = !pruned && database_->unsure();
    return unsure_ || gave || (emptied && pruned && gone > 0);
  }

  // One that an epoch before noted may never have reached the backend.
  Status find_unnoted(record::Epoch epoch, std::uint64_t first, std::optional<record::Gap>& gap) {
    auto found = find_gap(*database_, epoch, first);
    if (!found) return found.error();
    gap = *std::move(found);
    const auto noted = read_gaps(*database_);
    if (!noted) return noted.error();
    for (const auto& known : *noted) {
      if (gap == known.gap && known.noted_epoch == tail_.head.epoch) gap.reset();
    }
    return Done{};
  }

  Status prune_some(std::int64_t age_ms, std::size_t& gone) {
    auto transaction = platform::Transaction::begin(*database_);
    if (!transaction) return transaction.error();
    const auto removed = prune(*database_, age_ms, prune_at_once);
    if (!removed) return removed.error();
    gone = *removed;
    if (gone == 0) return Done{};
    return transaction->commit();
  }

  Status salvage_some(bool& more) {
    if (!salvage_) return Done{};
    const auto stepped = salvage_->step(*database_);
    salvage_figures_ = salvage_->figures();
    if (!stepped) {
      salvage_.emplace(place_, keys_, kiosk_);  // from the beginning, which does no harm
      return stepped.error();
    }
    more = *stepped;
    if (!more) salvage_.reset();
    return Done{};
  }

  // As much room as a visit takes, so that the next answer does not fail where this did not.
  Status try_probe() {
    if (auto kept = store_pending(); !kept) return kept;
    auto transaction = platform::Transaction::begin(*database_);
    if (!transaction) return transaction.error();
    if (auto kept = write_setting(*database_, probe_setting, record::Bytes(probe_bytes)); !kept) {
      return kept;
    }
    return transaction->commit();
  }

  // From here on these bytes, and no others, are the next in the chain.
  Status sign(const record::Body& body) {
    const record::Moment now = moment_now(clock_);
    Pending pending{body, {}, tail_, false};
    if (const auto step = step_between(tail_.moment, now)) {
      if (auto ready = add(pending, *step, now); !ready) return ready;
    }
    if (auto ready = add(pending, body, now); !ready) return ready;
    pending_ = std::move(pending);
    return Done{};
  }

  Status add(Pending& pending, const record::Body& body, const record::Moment& now) const {
    record::Record record;
    record.kiosk = kiosk_;
    record.epoch = pending.after.head.epoch;
    record.sequence = pending.after.head.sequence + 1;
    record.previous = pending.after.head.hash;
    record.moment = now;
    record.kind = record::kind_of(body);
    record.body = body;
    RecordRow row;
    row.cose = record::seal(record, key_);
    if (auto readable = check_readable(row.cose); !readable) return readable;
    row.place = {record.epoch, record.sequence, record::hash_of(row.cose)};
    row.kind = record.kind;
    row.counts = counted(pending.after.counts, body);
    pending.after = {row.place, row.kind, now, row.counts};
    pending.rows.push_back(std::move(row));
    return Done{};
  }

  Status store_pending() {
    if (!pending_) return Done{};
    if (pending_->after.head.epoch != tail_.head.epoch) return supersede_pending();
    if (std::exchange(pending_->tried, true)) {
      const auto stored = is_stored();
      if (!stored) return stored.error();
      if (*stored) return settle_pending();
    }
    return write_pending();
  }

  // A commit that failed may have reached the file all the same.
  Result<bool> is_stored() {
    const auto last = read_last_record(*database_, tail_.head.epoch);
    if (!last) return last.error();
    if (*last && (*last)->place == pending_->after.head) return true;
    if (*last && (*last)->place == tail_.head) return false;
    broken_ = true;
    return Error{database_->file() + ": does not end where it did: report this"};
  }

  // Signed, and not known to be stored.
  std::vector<record::Hash> unconfirmed() const {
    std::vector<record::Hash> hashes = superseded_;
    if (!pending_) return hashes;
    for (const auto& row : pending_->rows) hashes.push_back(row.place.hash);
    return hashes;
  }

  // The epoch that it was signed for is over. What it says is signed for the new one, whose
  // beginning says that the old bytes, wherever they may lie, count for nothing.
  Status supersede_pending() {
    std::vector<RecordRow> old = std::move(pending_->rows);
    const record::Body body = std::move(pending_->body);
    pending_.reset();
    if (auto ready = sign(body); !ready) return ready;
    for (const auto& row : old) superseded_.push_back(row.place.hash);
    pending_->tried = true;
    return write_pending();
  }

  Status write_pending() {
    auto transaction = platform::Transaction::begin(*database_);
    if (!transaction) return transaction.error();
    for (const auto& row : pending_->rows) {
      if (auto kept = write_record(*database_, row); !kept) return kept;
      if (row.kind != record::Kind::staff_action) continue;
      if (auto kept = write_setting(*database_, staff_setting, row.cose); !kept) return kept;
    }
    if (auto kept = transaction->commit(); !kept) return kept;
    return settle_pending();
  }

  Status settle_pending() {
    tail_ = pending_->after;
    pending_.reset();
    superseded_.clear();
    return Done{};
  }

  // In the key store, which is not the journal: so that a journal that was put back shows.
  void remember_head() {
    if (auto kept = keys_.remember_head(tail_.head); !kept) {
      platform::log_error(kept.error().message);
    }
    remembered_ms_ = clock_.monotonic_ms();
  }
  void remember_head_now_and_then() {
    if (clock_.monotonic_ms() >= remembered_ms_ + remember_every_ms) remember_head();
  }

  // A record that verifiers refuse would spoil the chain for ever.
  static Status check_readable(record::BytesView cose) {
    const auto opened = record::open_unverified(cose);
    if (opened.verdict == record::Verdict::good &&
        !std::holds_alternative<record::UnreadableBody>(opened.record.body)) {
      return Done{};
    }
    return Error{"journal: a record that no verifier would read (" +
                 std::string(record::to_string(opened.verdict)) + ") was not kept: report this"};
  }

  JournalPlace place_;
  std::unique_ptr<platform::DiskLock> lock_;
  EpochKeys keys_;
  std::optional<platform::Database> database_;  // none: it could not be opened anew
  const platform::Clock& clock_;
  record::KioskId kiosk_;
  record::SigningKey key_;
  Tail tail_;  // all up to here is durable
  std::optional<Pending> pending_;
  std::vector<record::Hash> superseded_;  // of what is pending, for epochs that are over
  bool broken_ = false;                   // the chain in the file is not what was signed
  bool unsure_ = false;                   // a write failed: nothing may be written to this file
  std::uint64_t failed_writes_ = 0;
  JournalRoom room_;
  std::optional<Salvage> salvage_;  // while there is something to salvage, into the file in use
  SalvageFigures salvage_figures_;
  std::uint64_t remembered_ms_ = 0;
};

Result<std::unique_ptr<Journal>> Journal::open(const std::filesystem::path& folder,
                                               platform::KeyStore& keys,
                                               const platform::Clock& clock,
                                               std::shared_ptr<platform::Disk> disk) {
  EpochKeys epoch_keys(keys);
  const JournalPlace place{folder, std::move(disk)};
  if (auto made = place.disk->make_folder(folder, 0700); !made) return made.error();
  auto lock = place.disk->lock(folder / "journal.lock");
  if (!lock) return lock.error();
  const auto known = epoch_keys.last_head();
  if (!known) return known.error();
  auto opened = open_journal(place, epoch_keys, clock, {{}, *known});
  if (!opened) return opened.error();
  return std::unique_ptr<Journal>(new Journal(
      std::make_unique<Impl>(place, std::move(*lock), epoch_keys, std::move(*opened), clock)));
}

Journal::Journal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Journal::~Journal() = default;

Result<std::uint64_t> Journal::append(const record::Body& body) {
  return impl_->append(body);
}
Result<std::optional<std::uint64_t>> Journal::append_head(bool anyway) {
  return impl_->append_head(anyway);
}
Status Journal::keep_receipt(const record::Receipt& receipt) {
  return impl_->keep_receipt(receipt);
}
Status Journal::begin_delivery_anew(const record::Receipt& receipt) {
  return impl_->begin_delivery_anew(receipt);
}
Status Journal::rotate_key(record::EpochReason reason) {
  return impl_->rotate_key(reason);
}
Status Journal::note_gap(record::Epoch epoch, std::uint64_t first) {
  return impl_->note_gap(epoch, first);
}
Status Journal::probe() {
  return impl_->probe();
}
Result<bool> Journal::tidy() {
  return impl_->tidy();
}
SalvageFigures Journal::salvaged() const {
  return impl_->salvaged();
}
Status Journal::checkpoint() {
  return impl_->checkpoint();
}
const platform::Clock& Journal::clock() const {
  return impl_->clock();
}
const record::KioskId& Journal::kiosk() const {
  return impl_->kiosk();
}
record::ChainHead Journal::head() const {
  return impl_->tail().head;
}
Counts Journal::counts() const {
  return impl_->tail().counts;
}
Result<std::optional<record::StaffAction>> Journal::last_staff_action() const {
  const auto record = impl_->last_staff_record();
  if (!record) return record.error();
  if (!*record) return std::optional<record::StaffAction>{};
  return std::optional(std::get<record::StaffAction>((*record)->body));
}
std::optional<record::Moment> Journal::last_staff_moment() const {
  const auto record = impl_->last_staff_record();
  return record && *record ? std::optional((*record)->moment) : std::nullopt;
}

}  // namespace smilepost::kiosk
