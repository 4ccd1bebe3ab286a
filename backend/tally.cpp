#include "backend/tally.h"

#include "backend/sql.h"

namespace smilepost::backend {

using record::Answer;
using record::Reasons;
using record::Vote;

Status Tally::count(const record::Record& record, std::int64_t received_ms) {
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
  if (!answer) return Done{};
  if (!answer->visit) return begin_visit(record, *answer, received_ms);
  const auto there = has_visit(*answer->visit);
  if (!there) return there.error();
  if (!*there) return raise(record.sequence, Raised::without_visit);
  return std::holds_alternative<Vote>(answer->value) ? change_vote(*answer->visit, *answer)
                                                     : change_reasons(*answer->visit, *answer);
}

// A clock that was never set may say 1970: then the arrival decides the day, and is marked as such.
Status Tally::begin_visit(const record::Record& record, const Answer& answer,
                          std::int64_t received_ms) {
  const bool by_arrival = record.moment.clock == record::ClockState::unset;
  const auto* vote = std::get_if<Vote>(&answer.value);
  std::optional<std::int64_t> value;
  std::optional<std::int64_t> steps;
  if (vote) value = vote->value;
  if (vote) steps = vote->steps;
  Status begun = run(database_, "INSERT INTO visit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", kiosk_,
                     epoch_, record.sequence, by_arrival ? received_ms : record.moment.wall_ms,
                     by_arrival, answer.question, value, steps, answer.leads_to);
  if (!begun || vote) return begun;
  return change_reasons(record.sequence, answer);
}

// Another question's vote within the visit is an answer record, but not the visit's vote.
Status Tally::change_vote(std::uint64_t visit, const Answer& answer) {
  const auto& vote = std::get<Vote>(answer.value);
  return run(database_,
             "UPDATE visit SET value = ?, steps = ?, leads_to = ? "
             "WHERE kiosk = ? AND epoch = ? AND sequence = ? AND question = ?",
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

Result<bool> Tally::has_visit(std::uint64_t visit) const {
  const auto row =
      first_row(database_, "SELECT 1 FROM visit WHERE kiosk = ? AND epoch = ? AND sequence = ?",
                kiosk_, epoch_, visit);
  if (!row) return row.error();
  return row->has_value();
}

}  // namespace smilepost::backend
