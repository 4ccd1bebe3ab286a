#include "backend/tally.h"

#include "backend/sql.h"

namespace smilepost::backend {

constexpr std::int64_t longest_way_ms = 60'000;

using record::Answer;
using record::Reasons;
using record::Vote;

Status Tally::count(const record::Record& record, std::int64_t received_ms) {
  if (auto done = note_clock(record, received_ms); !done) return done;
  if (record.kind == record::Kind::answer) {
    if (auto done = add_one("answers"); !done) return done;
  }
  if (std::holds_alternative<record::UnreadableBody>(record.body)) {
    return raise(record.sequence, Raised::unreadable);
  }
  if (const auto* head = std::get_if<record::HeadReport>(&record.body)) {
    return report(record.sequence, *head, received_ms);
  }
  const auto* answer = std::get_if<Answer>(&record.body);
  return answer ? count_answer(record, *answer, received_ms) : Done{};
}

// Whoever synchronised a clock that ran free vouches for the boot, though not for each visit's
// time. So does a head, signed just before it is sent, that arrives when it says.
Status Tally::note_clock(const record::Record& record, std::int64_t received_ms) {
  const record::Moment& moment = record.moment;
  const bool in_time = record.kind == record::Kind::head &&
                       moment.wall_ms > received_ms - longest_way_ms &&
                       moment.wall_ms < received_ms + longest_way_ms;
  const bool confirmed = in_time || moment.clock == record::ClockState::synchronised;
  if (!confirmed || confirmed_ == moment.boot) return Done{};
  confirmed_ = moment.boot;
  return run(database_, "INSERT INTO confirmed_boot VALUES (?, ?) ON CONFLICT DO NOTHING", kiosk_,
             moment.boot);
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

// A clock that was never set may say 1970: then the arrival decides the day, and is marked as such.
Status Tally::begin_visit(const record::Record& record, const Answer& answer,
                          std::int64_t received_ms) {
  const bool by_arrival = record.moment.clock == record::ClockState::unset;
  std::optional<record::BytesView> free_boot;
  if (record.moment.clock == record::ClockState::free_running) free_boot = record.moment.boot;
  const auto* vote = std::get_if<Vote>(&answer.value);
  std::optional<std::int64_t> value;
  std::optional<std::int64_t> steps;
  if (vote) value = vote->value;
  if (vote) steps = vote->steps;
  Status begun = run(database_, "INSERT INTO visit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", kiosk_,
                     epoch_, record.sequence, by_arrival ? received_ms : record.moment.wall_ms,
                     by_arrival, free_boot, answer.question, value, steps, answer.leads_to);
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
  return add_one(why == Raised::unreadable      ? "unreadable"
                 : why == Raised::without_visit ? "without_visit"
                                                : "implausible");
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
             "reported_stored = answers, reported_ms = ?, software = ? "
             "WHERE kiosk = ? AND epoch = ?",
             sequence, head.answer_records, head.visits, received_ms, head.software, kiosk_,
             epoch_);
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
