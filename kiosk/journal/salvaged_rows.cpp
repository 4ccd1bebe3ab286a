#include "kiosk/journal/salvaged_rows.h"

#include "kiosk/journal/journal_tail.h"

namespace smilepost::kiosk {
namespace {

using platform::Database;

Result<bool> is_there(Result<platform::Statement> statement) {
  if (!statement) return statement.error();
  return statement->step();
}

// The newest epoch is whole: what else claims to be of it was never confirmed.
Result<bool> is_newest(Database& database, record::Epoch epoch) {
  auto statement = database.prepare(
      "SELECT 1 FROM epoch WHERE epoch = ?1 AND ordinal = (SELECT max(ordinal) FROM epoch)");
  if (statement) statement->bind(1, column(epoch));
  return is_there(std::move(statement));
}

Result<bool> is_superseded(Database& database, const record::Hash& hash) {
  auto statement = database.prepare("SELECT 1 FROM superseded WHERE hash = ?1");
  if (statement) statement->bind(1, hash);
  return is_there(std::move(statement));
}

Result<bool> is_wanted(Database& database, const record::ChainHead& place) {
  auto newest = is_newest(database, place.epoch);
  if (!newest) return newest;
  const auto row = read_record(database, place.epoch, place.sequence);
  if (!row) return row.error();
  auto superseded = is_superseded(database, place.hash);
  if (!superseded) return superseded;
  return !*newest && !*row && !*superseded;
}

struct Waiting {
  record::ChainHead place;
  record::Record record;
  record::Bytes cose;
};

// Of two for one place the one that the next record names; else the later one.
bool is_better(const Waiting& a, const Waiting& b, const std::optional<record::Hash>& named) {
  if (named && (a.place.hash == *named) != (b.place.hash == *named)) return a.place.hash == *named;
  if (a.record.moment.boot == b.record.moment.boot) {
    return a.record.moment.monotonic_ms > b.record.moment.monotonic_ms;
  }
  return a.record.moment.wall_ms > b.record.moment.wall_ms;
}

Result<std::vector<Waiting>> read_waiting(Database& database, record::Epoch epoch,
                                          std::size_t count) {
  auto statement =
      database.prepare("SELECT cose FROM salvaged WHERE epoch = ?1 ORDER BY sequence LIMIT ?2");
  if (!statement) return statement.error();
  statement->bind(1, column(epoch)).bind(2, column(count));
  std::vector<Waiting> waiting;
  for (;;) {
    const auto more = statement->step();
    if (!more) return more.error();
    if (!*more) return waiting;
    const auto blob = statement->blob(0);
    Waiting one{{}, {}, {blob.begin(), blob.end()}};
    one.record = record::open_unverified(one.cose).record;
    one.place = {epoch, one.record.sequence, record::hash_of(one.cose)};
    waiting.push_back(std::move(one));
  }
}

std::optional<record::Hash> named_by_next(const std::vector<Waiting>& waiting,
                                          std::uint64_t sequence) {
  for (const auto& one : waiting) {
    if (one.place.sequence == sequence + 1) return one.record.previous;
  }
  return {};
}

// Rivals for a place lie side by side.
std::vector<Waiting> without_rivals(std::vector<Waiting> waiting) {
  std::vector<Waiting> chosen;
  const std::vector<Waiting> all = waiting;
  for (auto& one : waiting) {
    if (chosen.empty() || chosen.back().place.sequence != one.place.sequence) {
      chosen.push_back(std::move(one));
    } else if (is_better(one, chosen.back(), named_by_next(all, one.place.sequence))) {
      chosen.back() = std::move(one);
    }
  }
  return chosen;
}

Status put_epoch_first(Database& database, record::Epoch epoch, const record::PublicKey& key) {
  auto statement = database.prepare(
      "INSERT INTO epoch (ordinal, epoch, public_key) "
      "SELECT ifnull(min(ordinal), 1) - 1, ?1, ?2 FROM epoch WHERE true ON CONFLICT DO NOTHING");
  if (!statement) return statement.error();
  return statement->bind(1, column(epoch)).bind(2, key).run();
}

// A head tells the figures; else they go on from the record before.
Counts counts_with(const Counts& before, const record::Record& record) {
  if (const auto* head = std::get_if<record::HeadReport>(&record.body)) {
    return {head->answer_records, head->visits};
  }
  return counted(before, record.body);
}

// What staff chose last is in force again, unless they chose since.
Status keep_choice(Database& database, const Waiting& one) {
  const auto kept = read_setting(database, staff_setting);
  if (!kept) return kept.error();
  if (*kept && record::open_unverified(**kept).record.epoch != one.place.epoch) return Done{};
  return write_setting(database, staff_setting, one.cose);
}

Status remove_waiting(Database& database, record::Epoch epoch, std::uint64_t up_to) {
  auto statement = database.prepare("DELETE FROM salvaged WHERE epoch = ?1 AND sequence <= ?2");
  if (!statement) return statement.error();
  return statement->bind(1, column(epoch)).bind(2, column(up_to)).run();
}

}  // namespace

Result<bool> keep_salvaged(Database& database, const record::ChainHead& place,
                           record::BytesView cose) {
  auto wanted = is_wanted(database, place);
  if (!wanted || !*wanted) return wanted;
  auto statement = database.prepare(
      "INSERT OR IGNORE INTO salvaged (epoch, sequence, hash, cose) VALUES (?1, ?2, ?3, ?4)");
  if (!statement) return statement.error();
  statement->bind(1, column(place.epoch)).bind(2, column(place.sequence)).bind(3, place.hash);
  if (auto done = statement->bind(4, cose).run(); !done) return done.error();
  return database.changes() > 0;
}

Result<std::optional<record::Epoch>> next_salvaged_epoch(Database& database) {
  // The one that the oldest epoch here names as the one before it; else any.
  auto statement = database.prepare(
      "SELECT cose FROM record WHERE sequence = 0 AND epoch = "
      "(SELECT epoch FROM epoch ORDER BY ordinal LIMIT 1)");
  if (!statement) return statement.error();
  std::uint64_t before = 0;
  const auto found = statement->step();
  if (!found) return found.error();
  if (*found) {
    const auto opened = record::open_unverified(statement->blob(0));
    const auto* body = std::get_if<record::EpochOpened>(&opened.record.body);
    if (body != nullptr && body->previous_head) before = body->previous_head->epoch;
  }
  auto waiting =
      database.prepare("SELECT epoch FROM salvaged ORDER BY epoch = ?1 DESC, epoch LIMIT 1");
  if (!waiting) return waiting.error();
  const auto more = waiting->bind(1, column(before)).step();
  if (!more) return more.error();
  if (!*more) return std::optional<record::Epoch>{};
  return std::optional(static_cast<record::Epoch>(waiting->integer(0)));
}

Result<std::size_t> move_salvaged(Database& database, const record::PublicKey& key,
                                  record::Epoch epoch, std::size_t count) {
  auto waiting = read_waiting(database, epoch, count);
  if (!waiting) return waiting.error();
  // The last one's rivals, and who names it, may not have been read.
  const bool cut = waiting->size() == count;
  auto chosen = without_rivals(*std::move(waiting));
  if (cut && chosen.size() > 2) chosen.resize(chosen.size() - 2);
  if (chosen.empty()) return std::size_t{0};
  if (auto put = put_epoch_first(database, epoch, key); !put) return put.error();
  const auto last = read_last_record(database, epoch);
  if (!last) return last.error();
  Counts counts = *last ? (*last)->counts : Counts{};
  for (auto& one : chosen) {
    const auto wanted = is_wanted(database, one.place);
    if (!wanted) return wanted.error();
    if (!*wanted) continue;
    counts = counts_with(counts, one.record);
    if (one.record.kind == record::Kind::staff_action) {
      if (auto kept = keep_choice(database, one); !kept) return kept.error();
    }
    const RecordRow row{one.place, one.record.kind, counts, std::move(one.cose)};
    if (auto kept = write_record(database, row); !kept) return kept.error();
  }
  if (auto gone = remove_waiting(database, epoch, chosen.back().place.sequence); !gone) {
    return gone.error();
  }
  return chosen.size();
}

}  // namespace smilepost::kiosk
