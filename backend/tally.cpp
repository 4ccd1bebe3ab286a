#include "backend/tally.h"

#include <algorithm>
#include <cstdlib>

namespace smilepost::backend {

constexpr std::int64_t most_ahead_ms = 120'000;

using record::Answer;
using record::Reasons;
using record::Vote;

static std::uint64_t& counter_of(ChainRow& chain, Raised why) {
  switch (why) {
    case Raised::unreadable:
      return chain.unreadable;
    case Raised::without_visit:
      return chain.without_visit;
    case Raised::implausible:
      return chain.implausible;
    case Raised::wrong_time:
      return chain.wrong_times;
    case Raised::no:
      break;
  }
  std::abort();
}

static std::optional<std::string> storable_or_none(const std::optional<std::string>& text) {
  return text ? std::optional(storable(*text)) : std::nullopt;
}

static AnswerInForce in_force(const Answer& answer) {
  AnswerInForce it;
  it.leads_to = storable_or_none(answer.leads_to);
  if (const auto* vote = std::get_if<Vote>(&answer.value)) {
    it.vote = *vote;
    return it;
  }
  for (const std::string& reason : std::get<Reasons>(answer.value).chosen) {
    it.reasons.push_back(storable(reason));
  }
  return it;
}

// One that says nothing and leads nowhere leaves its question as if it had never been answered.
static void change(VisitRow& visit, const Answer& answer) {
  for (const record::Flag flag : answer.circumstances.flags) visit.flags |= flag_bit(flag);
  const std::string question = storable(answer.question);
  AnswerInForce last = in_force(answer);
  if (last.vote && !visit.question) visit.question = question;
  if (last == AnswerInForce{}) {
    visit.answers.erase(question);
  } else {
    visit.answers.insert_or_assign(question, std::move(last));
  }
}

void Tally::expect(const RecordRow& row) {
  const record::Record& it = row.record();
  const std::uint64_t first = first_.try_emplace(row.chain, it.sequence).first->second;
  if (const auto* answer = std::get_if<Answer>(&it.body)) {
    for (const auto& named : {answer->visit, answer->amends}) {
      if (named && *named < first) referred_.insert({row.chain, *named});
    }
  }
  boots_.insert({row.chain.kiosk, it.moment.boot});
}

Status Tally::load() {
  return ledger_.load(referred_, boots_);
}

Status Tally::count(RecordRow& row) {
  const record::Record& it = row.record();
  boot_times_.note(row);
  if (it.kind == record::Kind::answer) ++ledger_.chain(row.chain)->answers;
  if (std::holds_alternative<record::UnreadableBody>(it.body)) raise(row, Raised::unreadable);
  if (const auto* heard = std::get_if<record::TimeHeard>(&it.body)) return hear(row, *heard);
  if (const auto* head = std::get_if<record::HeadReport>(&it.body)) report(row, *head);
  if (const auto* opened = std::get_if<record::EpochOpened>(&it.body)) open(row, *opened);
  if (const auto* gap = std::get_if<record::Gap>(&it.body)) ledger_.note(row.chain.kiosk, *gap);
  if (const auto* answer = std::get_if<Answer>(&it.body)) count_answer(row, *answer);
  return Done{};
}

// FORMAT.md, "How results count".
void Tally::count_answer(RecordRow& row, const Answer& answer) {
  const VisitKey place{row.chain, row.record().sequence};
  const auto visit = visit_of(row.chain, answer);
  row.visit = visit ? visit->sequence : place.sequence;
  if (visit) {
    ledger_.belongs(place, *visit);
    return change(ledger_.visit(*visit), answer);
  }
  if (answer.visit || answer.amends) raise(row, Raised::without_visit);
  begin_visit(row, answer);
}

// A clock that was never set may say 1970, and nothing can arrive before it was said: then the
// arrival decides the day, until a contact knows better, and is marked as such.
void Tally::begin_visit(const RecordRow& row, const Answer& answer) {
  const record::Moment& moment = row.record().moment;
  VisitRow visit;
  visit.key = {row.chain, row.record().sequence};
  visit.boot = moment.boot;
  visit.monotonic_ms = static_cast<std::int64_t>(moment.monotonic_ms);
  visit.received_ms = row.received_ms;
  visit.clock = moment.clock;
  visit.said_ms = moment.wall_ms;
  visit.by_arrival =
      moment.clock == record::ClockState::unset || moment.wall_ms > row.received_ms + most_ahead_ms;
  visit.believed_ms = visit.by_arrival ? row.received_ms : moment.wall_ms;
  if (const auto time = boot_times_.corrected(row)) {
    visit.corrected_ms = time->time_ms;
    visit.wrong_by_ms = time->wrong_by_ms;
  }
  visit.audience = answer.audience;
  change(visit, answer);
  ledger_.add(std::move(visit));
}

// Nothing where the answer begins a visit: it names none, or none that is there.
std::optional<VisitKey> Tally::visit_of(const ChainKey& chain, const Answer& answer) const {
  if (answer.visit) {
    const VisitKey named{chain, *answer.visit};
    if (ledger_.visit_of(named) == named) return named;
  }
  return answer.amends ? ledger_.visit_of({chain, *answer.amends}) : std::nullopt;
}

Status Tally::hear(RecordRow& row, const record::TimeHeard& heard) {
  const auto believed = boot_times_.hear(row, heard);
  if (!believed) return believed.error();
  if (!*believed) raise(row, Raised::wrong_time);
  return Done{};
}

void Tally::open(const RecordRow& row, const record::EpochOpened& opened) {
  const auto& previous = opened.previous_head;
  ledger_.chain(row.chain)->opening = Opening{
      opened.reason, row.received_ms, previous ? std::optional(previous->epoch) : std::nullopt,
      previous ? std::optional(previous->sequence) : std::nullopt};
}

// No more answers can be before a record than records, and each visit has one at least. What says
// otherwise is kept and raised, but is no figure to compare with.
void Tally::report(RecordRow& row, const record::HeadReport& head) {
  const std::uint64_t sequence = row.record().sequence;
  if (head.answer_records > sequence || head.visits > head.answer_records) {
    return raise(row, Raised::implausible);
  }
  ChainRow& chain = *ledger_.chain(row.chain);
  record::HealthFigures known;
  for (const auto& [key, figure] : head.health) {
    if (key <= record::Health::damaged_files) known.emplace(key, figure);
  }
  chain.report = Report{sequence,        head.answer_records,
                        head.visits,     chain.answers_before + chain.answers,
                        row.received_ms, storable(head.software),
                        std::move(known)};
}

void Tally::raise(RecordRow& row, Raised why) {
  row.raised = why;
  ++counter_of(*ledger_.chain(row.chain), why);
}

}  // namespace smilepost::backend
