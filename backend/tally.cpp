#include "backend/tally.h"

#include <cstdlib>

#include "backend/sql.h"

namespace smilepost::backend {

constexpr std::int64_t most_ahead_ms = 120'000;

using record::Answer;
using record::Health;
using record::Reasons;
using record::Vote;

static const char* counter_of(Raised why) {
  switch (why) {
    case Raised::unreadable:
      return "unreadable";
    case Raised::without_visit:
      return "without_visit";
    case Raised::implausible:
      return "implausible";
    case Raised::wrong_time:
      return "wrong_times";
  }
  std::abort();
}

static std::optional<std::uint64_t> figure(const record::HeadReport& head, Health key) {
  const auto found = head.health.find(key);
  return found == head.health.end() ? std::nullopt : std::optional(found->second);
}

Status Tally::count(const record::Record& record, std::int64_t received_ms) {
  if (auto done = boot_times_.note(record, received_ms); !done) return done;
  if (record.kind == record::Kind::answer) {
    if (auto done = add_one("answers"); !done) return done;
  }
  if (std::holds_alternative<record::UnreadableBody>(record.body)) {
    return raise(record.sequence, Raised::unreadable);
  }
  if (const auto* head = std::get_if<record::HeadReport>(&record.body)) {
    return report(record.sequence, *head, received_ms);
  }
  if (const auto* heard = std::get_if<record::TimeHeard>(&record.body)) {
    return hear(record, *heard, received_ms);
  }
  if (const auto* opened = std::get_if<record::EpochOpened>(&record.body)) {
    return open(*opened, received_ms);
  }
  if (const auto* gap = std::get_if<record::Gap>(&record.body)) return miss(*gap);
  const auto* answer = std::get_if<Answer>(&record.body);
  return answer ? count_answer(record, *answer, received_ms) : Done{};
}

// FORMAT.md, "How results count".
Status Tally::count_answer(const record::Record& record, const Answer& answer,
                           std::int64_t received_ms) {
  const auto visit = visit_of(answer);
  if (!visit) return visit.error();
  if (auto done = place(record.sequence, visit->value_or(record.sequence)); !done) return done;
  if (*visit) {
    return std::holds_alternative<Vote>(answer.value) ? change_vote(**visit, answer)
                                                      : change_reasons(**visit, answer);
  }
  if (answer.visit || answer.amends) {
    if (auto done = raise(record.sequence, Raised::without_visit); !done) return done;
  }
  return begin_visit(record, answer, received_ms);
}

// A clock that was never set may say 1970, and nothing can arrive before it was said: then the
// arrival decides the day, until a contact knows better, and is marked as such.
Status Tally::begin_visit(const record::Record& record, const Answer& answer,
                          std::int64_t received_ms) {
  const record::Moment& moment = record.moment;
  const bool by_arrival =
      moment.clock == record::ClockState::unset || moment.wall_ms > received_ms + most_ahead_ms;
  const auto corrected = boot_times_.corrected(moment, received_ms);
  if (!corrected) return corrected.error();
  const std::optional<CorrectedTime>& time = *corrected;
  const auto* vote = std::get_if<Vote>(&answer.value);
  Status begun = run(
      database_,
      "INSERT INTO visit (kiosk, epoch, sequence, boot, monotonic_ms, received_ms, "
      "clock, said_ms, by_arrival, believed_ms, corrected_ms, wrong_by_ms, "
      "question, value, steps, leads_to) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      kiosk_, epoch_, record.sequence, moment.boot, moment.monotonic_ms, received_ms,
      static_cast<int>(moment.clock), moment.wall_ms, by_arrival,
      by_arrival ? received_ms : moment.wall_ms, time ? std::optional(time->time_ms) : std::nullopt,
      time ? std::optional(time->wrong_by_ms) : std::nullopt, answer.question,
      vote ? std::optional<std::int64_t>(vote->value) : std::nullopt,
      vote ? std::optional<std::int64_t>(vote->steps) : std::nullopt, answer.leads_to);
  if (!begun || vote) return begun;
  return change_reasons(record.sequence, answer);
}

// Another question's vote within the visit is an answer record, but not the visit's vote. A visit
// may have begun without one.
Status Tally::change_vote(std::uint64_t visit, const Answer& answer) {
  const auto& vote = std::get<Vote>(answer.value);
  return run(database_,
             "UPDATE visit SET value = ?1, steps = ?2, leads_to = ?3, question = ?7 "
             "WHERE kiosk = ?4 AND epoch = ?5 AND sequence = ?6 "
             "AND (value IS NULL OR question = ?7)",
             vote.value, vote.steps, answer.leads_to, kiosk_, epoch_, visit, answer.question);
}

Status Tally::change_reasons(std::uint64_t visit, const Answer& answer) {
  Status cleared = run(
      database_, "DELETE FROM reason WHERE kiosk = ? AND epoch = ? AND visit = ? AND question = ?",
      kiosk_, epoch_, visit, answer.question);
  if (!cleared) return cleared;
  for (const std::string& chosen : std::get<Reasons>(answer.value).chosen) {
    Status added =
        run(database_, "INSERT INTO reason VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", kiosk_,
            epoch_, visit, answer.question, chosen);
    if (!added) return added;
  }
  return Done{};
}

Status Tally::hear(const record::Record& record, const record::TimeHeard& heard,
                   std::int64_t received_ms) {
  const auto believed = boot_times_.hear(record, heard, received_ms);
  if (!believed) return believed.error();
  return *believed ? Done{} : raise(record.sequence, Raised::wrong_time);
}

Status Tally::open(const record::EpochOpened& opened, std::int64_t received_ms) {
  const auto& previous = opened.previous_head;
  return run(database_,
             "UPDATE epoch SET reason = ?, opened_ms = ?, previous_epoch = ?, "
             "previous_sequence = ? WHERE kiosk = ? AND epoch = ?",
             static_cast<int>(opened.reason), received_ms,
             previous ? std::optional(previous->epoch) : std::nullopt,
             previous ? std::optional(previous->sequence) : std::nullopt, kiosk_, epoch_);
}

Status Tally::miss(const record::Gap& gap) {
  return run(database_, "INSERT OR REPLACE INTO gap VALUES (?, ?, ?, ?, ?, ?)", kiosk_, gap.epoch,
             gap.first, gap.last, gap.last_hash, gap.public_key);
}

Status Tally::add_one(const std::string& counter) {
  return run(database_,
             "UPDATE epoch SET " + counter + " = " + counter + " + 1 WHERE kiosk = ? AND epoch = ?",
             kiosk_, epoch_);
}

Status Tally::raise(std::uint64_t sequence, Raised why) {
  Status raised =
      run(database_, "UPDATE record SET raised = ? WHERE kiosk = ? AND epoch = ? AND sequence = ?",
          static_cast<int>(why), kiosk_, epoch_, sequence);
  if (!raised) return raised;
  return add_one(counter_of(why));
}

// No more answers can be before a record than records, and each visit has one at least. What says
// otherwise is kept and raised, but is no figure to compare with.
Status Tally::report(std::uint64_t sequence, const record::HeadReport& head,
                     std::int64_t received_ms) {
  if (head.answer_records > sequence || head.visits > head.answer_records) {
    return raise(sequence, Raised::implausible);
  }
  return run(database_,
             "UPDATE epoch SET reported_sequence = ?, reported_answers = ?, reported_visits = ?, "
             "reported_stored = answers, reported_ms = ?, software = ?, "
             "free_bytes = ?, failed_writes = ?, damaged_files = ? "
             "WHERE kiosk = ? AND epoch = ?",
             sequence, head.answer_records, head.visits, received_ms, head.software,
             figure(head, Health::free_bytes), figure(head, Health::failed_writes),
             figure(head, Health::damaged_files), kiosk_, epoch_);
}

// Nothing where the answer begins a visit: it names none, or none that is there.
Result<std::optional<std::uint64_t>> Tally::visit_of(const Answer& answer) const {
  if (answer.visit) {
    auto named = visit_at(*answer.visit);
    if (!named || *named == answer.visit) return named;
  }
  return answer.amends ? visit_at(*answer.amends) : std::optional<std::uint64_t>();
}

// The visit of the answer with this sequence; nothing where no readable answer is there yet.
Result<std::optional<std::uint64_t>> Tally::visit_at(std::uint64_t sequence) const {
  const auto row = first_row(database_,
                             "SELECT visit FROM record WHERE kiosk = ? AND epoch = ? "
                             "AND sequence = ? AND visit IS NOT NULL",
                             kiosk_, epoch_, sequence);
  if (!row) return row.error();
  if (!*row) return std::optional<std::uint64_t>();
  return std::optional(static_cast<std::uint64_t>((*row)->integer(0)));
}

Status Tally::place(std::uint64_t sequence, std::uint64_t visit) {
  return run(database_,
             "UPDATE record SET visit = ? WHERE kiosk = ? AND epoch = ? AND sequence = ?", visit,
             kiosk_, epoch_, sequence);
}

}  // namespace smilepost::backend
