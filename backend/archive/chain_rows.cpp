#include "backend/archive/rows.h"

namespace smilepost::backend {
namespace {

using record::Health;

std::optional<std::uint64_t> natural_or_none(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(natural_at(row, column));
}

std::optional<Report> report_at(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  Report report{natural_at(row, column),
                natural_at(row, column + 1),
                natural_at(row, column + 2),
                natural_at(row, column + 3),
                row.integer(column + 4),
                row.text(column + 5),
                {}};
  int at = column + 6;
  for (const Health key : {Health::free_bytes, Health::failed_writes, Health::damaged_files}) {
    if (const auto figure = natural_or_none(row, at++)) report.health[key] = *figure;
  }
  return report;
}

std::optional<Opening> opening_at(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Opening{static_cast<record::EpochReason>(row.integer(column)), row.integer(column + 1),
                 natural_or_none(row, column + 2), natural_or_none(row, column + 3)};
}

ChainRow chain_at(const Row& row) {
  ChainRow chain;
  chain.key = {array_at<16>(row, 0), natural_at(row, 1), row.integer(2)};
  chain.public_key = array_at<32>(row, 3);
  chain.parent = integer_at(row, 4);
  chain.forked_at = natural_at(row, 5);
  chain.head_sequence = natural_at(row, 6);
  chain.head_hash = array_at<32>(row, 7);
  chain.closed = row.integer(8) != 0;
  chain.answers = natural_at(row, 9);
  chain.answers_before = natural_at(row, 10);
  chain.unreadable = natural_at(row, 11);
  chain.without_visit = natural_at(row, 12);
  chain.implausible = natural_at(row, 13);
  chain.wrong_times = natural_at(row, 14);
  chain.report = report_at(row, 15);
  chain.opening = opening_at(row, 24);
  return chain;
}

std::optional<std::uint64_t> figure(const std::optional<Report>& report, Health key) {
  if (!report) return std::nullopt;
  const auto found = report->health.find(key);
  return found == report->health.end() ? std::nullopt : std::optional(found->second);
}

// One of a report's or an opening's members, or null where there is none.
template <class Whole, class Member>
Value part(const std::optional<Whole>& whole, Member Whole::*member) {
  return whole ? to_value((*whole).*member) : Value();
}

}  // namespace

Status read_chains(Store& store, const std::set<EpochKey>& epochs,
                   std::map<ChainKey, ChainRow>& into) {
  Table keys({Column::blob, Column::integer});
  for (const auto& [kiosk, epoch] : epochs) keys.add(kiosk, epoch);
  return store.execute_for(
      "SELECT c.kiosk, c.epoch, c.branch, c.public_key, c.parent, c.forked_at, c.head_sequence, "
      "c.head_hash, c.closed, c.answers, c.answers_before, c.unreadable, c.without_visit, "
      "c.implausible, c.wrong_times, c.reported_sequence, c.reported_answers, c.reported_visits, "
      "c.reported_stored, c.reported_ms, c.software, c.free_bytes, c.failed_writes, "
      "c.damaged_files, c.reason, c.opened_ms, c.previous_epoch, c.previous_sequence "
      "FROM {rows} JOIN chain c ON c.kiosk = r.c1 AND c.epoch = r.c2",
      keys, [&](const Row& row) {
        ChainRow chain = chain_at(row);
        into.insert_or_assign(chain.key, std::move(chain));
      });
}

Status write_chains(Store& store, const std::vector<const ChainRow*>& rows) {
  using enum Column;
  Table table({blob,    integer, integer, blob,    integer, integer, integer,
               blob,    integer, integer, integer, integer, integer, integer,
               integer, integer, integer, integer, integer, integer, text,
               integer, integer, integer, integer, integer, integer, integer});
  for (const ChainRow* row : rows) {
    table.add(
        row->key.kiosk, row->key.epoch, row->key.branch, row->public_key, row->parent,
        row->forked_at, row->head_sequence, row->head_hash, row->closed, row->answers,
        row->answers_before, row->unreadable, row->without_visit, row->implausible,
        row->wrong_times, part(row->report, &Report::sequence), part(row->report, &Report::answers),
        part(row->report, &Report::visits), part(row->report, &Report::stored),
        part(row->report, &Report::received_ms), part(row->report, &Report::software),
        figure(row->report, Health::free_bytes), figure(row->report, Health::failed_writes),
        figure(row->report, Health::damaged_files), part(row->opening, &Opening::reason),
        part(row->opening, &Opening::received_ms), part(row->opening, &Opening::previous_epoch),
        part(row->opening, &Opening::previous_sequence));
  }
  return run_for(
      store,
      "INSERT INTO chain (kiosk, epoch, branch, public_key, parent, forked_at, head_sequence, "
      "head_hash, closed, answers, answers_before, unreadable, without_visit, implausible, "
      "wrong_times, reported_sequence, reported_answers, reported_visits, reported_stored, "
      "reported_ms, software, free_bytes, failed_writes, damaged_files, reason, opened_ms, "
      "previous_epoch, previous_sequence) SELECT * FROM {rows} WHERE true "
      "ON CONFLICT (kiosk, epoch, branch) DO UPDATE SET head_sequence = excluded.head_sequence, "
      "head_hash = excluded.head_hash, closed = excluded.closed, answers = excluded.answers, "
      "unreadable = excluded.unreadable, without_visit = excluded.without_visit, "
      "implausible = excluded.implausible, wrong_times = excluded.wrong_times, "
      "reported_sequence = excluded.reported_sequence, "
      "reported_answers = excluded.reported_answers, reported_visits = excluded.reported_visits, "
      "reported_stored = excluded.reported_stored, reported_ms = excluded.reported_ms, "
      "software = excluded.software, free_bytes = excluded.free_bytes, "
      "failed_writes = excluded.failed_writes, damaged_files = excluded.damaged_files",
      table);
}

}  // namespace smilepost::backend
