#include "hand_made_kiosk.h"

#include <algorithm>

#include "record/enrolment.h"

namespace smilepost::backend::test {

using record::Kind;

static record::SigningKey fresh_key() {
  record::initialise_crypto();
  return record::SigningKey::generate();
}

HandMadeKiosk::HandMadeKiosk(std::int64_t wall)
    : wall_ms(wall),
      key_(std::make_shared<record::SigningKey>(fresh_key())),
      id_(record::kiosk_id_of(key_->public_key())) {
  epoch_ = record::random_u63();
  append(Kind::epoch_opened, record::EpochOpened{key_->public_key(), {}, {}, {}});
}

record::ChainHead HandMadeKiosk::head_at(std::size_t sequence) const {
  return {epoch_, sequence, record::hash_of(records_[sequence])};
}

std::uint64_t HandMadeKiosk::append(Kind kind, record::Body body) {
  record::Record record;
  record.kiosk = id_;
  record.epoch = epoch_;
  record.sequence = records_.size();
  if (!records_.empty()) record.previous = record::hash_of(records_.back());
  record.moment.boot = boot;
  record.moment.monotonic_ms = monotonic_ms.value_or(1000 * records_.size());
  record.moment.wall_ms = wall_ms;
  record.moment.clock = clock;
  record.kind = kind;
  record.body = std::move(body);
  records_.push_back(record::seal(record, *key_));
  return record.sequence;
}

record::Answer HandMadeKiosk::answer(const std::string& question) const {
  record::Answer it;
  it.survey_set = "store";
  it.question = question;
  it.presentation = {"en", "light", false, false};
  it.circumstances = how;
  it.audience = audience;
  return it;
}

std::uint64_t HandMadeKiosk::vote(int value, int steps, std::optional<std::string> leads_to) {
  record::Answer it = answer(rating);
  it.value = record::Vote{static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(steps)};
  it.leads_to = std::move(leads_to);
  ++held_.answer_records;
  ++held_.visits;
  return append(Kind::answer, it);
}

std::uint64_t HandMadeKiosk::amend(std::uint64_t visit, int value, int steps,
                                   std::optional<std::string> leads_to) {
  record::Answer it = answer(rating);
  it.value = record::Vote{static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(steps)};
  it.visit = visit;
  it.amends = visit;
  it.leads_to = std::move(leads_to);
  ++held_.answer_records;
  return append(Kind::answer, it);
}

std::uint64_t HandMadeKiosk::vote_naming(int value, std::optional<std::uint64_t> visit,
                                         std::optional<std::uint64_t> amends) {
  record::Answer it = answer(rating);
  it.value = record::Vote{static_cast<std::uint8_t>(value), 4};
  it.visit = visit;
  it.amends = amends;
  ++held_.answer_records;
  if (!visit) ++held_.visits;
  return append(Kind::answer, it);
}

std::uint64_t HandMadeKiosk::reasons(std::uint64_t visit, const std::string& question,
                                     std::vector<std::string> chosen,
                                     std::optional<std::uint64_t> amends) {
  record::Answer it = answer(question);
  std::sort(chosen.begin(), chosen.end());
  it.value = record::Reasons{std::move(chosen)};
  it.visit = visit;
  it.amends = amends;
  ++held_.answer_records;
  return append(Kind::answer, it);
}

std::uint64_t HandMadeKiosk::further(std::uint64_t visit, const std::string& question, int value,
                                     int steps, std::optional<std::string> leads_to) {
  record::Answer it = answer(question);
  it.value = record::Vote{static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(steps)};
  it.visit = visit;
  it.leads_to = std::move(leads_to);
  ++held_.answer_records;
  return append(Kind::answer, it);
}

std::uint64_t HandMadeKiosk::reasons_leading(std::uint64_t visit, const std::string& question,
                                             std::vector<std::string> chosen,
                                             std::optional<std::string> leads_to) {
  record::Answer it = answer(question);
  std::sort(chosen.begin(), chosen.end());
  it.value = record::Reasons{std::move(chosen)};
  it.visit = visit;
  it.leads_to = std::move(leads_to);
  ++held_.answer_records;
  return append(Kind::answer, it);
}

std::uint64_t HandMadeKiosk::head() {
  held_.software = "0.1.0";
  return append(Kind::head, held_);
}

std::uint64_t HandMadeKiosk::time_heard(std::int64_t time_ms, std::uint64_t sent_ms,
                                        std::uint64_t trip_ms) {
  return append(Kind::time_heard, record::TimeHeard{time_ms, sent_ms, sent_ms + trip_ms});
}

void HandMadeKiosk::open_epoch(record::EpochReason reason, bool endorsed) {
  record::SigningKey next = record::SigningKey::generate();
  record::EpochOpened opened{next.public_key(), reason, {}, {}};
  if (endorsed) {
    opened.previous_head = head_at(records_.size() - 1);
    opened.endorsement = key_->sign(next.public_key());
  }
  begin(std::move(next), opened);
}

void HandMadeKiosk::lose_keys() {
  record::SigningKey next = record::SigningKey::generate();
  const record::EpochOpened opened{
      next.public_key(), record::EpochReason::journal_lost, head_at(records_.size() - 1), {}};
  begin(std::move(next), opened);
}

void HandMadeKiosk::begin(record::SigningKey next, const record::EpochOpened& opened) {
  key_ = std::make_shared<record::SigningKey>(std::move(next));
  epoch_ = record::random_u63();
  records_.clear();
  held_ = {};
  append(Kind::epoch_opened, opened);
}

std::string HandMadeKiosk::batch(std::size_t from, std::size_t to) const {
  std::string out;
  for (std::size_t i = from; i < to; ++i) out.append(records_[i].begin(), records_[i].end());
  return out;
}

std::string HandMadeKiosk::enrolment(const record::EnrolmentCode& code,
                                     const std::string& label) const {
  const record::Bytes body = record::encode(record::EnrolmentRequest{code.secret, at(0), label});
  return {body.begin(), body.end()};
}

}  // namespace smilepost::backend::test
