#include "kiosk/journal/journal.h"

#include <cstdlib>
#include <functional>

#include "kiosk/journal/journal_opening.h"
#include "kiosk/journal/moment.h"

namespace smilepost::kiosk {
namespace {

constexpr std::string_view staff_setting = "staff";
constexpr std::string_view probe_setting = "probe";
constexpr std::size_t probe_bytes = std::size_t{16} << 10;

// Only the journal itself opens epochs, and nobody appends what cannot be read.
bool may_be_appended(const record::Body& body) {
  return !std::holds_alternative<record::EpochOpened>(body) &&
         !std::holds_alternative<record::UnreadableBody>(body);
}

}  // namespace

class Journal::Impl {
 public:
  Impl(std::filesystem::path folder, platform::FileLock lock, EpochKeys keys, OpenedJournal opened,
       const platform::Clock& clock)
      : folder_(std::move(folder)),
        lock_(std::move(lock)),
        keys_(keys),
        database_(std::move(opened.database)),
        clock_(clock),
        kiosk_(opened.kiosk),
        key_(std::move(opened.key)),
        tail_(opened.tail) {}

  Result<std::uint64_t> append(const record::Body& body) {
    if (!may_be_appended(body)) std::abort();
    if (auto sure = persist([&] { return make_sure_of_tail(); }); !sure) return sure.error();
    const record::ChainHead before = tail_.head;
    return persist([&]() -> Result<std::uint64_t> {
      // What the attempt before could not finish may have reached the disk all the same.
      if (tail_.head.epoch == before.epoch && tail_.head != before) return tail_.head.sequence;
      return try_append(body);
    });
  }

  Result<std::optional<std::uint64_t>> append_head(bool anyway) {
    if (auto sure = persist([&] { return make_sure_of_tail(); }); !sure) return sure.error();
    if (tail_.kind == record::Kind::head && !anyway) return std::optional<std::uint64_t>{};
    const auto sequence = append(
        record::HeadReport{tail_.counts.answer_records, tail_.counts.visits, SMILEPOST_VERSION});
    if (!sequence) return sequence.error();
    return std::optional(*sequence);
  }

  // In place of those that `drop` drops.
  Status keep_receipt(const record::Receipt& receipt, const std::function<Status()>& drop) {
    if (!database_) return not_open();
    auto transaction = platform::Transaction::begin(*database_);
    if (!transaction) return transaction.error();
    if (auto fits = check_receipt(receipt); !fits) return fits;
    if (auto dropped = drop(); !dropped) return dropped;
    if (auto kept = write_receipt(*database_, receipt); !kept) return kept;
    return transaction->commit();
  }

  Status keep_receipt(const record::Receipt& receipt) {
    return keep_receipt(receipt, [&] {
      return drop_receipts_of_other_generations(*database_, receipt.generation);
    });
  }

  Status begin_delivery_anew(const record::Receipt& receipt) {
    return keep_receipt(receipt, [&] { return drop_receipts(*database_); });
  }

  Status probe() {
    return persist([&] { return try_probe(); });
  }

  // Passive: takes what no reader still needs, and never waits for one.
  Status checkpoint() {
    if (!database_) return not_open();
    return database_->execute("PRAGMA wal_checkpoint(PASSIVE)");
  }

  Result<std::optional<record::StaffAction>> last_staff_action() {
    if (!database_) return not_open();
    const auto cose = read_setting(*database_, staff_setting);
    if (!cose) return cose.error();
    if (!*cose) return std::optional<record::StaffAction>{};
    const auto opened = record::open_unverified(**cose);
    const auto* action = std::get_if<record::StaffAction>(&opened.record.body);
    if (opened.verdict != record::Verdict::good || action == nullptr) {
      return Error{database_->file() + ": the staff's last choice cannot be read: choose again"};
    }
    return std::optional(*action);
  }

  const platform::Clock& clock() const { return clock_; }
  const record::KioskId& kiosk() const { return kiosk_; }
  const Tail& tail() const { return tail_; }

 private:
  // A file that is damaged while it is open must not keep the kiosk on its break. It is opened
  // anew, which finds most damage; if that does not help, it has to make way.
  template <class Attempt>
  auto persist(const Attempt& attempt) -> decltype(attempt()) {
    auto done = attempt();
    for (const bool make_way : {false, true}) {
      if (done || !unusable()) return done;
      const auto why = make_way ? std::optional(done.error()) : std::nullopt;
      if (auto opened = reopen(why); !opened) return opened.error();
      done = attempt();
    }
    return done;
  }

  // To be asked after an Error.
  bool unusable() const { return !database_ || broken_ || database_->damaged(); }

  Error not_open() const { return Error{(folder_ / journal_file).string() + ": not open"}; }

  // Closed first: as the last one to close, it would take the new file's log for its own.
  Status reopen(const std::optional<Error>& unusable) {
    database_.reset();
    auto opened = open_journal(folder_, keys_, clock_, unusable);
    if (!opened) return opened.error();
    database_ = std::move(opened->database);
    key_ = std::move(opened->key);
    tail_ = opened->tail;
    in_doubt_ = broken_ = false;
    return Done{};
  }

  Result<std::uint64_t> try_append(const record::Body& body) {
    if (auto sure = make_sure_of_tail(); !sure) return sure.error();
    in_doubt_ = true;
    const record::Moment now = moment_now(clock_);
    Tail tail = tail_;  // becomes ours only once it is durable
    auto transaction = platform::Transaction::begin(*database_);
    if (!transaction) return transaction.error();
    if (const auto step = step_between(tail.moment, now)) {
      if (auto kept = add(tail, *step, now); !kept) return kept.error();
    }
    if (auto kept = add(tail, body, now); !kept) return kept.error();
    if (auto kept = transaction->commit(); !kept) return kept.error();
    in_doubt_ = false;
    tail_ = tail;
    return tail_.head.sequence;
  }

  // As much room as a visit takes, so that the next answer does not fail where this did not.
  Status try_probe() {
    if (auto sure = make_sure_of_tail(); !sure) return sure;
    auto transaction = platform::Transaction::begin(*database_);
    if (!transaction) return transaction.error();
    if (auto kept = write_setting(*database_, probe_setting, record::Bytes(probe_bytes)); !kept) {
      return kept;
    }
    return transaction->commit();
  }

  // An append that failed may have reached the disk all the same: what the file says counts.
  Status make_sure_of_tail() {
    if (!database_) return not_open();
    if (!in_doubt_) return Done{};
    auto tail = check_tail(*database_, kiosk_, {tail_.head.epoch, key_.public_key(), {}},
                           CheckFrom::newest_head);
    if (const auto* fault = std::get_if<OpeningFault>(&tail)) {
      broken_ = fault->damaged || fault->sure;
      return fault->error;
    }
    tail_ = std::get<Tail>(tail);
    in_doubt_ = false;
    return Done{};
  }

  // Within a transaction: signs and stores one record, and moves `tail` on to it.
  Status add(Tail& tail, const record::Body& body, const record::Moment& now) {
    record::Record record;
    record.kiosk = kiosk_;
    record.epoch = tail.head.epoch;
    record.sequence = tail.head.sequence + 1;
    record.previous = tail.head.hash;
    record.moment = now;
    record.kind = record::kind_of(body);
    record.body = body;
    RecordRow row;
    row.cose = record::seal(record, key_);
    if (auto readable = check_readable(row.cose); !readable) return readable;
    row.place = {record.epoch, record.sequence, record::hash_of(row.cose)};
    row.kind = record.kind;
    row.counts = counted(tail.counts, body);
    if (auto kept = write_record(*database_, row); !kept) return kept;
    tail = {row.place, row.kind, now, row.counts};
    if (row.kind != record::Kind::staff_action) return Done{};
    return write_setting(*database_, staff_setting, row.cose);
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

  Status check_receipt(const record::Receipt& receipt) {
    const auto contradicts = [&](std::string_view what) {
      return Error{"receipt contradicts " + database_->file() + ": " + std::string(what) +
                   ": check that the backend is the one this kiosk was enrolled with"};
    };
    if (receipt.kiosk != kiosk_) return contradicts("it is another kiosk's");
    const auto last = read_last_record(*database_, receipt.epoch);
    if (!last) return last.error();
    if (!*last) return contradicts("it names an epoch that is not here");
    if (!receipt.head) return Done{};
    if (receipt.head->epoch != receipt.epoch) return contradicts("it names two epochs");
    const auto row = read_record(*database_, receipt.epoch, receipt.head->sequence);
    if (!row) return row.error();
    if (!*row) return contradicts("it names a record that is not here");
    if ((*row)->place.hash != receipt.head->hash) {
      return contradicts("record " + std::to_string(receipt.head->sequence) + " is another here");
    }
    return Done{};
  }

  std::filesystem::path folder_;
  platform::FileLock lock_;
  EpochKeys keys_;
  std::optional<platform::Database> database_;  // none: it could not be opened anew
  const platform::Clock& clock_;
  record::KioskId kiosk_;
  record::SigningKey key_;
  Tail tail_;
  bool in_doubt_ = false;
  bool broken_ = false;  // the chain in the file is not what was signed
};

Result<std::unique_ptr<Journal>> Journal::open(const std::filesystem::path& folder,
                                               platform::KeyStore& keys,
                                               const platform::Clock& clock) {
  EpochKeys epoch_keys(keys);
  auto lock = lock_journal(folder);
  if (!lock) return lock.error();
  auto opened = open_journal(folder, epoch_keys, clock);
  if (!opened) return opened.error();
  return std::unique_ptr<Journal>(new Journal(
      std::make_unique<Impl>(folder, std::move(*lock), epoch_keys, std::move(*opened), clock)));
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
Status Journal::probe() {
  return impl_->probe();
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
  return impl_->last_staff_action();
}

}  // namespace smilepost::kiosk
