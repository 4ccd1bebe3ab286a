#include "kiosk/journal/journal_opening.h"

#include <ctime>

#include "journal_migrations.h"
#include "kiosk/journal/moment.h"
#include "platform/log.h"
#include "platform/schema.h"

namespace smilepost::kiosk {
namespace {

using platform::Database;
using record::EpochReason;
namespace fs = std::filesystem;

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
};

// WAL: one fsync a commit. FULL: that fsync is there. Checkpoints only when idle.
constexpr std::string_view connection_settings =
    "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = ON; "
    "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;";

Status use_wal(Database& database) {
  auto statement = database.prepare("PRAGMA journal_mode = WAL");
  if (!statement) return statement.error();
  const auto row = statement->step();
  if (!row) return row.error();
  if (*row && statement->text(0) == "wal") return Done{};
  return Error{database.file() + ": this file system does not allow a write-ahead log: put the " +
               "state on a local disk"};
}

// Migrations first: they refuse a file that is not ours before anything touches it.
Status prepare_database(Database& database) {
  if (auto set = database.execute(connection_settings); !set) return set;
  if (auto ready = platform::migrate(database, migrations, journal_application_id); !ready) {
    return ready;
  }
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

std::variant<Content, OpeningFault> open_content(const fs::path& folder) {
  bool damaged = false;
  auto database = Database::open(folder / journal_file, {}, &damaged);
  if (!database) return OpeningFault{database.error(), damaged, {}};
  Content content{std::move(*database), {}, {}, {}, {}};
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

std::string utc_stamp(std::int64_t wall_ms) {
  const std::time_t seconds = wall_ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
  return {text, size};
}

// The main file first: what is left of it without its WAL must never be taken for whole.
Result<fs::path> move_aside(const fs::path& folder, std::int64_t wall_ms) {
  const fs::path file = folder / journal_file;
  const std::string base = file.string() + ".damaged-" + utc_stamp(wall_ms);
  fs::path aside = base;
  for (int i = 2; fs::exists(aside); ++i) aside = base + "-" + std::to_string(i);
  for (const char* end : {"", "-wal", "-shm"}) {
    std::error_code code;
    fs::rename(file.string() + end, aside.string() + end, code);
    if (code && code != std::errc::no_such_file_or_directory) {
      return Error{file.string() + end + ": cannot be moved aside (" + code.message() +
                   "): move it away by hand"};
    }
  }
  if (auto durable = platform::sync_folder(folder); !durable) return durable.error();
  return aside;
}

// The second part: whether a damaged file had to make way.
Result<std::pair<Content, bool>> open_or_replace(const fs::path& folder, std::int64_t wall_ms,
                                                 const std::optional<Error>& unusable) {
  std::variant<Content, OpeningFault> content = OpeningFault{unusable.value_or(Error{}), true, {}};
  if (!unusable) content = open_content(folder);
  if (auto* good = std::get_if<Content>(&content)) return std::pair(std::move(*good), false);
  const OpeningFault fault = std::get<OpeningFault>(content);
  if (!fault.damaged) return fault.error;
  const auto aside = move_aside(folder, wall_ms);
  if (!aside) return aside.error();
  platform::log_error("journal damaged (" + fault.error.message + "), kept as " + aside->string());
  content = open_content(folder);
  if (auto* fresh = std::get_if<Content>(&content)) return std::pair(std::move(*fresh), true);
  return std::get<OpeningFault>(content).error;
}

// An empty journal. The pointer to the newest epoch is kept only after a record of it is durable,
// so that a first start cut short begins afresh.
Result<Beginning> beginning_without_journal(const EpochKeys& keys, bool damaged) {
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
  beginning.endorsing_key = std::move(*old_key);
  return beginning;
}

// That of the newest epoch which is not in doubt.
record::ChainHead last_place(const Content& content) {
  return content.tail ? content.tail->head : *content.broken->sure;
}

bool knows(const std::vector<StoredEpoch>& epochs, record::Epoch epoch) {
  for (const auto& stored : epochs) {
    if (stored.epoch == epoch) return true;
  }
  return false;
}

// Nothing where the newest epoch goes on.
Result<std::optional<Beginning>> beginning_after(const Content& content, const EpochKeys& keys) {
  const auto kiosk = keys.kiosk();
  if (!kiosk) return kiosk.error();
  if (*kiosk && **kiosk != *content.kiosk) {
    return Error{content.database.file() +
                 ": another kiosk's journal than the keys belong to: put the two that belong " +
                 "together back, or move this file aside"};
  }
  const auto newest = keys.newest_epoch();
  if (!newest) return newest.error();
  Beginning beginning{EpochReason::key_rotated, content.kiosk, last_place(content), {}};
  if (*newest && !knows(content.epochs, **newest)) {
    auto newer_key = keys.key(**newest);
    if (!newer_key) return newer_key.error();
    beginning.reason = EpochReason::card_restored;
    beginning.endorsing_key = std::move(*newer_key);
    return std::optional(std::move(beginning));
  }
  auto key = keys.key(content.epochs.back().epoch);
  if (!key) return key.error();
  const bool ours = *key && (*key)->public_key() == content.epochs.back().public_key;
  if (ours && !content.broken) return std::optional<Beginning>{};
  if (content.broken) beginning.reason = EpochReason::journal_damaged;
  if (ours) beginning.endorsing_key = std::move(*key);
  return std::optional(std::move(beginning));
}

// The row of a new epoch's first record; `key` is the epoch's.
RecordRow opening_row(const Beginning& beginning, record::Epoch epoch,
                      const record::SigningKey& key, const record::KioskId& kiosk,
                      const platform::Clock& clock) {
  record::EpochOpened body{key.public_key(), beginning.reason, beginning.previous_head, {}};
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

Status store_opening(Database& database, const record::KioskId& kiosk,
                     const record::PublicKey& public_key, const RecordRow& row) {
  auto transaction = platform::Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (auto done = write_kiosk(database, kiosk); !done) return done;
  if (auto done = write_epoch(database, row.place.epoch, public_key); !done) return done;
  if (auto done = write_record(database, row); !done) return done;
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
                             const platform::Clock& clock) {
  if (content.epochs.empty()) {
    auto beginning = beginning_without_journal(keys, damaged);
    if (!beginning) return beginning.error();
    return begin_epoch(content.database, *beginning, keys, clock);
  }
  if (content.broken) platform::log_error("journal: " + content.broken->error.message);
  auto beginning = beginning_after(content, keys);
  if (!beginning) return beginning.error();
  if (!*beginning) return go_on(content, keys);
  return begin_epoch(content.database, **beginning, keys, clock);
}

}  // namespace

Result<platform::FileLock> lock_journal(const fs::path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) {
    return Error{folder.string() + ": cannot be made (" + code.message() +
                 "): name a folder that this user may write"};
  }
  return platform::FileLock::take(folder / "journal.lock");
}

Result<OpenedJournal> open_journal(const fs::path& folder, EpochKeys& keys,
                                   const platform::Clock& clock,
                                   const std::optional<Error>& unusable) {
  auto content = open_or_replace(folder, clock.wall_ms(), unusable);
  if (!content) return content.error();
  auto& [found, damaged] = *content;
  auto begun = begin_or_go_on(found, damaged, keys, clock);
  if (!begun) return begun.error();
  if (auto known = keys.remember(begun->kiosk, begun->tail.head.epoch); !known) {
    return known.error();
  }
  return OpenedJournal{std::move(found.database), begun->kiosk, std::move(begun->key), begun->tail};
}

}  // namespace smilepost::kiosk
