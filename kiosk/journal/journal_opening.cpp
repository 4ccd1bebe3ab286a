#include "kiosk/journal/journal_opening.h"

#include <algorithm>

#include "kiosk/journal/journal_schema.h"
#include "kiosk/journal/moment.h"
#include "platform/log.h"

namespace smilepost::kiosk {
namespace {

using platform::Database;
using record::EpochReason;

// A database of ours; where there is an epoch, the newest one's tail, or where it is broken.
struct Content {
  Database database;
  std::optional<record::KioskId> kiosk;
  std::vector<StoredEpoch> epochs;
  std::optional<Tail> tail;
  std::optional<OpeningFault> broken;
};

// Why a new epoch begins, and what it can say about the one before.
struct Beginning {
  EpochReason reason = EpochReason::first_start;
  std::optional<record::KioskId> kiosk;  // nothing: the new key makes one
  std::optional<record::ChainHead> previous_head;
  std::optional<record::SigningKey> endorsing_key;
  std::vector<record::Hash> superseded{};
};

// WAL: one fsync a commit. FULL: that fsync is there. Checkpoints only when idle.
constexpr std::string_view connection_settings =
    "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = ON; "
    "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = "
    "4194304;";

// To its end: it says "wal" first, and writes that into the file afterwards. Where that fails,
// SQLite would go on with a rollback journal, whose last commit a power cut may take back.
Status use_wal(Database& database) {
  auto statement = database.prepare("PRAGMA journal_mode = WAL");
  if (!statement) return statement.error();
  const auto row = statement->step();
  if (!row) return row.error();
  const bool wal = *row && statement->text(0) == "wal";
  if (auto done = statement->run(); !done) return done;
  if (wal) return Done{};
  return Error{database.file() + ": this file system does not allow a write-ahead log: put the " +
               "state on a local disk"};
}

// Migrations first: they refuse a file that is not ours before anything touches it.
Status prepare_database(Database& database) {
  if (auto set = database.execute(connection_settings); !set) return set;
  if (auto ready = migrate_journal(database); !ready) return ready;
  return use_wal(database);
}

Status read_identity(Content& content) {
  const auto kiosk = read_kiosk(content.database);
  if (!kiosk) return kiosk.error();
  auto epochs = read_epochs(content.database);
  if (!epochs) return epochs.error();
  content.kiosk = *kiosk;
  content.epochs = std::move(*epochs);
  return Done{};
}

std::variant<Content, OpeningFault> open_content(const JournalPlace& place) {
  bool damaged = false;
  auto database = Database::open(place.file(), {.vfs = place.disk->vfs()}, &damaged);
  if (!database) return OpeningFault{database.error(), damaged, {}};
  Content content{std::move(*database), {}, {}, {}, {}};
  content.database.keep_log_on_close(true);  // until it is known to be whole
  const auto fault = [&](const Error& error) {
    return OpeningFault{error, content.database.damaged(), {}};
  };
  if (auto ready = prepare_database(content.database); !ready) return fault(ready.error());
  if (auto known = read_identity(content); !known) return fault(known.error());
  if (content.epochs.empty()) return content;
  if (!content.kiosk) {
    return OpeningFault{Error{content.database.file() + ": epochs without a kiosk"}, true, {}};
  }
  auto tail =
      check_tail(content.database, *content.kiosk, content.epochs.back(), CheckFrom::acknowledged);
  if (const auto* good = std::get_if<Tail>(&tail)) {
    content.tail = *good;
    return content;
  }
  auto& wrong = std::get<OpeningFault>(tail);
  if (!wrong.sure) return std::move(wrong);
  content.broken = std::move(wrong);
  return content;
}

// The second part: whether a damaged file had to make way.
Result<std::pair<Content, bool>> open_or_replace(const JournalPlace& place, std::int64_t wall_ms,
                                                 const std::optional<Error>& unusable) {
  if (auto settled = settle_files(place, wall_ms); !settled) return settled.error();
  std::variant<Content, OpeningFault> content = OpeningFault{unusable.value_or(Error{}), true, {}};
  if (!unusable) content = open_content(place);
  if (auto* good = std::get_if<Content>(&content)) return std::pair(std::move(*good), false);
  const OpeningFault fault = std::get<OpeningFault>(content);
  if (!fault.damaged) return fault.error;
  const auto aside = move_aside(place, wall_ms);
  if (!aside) return aside.error();
  platform::log_error("journal damaged (" + fault.error.message + "), kept as " + aside->string());
  content = open_content(place);
  if (auto* fresh = std::get_if<Content>(&content)) return std::pair(std::move(*fresh), true);
  return std::get<OpeningFault>(content).error;
}

// An empty journal. The pointer to the newest epoch is kept only after a record of it is durable,
// so that a first start cut short begins afresh.
Result<Beginning> beginning_without_journal(const EpochKeys& keys, bool damaged,
                                            const std::optional<record::ChainHead>& known) {
  const auto kiosk = keys.kiosk();
  if (!kiosk) return kiosk.error();
  const auto newest = keys.newest_epoch();
  if (!newest) return newest.error();
  Beginning beginning;
  if (!*kiosk || !*newest) return beginning;
  auto old_key = keys.key(**newest);
  if (!old_key) return old_key.error();
  beginning.reason = damaged ? EpochReason::journal_damaged : EpochReason::journal_lost;
  beginning.kiosk = *kiosk;
  beginning.previous_head = known;
  beginning.endorsing_key = std::move(*old_key);
  return beginning;
}

// Where the newest epoch ends. Where that is in doubt, what is known of it says how much there was.
record::ChainHead last_place(const Content& content,
                             const std::optional<record::ChainHead>& known) {
  if (content.tail) return content.tail->head;
  const record::ChainHead sure = *content.broken->sure;
  const bool further = known && known->epoch == sure.epoch && known->sequence > sure.sequence;
  return further ? *known : sure;
}

bool has_epoch(const std::vector<StoredEpoch>& epochs, record::Epoch epoch) {
  return std::any_of(epochs.begin(), epochs.end(),
                     [epoch](const auto& stored) { return stored.epoch == epoch; });
}

// Whether what was durable once is not here. A place in an earlier epoch may have been pruned.
Result<bool> lacks(Content& content, const record::ChainHead& known) {
  if (!has_epoch(content.epochs, known.epoch)) return true;
  const auto last = read_last_record(content.database, known.epoch);
  if (!last) return last.error();
  if (!*last || (*last)->place.sequence < known.sequence) return true;
  const auto row = read_record(content.database, known.epoch, known.sequence);
  if (!row) return row.error();
  return *row && (*row)->place != known;
}

Status check_owner(const Content& content, const EpochKeys& keys) {
  const auto kiosk = keys.kiosk();
  if (!kiosk) return kiosk.error();
  if (!*kiosk || **kiosk == *content.kiosk) return Done{};
  return Error{content.database.file() +
               ": another kiosk's journal than the keys belong to: put the two that belong " +
               "together back, or move this file aside"};
}

// An older state of this kiosk than what is known.
Result<Beginning> beginning_after_restore(const Content& content, const EpochKeys& keys,
                                          record::Epoch newest,
                                          const std::optional<record::ChainHead>& known) {
  auto key = keys.key(newest);
  if (!key) return key.error();
  return Beginning{EpochReason::card_restored, content.kiosk,
                   known ? *known : last_place(content, known), std::move(*key)};
}

// The file's newest epoch came after `newest`, which endorsed it: the power went before the key
// store knew of it.
Result<bool> follows(Content& content, const EpochKeys& keys, record::Epoch newest) {
  const auto row = read_record(content.database, content.epochs.back().epoch, 0);
  if (!row) return row.error();
  if (!*row) return false;
  const auto opened = record::open_unverified((*row)->cose);
  const auto* body = std::get_if<record::EpochOpened>(&opened.record.body);
  if (body == nullptr || !body->endorsement) return false;
  const auto key = keys.key(newest);
  if (!key) return key.error();
  return *key && record::verify((*key)->public_key(), body->public_key, *body->endorsement);
}

// Why the last record ended its epoch.
Result<EpochReason> reason_closed(Content& content) {
  const auto& head = content.tail->head;
  const auto row = read_record(content.database, head.epoch, head.sequence);
  if (!row) return row.error();
  if (!*row) return EpochReason::key_rotated;
  const auto opened = record::open_unverified((*row)->cose);
  const auto* body = std::get_if<record::EpochClosed>(&opened.record.body);
  return body == nullptr ? EpochReason::key_rotated : body->reason;
}

// Nothing where the newest epoch goes on.
Result<std::optional<Beginning>> beginning_after(Content& content, const EpochKeys& keys,
                                                 const std::optional<record::ChainHead>& known) {
  if (auto ours = check_owner(content, keys); !ours) return ours.error();
  const auto newest = keys.newest_epoch();
  if (!newest) return newest.error();
  const auto followed = *newest ? follows(content, keys, **newest) : Result<bool>(false);
  if (!followed) return followed.error();
  const auto older = known && !*followed ? lacks(content, *known) : Result<bool>(false);
  if (!older) return older.error();
  if (*newest && !*followed && (*older || !has_epoch(content.epochs, **newest))) {
    auto beginning = beginning_after_restore(content, keys, **newest, known);
    if (!beginning) return beginning.error();
    return std::optional(*std::move(beginning));
  }
  Beginning beginning{EpochReason::key_rotated, content.kiosk, last_place(content, known), {}};
  auto key = keys.key(content.epochs.back().epoch);
  if (!key) return key.error();
  const bool ours = *key && (*key)->public_key() == content.epochs.back().public_key;
  const bool closed = content.tail && content.tail->kind == record::Kind::epoch_closed;
  if (ours && !content.broken && !closed) return std::optional<Beginning>{};
  if (content.broken) beginning.reason = EpochReason::journal_damaged;
  if (closed) {
    const auto reason = reason_closed(content);
    if (!reason) return reason.error();
    beginning.reason = *reason;
  }
  if (ours) beginning.endorsing_key = std::move(*key);
  return std::optional(std::move(beginning));
}

// The row of a new epoch's first record; `key` is the epoch's.
RecordRow opening_row(const Beginning& beginning, record::Epoch epoch,
                      const record::SigningKey& key, const record::KioskId& kiosk,
                      const platform::Clock& clock) {
  record::EpochOpened body{
      key.public_key(), beginning.reason, beginning.previous_head, {}, beginning.superseded};
  if (beginning.endorsing_key) body.endorsement = beginning.endorsing_key->sign(body.public_key);
  record::Record record;
  record.kiosk = kiosk;
  record.epoch = epoch;
  record.moment = moment_now(clock);
  record.kind = record::Kind::epoch_opened;
  record.body = body;
  RecordRow row;
  row.cose = record::seal(record, key);
  row.kind = record.kind;
  row.place = {epoch, 0, record::hash_of(row.cose)};
  return row;
}

// It may have reached the file that the new epoch begins in.
Status remove_superseded(Database& database, const record::EpochOpened& opened) {
  if (!opened.previous_head) return Done{};
  for (const auto& hash : opened.superseded) {
    auto statement =
        database.prepare("DELETE FROM record WHERE epoch = ?1 AND sequence > ?2 AND hash = ?3");
    if (!statement) return statement.error();
    statement->bind(1, column(opened.previous_head->epoch))
        .bind(2, column(opened.previous_head->sequence))
        .bind(3, hash);
    if (auto done = statement->run(); !done) return done;
  }
  return Done{};
}

Status store_opening(Database& database, const record::KioskId& kiosk,
                     const record::PublicKey& public_key, const RecordRow& row) {
  auto transaction = platform::Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (auto done = write_kiosk(database, kiosk); !done) return done;
  if (auto done = write_epoch(database, row.place.epoch, public_key); !done) return done;
  if (auto done = write_record(database, row); !done) return done;
  const auto opened = record::open_unverified(row.cose).record;
  const auto& body = std::get<record::EpochOpened>(opened.body);
  if (auto done = remove_superseded(database, body); !done) return done;
  return transaction->commit();
}

struct Begun {
  record::KioskId kiosk;
  record::SigningKey key;
  Tail tail;
};

Result<Begun> begin_epoch(Database& database, const Beginning& beginning, EpochKeys& keys,
                          const platform::Clock& clock) {
  const record::Epoch epoch = record::random_u63();
  auto key = record::SigningKey::generate();
  const record::KioskId kiosk = beginning.kiosk.value_or(record::kiosk_id_of(key.public_key()));
  if (auto kept = keys.keep_key(epoch, key); !kept) return kept.error();
  const auto row = opening_row(beginning, epoch, key, kiosk, clock);
  if (auto kept = store_opening(database, kiosk, key.public_key(), row); !kept) {
    return kept.error();
  }
  const auto tail =
      check_tail(database, kiosk, {epoch, key.public_key(), {}}, CheckFrom::newest_head);
  if (const auto* fault = std::get_if<OpeningFault>(&tail)) return fault->error;
  return Begun{kiosk, std::move(key), std::get<Tail>(tail)};
}

Result<Begun> go_on(const Content& content, const EpochKeys& keys) {
  auto key = keys.key(content.epochs.back().epoch);
  if (!key) return key.error();
  return Begun{*content.kiosk, std::move(**key), *content.tail};
}

Result<Begun> begin_or_go_on(Content& content, bool damaged, EpochKeys& keys,
                             const platform::Clock& clock, const Knowledge& knowledge) {
  if (content.epochs.empty()) {
    auto beginning = beginning_without_journal(keys, damaged, knowledge.known);
    if (!beginning) return beginning.error();
    beginning->superseded = knowledge.pending;
    return begin_epoch(content.database, *beginning, keys, clock);
  }
  if (content.broken) platform::log_error("journal: " + content.broken->error.message);
  auto beginning = beginning_after(content, keys, knowledge.known);
  if (!beginning) return beginning.error();
  if (!*beginning) return go_on(content, keys);
  (*beginning)->superseded = knowledge.pending;
  return begin_epoch(content.database, **beginning, keys, clock);
}

}  // namespace

Result<OpenedJournal> open_journal(const JournalPlace& place, EpochKeys& keys,
                                   const platform::Clock& clock, const Knowledge& knowledge) {
  auto content = open_or_replace(place, clock.wall_ms(), knowledge.unusable);
  if (!content) return content.error();
  auto& [found, damaged] = *content;
  auto begun = begin_or_go_on(found, damaged, keys, clock, knowledge);
  if (!begun) return begun.error();
  if (auto known = keys.remember(begun->kiosk, begun->tail.head.epoch); !known) {
    return known.error();
  }
  // Of an epoch that begins: the place known before is in another one.
  const auto& head = begun->tail.head;
  if (head.sequence == 0) {
    if (auto known = keys.remember_head(head); !known) return known.error();
  }
  found.database.keep_log_on_close(false);
  return OpenedJournal{std::move(found.database), begun->kiosk, std::move(begun->key), begun->tail};
}

}  // namespace smilepost::kiosk
