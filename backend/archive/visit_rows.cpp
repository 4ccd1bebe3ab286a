#include <limits>

#include "backend/archive/answers_text.h"
#include "backend/archive/rows.h"

namespace smilepost::backend {
namespace {

constexpr const char* columns =
    "v.kiosk, v.epoch, v.branch, v.sequence, v.boot, v.monotonic_ms, v.received_ms, v.clock, "
    "v.said_ms, v.by_arrival, v.believed_ms, v.corrected_ms, v.wrong_by_ms, v.audience, "
    "v.question, "
    "v.flags, v.answers";

std::optional<std::string> text_at(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.text(column));
}

VisitRow visit_at(const Row& row) {
  VisitRow visit;
  visit.key = {{array_at<16>(row, 0), natural_at(row, 1), row.integer(2)}, natural_at(row, 3)};
  visit.boot = array_at<16>(row, 4);
  visit.monotonic_ms = row.integer(5);
  visit.received_ms = row.integer(6);
  visit.clock = static_cast<record::ClockState>(row.integer(7));
  visit.said_ms = row.integer(8);
  visit.by_arrival = row.integer(9) != 0;
  visit.believed_ms = row.integer(10);
  visit.corrected_ms = integer_at(row, 11);
  visit.wrong_by_ms = integer_at(row, 12);
  visit.audience = static_cast<record::Audience>(row.integer(13));
  visit.question = text_at(row, 14);
  visit.flags = natural_at(row, 15);
  visit.answers = answers_from(row.text(16));
  return visit;
}

void keep(VisitRow&& visit, std::map<VisitKey, VisitRow>& into) {
  const VisitKey key = visit.key;
  into.try_emplace(key, std::move(visit));
}

using Found = std::map<VisitKey, VisitKey>;

Status read_visits_since(Store& store, const std::set<VisitKey>& answers, std::int64_t day,
                         Found& visit_of, std::map<VisitKey, VisitRow>& into) {
  using enum Column;
  Table keys({blob, integer, integer, integer, integer});
  for (const VisitKey& key : answers) {
    keys.add(key.chain.kiosk, key.chain.epoch, key.chain.branch, key.sequence, day);
  }
  return store.execute_for(
      std::string("SELECT ") + columns +
          ", r.c4 FROM {rows} JOIN record a ON a.kiosk = r.c1 AND a.epoch = r.c2 AND "
          "a.branch = r.c3 AND a.sequence = r.c4 AND a.received_day >= r.c5 "
          "JOIN visit v ON v.kiosk = a.kiosk AND v.epoch = a.epoch AND v.branch = a.branch AND "
          "v.sequence = a.visit AND v.received_day >= r.c5",
      keys, [&](const Row& row) {
        VisitRow visit = visit_at(row);
        visit_of.insert_or_assign(VisitKey{visit.key.chain, natural_at(row, 17)}, visit.key);
        keep(std::move(visit), into);
      });
}

}  // namespace

// A follow-up comes soon after its vote: only where it doesn't are all days' partitions asked.
Status read_visits_of(Store& store, const std::set<VisitKey>& answers, std::int64_t today,
                      Found& visit_of, std::map<VisitKey, VisitRow>& into) {
  if (answers.empty()) return Done{};
  if (auto done = read_visits_since(store, answers, today - 1, visit_of, into); !done) return done;
  std::set<VisitKey> older;
  for (const VisitKey& answer : answers) {
    if (visit_of.count(answer) == 0) older.insert(answer);
  }
  if (older.empty()) return Done{};
  return read_visits_since(store, older, std::numeric_limits<std::int64_t>::min(), visit_of, into);
}

// Where every visit had its time improved, a program start would cost a reading of all its boot.
Status read_improvable(Store& store, const ContactRow& contact, const VisitKey& after,
                       std::vector<VisitRow>& into) {
  return read(
      store,
      std::string("SELECT ") + columns +
          " FROM visit v WHERE v.kiosk = ?1 AND v.boot = ?2 AND "
          "(v.epoch, v.branch, v.sequence) > (?3, ?4, ?5) AND v.monotonic_ms >= 0 AND "
          "v.monotonic_ms < ?6 AND "
          "(v.wrong_by_ms IS NULL OR v.wrong_by_ms >= ?7 + abs(v.monotonic_ms - ?8) / ?9) "
          "ORDER BY v.epoch, v.branch, v.sequence LIMIT 1000",
      [&](const Row& row) { into.push_back(visit_at(row)); }, contact.key.kiosk, contact.key.boot,
      after.chain.epoch, after.chain.branch, after.sequence, Contact::largest_monotonic_ms,
      contact.contact.trip_ms / 2, contact.contact.middle_ms, Contact::drift);
}

Status read_visits(Store& store, const record::KioskId& kiosk,
                   const std::function<void(const VisitRow&)>& each) {
  return read(
      store, std::string("SELECT ") + columns + " FROM visit v WHERE v.kiosk = ?1",
      [&](const Row& row) { each(visit_at(row)); }, kiosk);
}

Status add_visits(Store& store, const std::vector<const VisitRow*>& rows) {
  using enum Column;
  Table table({blob, integer, integer, integer, integer, blob, integer, integer, integer, integer,
               integer, integer, integer, integer, integer, integer, text, integer, text});
  std::vector<std::string> answers;  // the table holds views of them
  answers.reserve(rows.size());
  for (const VisitRow* row : rows) {
    answers.push_back(text_of(row->answers));
    table.add(row->key.chain.kiosk, row->key.chain.epoch, row->key.chain.branch, row->key.sequence,
              day_received(row->received_ms), row->boot, row->monotonic_ms, row->received_ms,
              row->clock, row->said_ms, row->by_arrival, row->believed_ms, row->corrected_ms,
              row->wrong_by_ms, row->counted_ms(), row->audience, row->question, row->flags,
              answers.back());
  }
  return run_for(
      store,
      "INSERT INTO visit (kiosk, epoch, branch, sequence, received_day, boot, monotonic_ms, "
      "received_ms, clock, said_ms, by_arrival, believed_ms, corrected_ms, wrong_by_ms, "
      "counted_ms, audience, question, flags, answers) SELECT * FROM {rows}",
      table);
}

Status change_visits(Store& store, const std::vector<const VisitRow*>& rows) {
  using enum Column;
  Table table(
      {blob, integer, integer, integer, integer, integer, integer, integer, text, integer, text});
  std::vector<std::string> answers;
  answers.reserve(rows.size());
  for (const VisitRow* row : rows) {
    answers.push_back(text_of(row->answers));
    table.add(row->key.chain.kiosk, row->key.chain.epoch, row->key.chain.branch, row->key.sequence,
              day_received(row->received_ms), row->corrected_ms, row->wrong_by_ms,
              row->counted_ms(), row->question, row->flags, answers.back());
  }
  return run_for(
      store,
      "UPDATE visit SET corrected_ms = r.c6, wrong_by_ms = r.c7, counted_ms = r.c8, "
      "question = r.c9, flags = r.c10, answers = r.c11 "
      "FROM {rows} WHERE visit.kiosk = r.c1 AND visit.epoch = r.c2 AND visit.branch = r.c3 AND "
      "visit.sequence = r.c4 AND visit.received_day = r.c5",
      table);
}

Status read_contacts(Store& store, const std::set<BootKey>& boots,
                     std::map<BootKey, std::vector<Contact>>& into) {
  if (boots.empty()) return Done{};
  Table keys({Column::blob, Column::blob});
  for (const BootKey& key : boots) {
    keys.add(key.kiosk, key.boot);
    into.try_emplace(key);
  }
  return store.execute_for(
      "SELECT b.kiosk, b.boot, b.time_ms, b.middle_ms, b.trip_ms FROM {rows} JOIN boot_time b "
      "ON b.kiosk = r.c1 AND b.boot = r.c2",
      keys, [&](const Row& row) {
        into[{array_at<16>(row, 0), array_at<16>(row, 1)}].push_back(
            {row.integer(2), row.integer(3), row.integer(4)});
      });
}

Status add_contacts(Store& store, const std::vector<ContactRow>& rows) {
  using enum Column;
  Table table({blob, blob, integer, integer, integer, integer, integer, integer});
  for (const ContactRow& row : rows) {
    table.add(row.key.kiosk, row.key.boot, row.chain.epoch, row.chain.branch, row.sequence,
              row.contact.time_ms, row.contact.middle_ms, row.contact.trip_ms);
  }
  return run_for(
      store,
      "INSERT INTO boot_time (kiosk, boot, epoch, branch, sequence, time_ms, middle_ms, trip_ms) "
      "SELECT * FROM {rows}",
      table);
}

Status confirm_boots(Store& store, const std::set<BootKey>& boots) {
  Table table({Column::blob, Column::blob});
  for (const BootKey& key : boots) table.add(key.kiosk, key.boot);
  return run_for(store,
                 "INSERT INTO confirmed_boot (kiosk, boot) SELECT * FROM {rows} WHERE true "
                 "ON CONFLICT DO NOTHING",
                 table);
}

}  // namespace smilepost::backend
