#include "record/body.h"

#include <cstdlib>

#include "record/cbor.h"

namespace smilepost::record {
namespace {

constexpr std::uint64_t last_reason = static_cast<std::uint64_t>(EpochReason::key_rotated);

template <class T>
T one_of(std::uint64_t value, std::uint64_t last, CborReader& in) {
  if (value > last) in.fail();
  return static_cast<T>(in.failed() ? 0 : value);
}

std::uint64_t required(std::uint64_t key, std::size_t& left, CborReader& in) {
  if (!in.key(key, left)) in.fail();
  return key;
}

void write_texts(const std::vector<std::string>& texts, CborWriter& out) {
  out.array(texts.size());
  for (const std::string& text : texts) out.text(text);
}

std::vector<std::string> read_texts(CborReader& in) {
  std::vector<std::string> texts;
  for (std::size_t i = in.array(); i > 0 && !in.failed(); --i) texts.push_back(in.text());
  return texts;
}

void write(const EpochOpened& body, CborWriter& out) {
  out.map(2 + (body.previous_head ? 1 : 0) + (body.endorsement ? 1 : 0) +
          (body.superseded.empty() ? 0 : 1));
  out.number(0).bytes(body.public_key);
  out.number(1).number(static_cast<std::uint64_t>(body.reason));
  if (const auto& head = body.previous_head) {
    out.number(2).array(3).number(head->epoch).number(head->sequence).bytes(head->hash);
  }
  if (body.endorsement) out.number(3).bytes(*body.endorsement);
  if (body.superseded.empty()) return;
  out.number(4).array(body.superseded.size());
  for (const Hash& hash : body.superseded) out.bytes(hash);
}

ChainHead read_head(CborReader& in) {
  ChainHead head;
  if (in.array() != 3) in.fail();
  head.epoch = in.number();
  head.sequence = in.number();
  head.hash = in.array_of_bytes<32>();
  return head;
}

std::vector<Hash> read_hashes(CborReader& in) {
  std::vector<Hash> hashes;
  for (std::size_t i = in.array(); i > 0 && !in.failed(); --i) {
    hashes.push_back(in.array_of_bytes<32>());
  }
  if (hashes.empty()) in.fail();
  return hashes;
}

EpochOpened read_epoch_opened(std::size_t& left, CborReader& in) {
  EpochOpened body;
  required(0, left, in);
  body.public_key = in.array_of_bytes<32>();
  required(1, left, in);
  body.reason = one_of<EpochReason>(in.number(), last_reason, in);
  if (in.key(2, left)) body.previous_head = read_head(in);
  if (in.key(3, left)) body.endorsement = in.array_of_bytes<64>();
  if (in.key(4, left)) body.superseded = read_hashes(in);
  return body;
}

void write_value(const Vote& vote, CborWriter& out) {
  out.number(3).array(2).number(vote.value).number(vote.steps);
}

void write_value(const Reasons& reasons, CborWriter& out) {
  std::vector<std::string> chosen = reasons.chosen;
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  out.number(4);
  write_texts(chosen, out);
}

void write(const Circumstances& how, CborWriter& out) {
  if (how.response_ms) out.number(9).number(*how.response_ms);
  if (how.input) out.number(10).number(static_cast<std::uint64_t>(*how.input));
  if (how.flags.empty()) return;
  out.number(11).array(how.flags.size());
  for (const Flag flag : how.flags) out.number(static_cast<std::uint64_t>(flag));
}

void write(const Answer& body, CborWriter& out) {
  const Circumstances& how = body.circumstances;
  out.map(5 + (body.visit ? 1 : 0) + (body.amends ? 1 : 0) + (body.leads_to ? 1 : 0) +
          (how.response_ms ? 1 : 0) + (how.input ? 1 : 0) + (how.flags.empty() ? 0 : 1) +
          (body.audience == Audience::shoppers ? 0 : 1) +
          (body.presentation.text_size == TextSize::usual ? 0 : 1));
  out.number(0).text(body.survey_set).number(1).number(body.wording).number(2).text(body.question);
  std::visit([&](const auto& value) { write_value(value, out); }, body.value);
  if (body.visit) out.number(5).number(*body.visit);
  if (body.amends) out.number(6).number(*body.amends);
  if (body.leads_to) out.number(7).text(*body.leads_to);
  const Presentation& shown = body.presentation;
  out.number(8).array(4).text(shown.language).text(shown.theme);
  out.boolean(shown.right_to_left).boolean(shown.portrait);
  write(how, out);
  if (body.audience != Audience::shoppers) {
    out.number(12).number(static_cast<std::uint64_t>(body.audience));
  }
  if (shown.text_size != TextSize::usual) {
    out.number(13).number(static_cast<std::uint64_t>(shown.text_size));
  }
}

Vote read_vote(CborReader& in) {
  if (in.array() != 2) in.fail();
  const std::uint64_t value = in.number(), steps = in.number();
  if (value < 1 || value > steps || steps > 255) in.fail();
  return {static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(steps)};
}

Reasons read_reasons(CborReader& in) {
  Reasons reasons{read_texts(in)};
  const auto out_of_order = [](const std::string& a, const std::string& b) { return a >= b; };
  const auto& chosen = reasons.chosen;
  if (std::adjacent_find(chosen.begin(), chosen.end(), out_of_order) != chosen.end()) in.fail();
  return reasons;
}

Presentation read_presentation(CborReader& in) {
  Presentation shown;
  if (in.array() != 4) in.fail();
  shown.language = in.text();
  shown.theme = in.text();
  shown.right_to_left = in.boolean();
  shown.portrait = in.boolean();
  return shown;
}

// One of a later version counts like any other.
std::vector<Flag> read_flags(CborReader& in) {
  std::vector<Flag> flags;
  for (std::size_t i = in.array(); i > 0 && !in.failed(); --i) {
    const auto flag = one_of<Flag>(in.number(), 255, in);
    if (!flags.empty() && flag <= flags.back()) in.fail();
    flags.push_back(flag);
  }
  if (flags.empty()) in.fail();
  return flags;
}

// What is usual is named by saying nothing; one of a later version counts like any other.
template <class Kind>
Kind read_unusual(Kind usual, CborReader& in) {
  const auto kind = one_of<Kind>(in.number(), 255, in);
  if (kind == usual) in.fail();
  return kind;
}

Circumstances read_circumstances(std::size_t& left, CborReader& in) {
  Circumstances how;
  if (in.key(9, left)) how.response_ms = in.number();
  if (in.key(10, left)) how.input = one_of<Input>(in.number(), 1, in);
  if (in.key(11, left)) how.flags = read_flags(in);
  return how;
}

Answer read_answer(std::size_t& left, CborReader& in) {
  Answer body;
  required(0, left, in);
  body.survey_set = in.text();
  required(1, left, in);
  body.wording = in.number();
  required(2, left, in);
  body.question = in.text();
  if (in.key(3, left)) {
    body.value = read_vote(in);
  } else {
    required(4, left, in);
    body.value = read_reasons(in);
  }
  if (in.key(5, left)) body.visit = in.number();
  if (in.key(6, left)) body.amends = in.number();
  if (in.key(7, left)) body.leads_to = in.text();
  required(8, left, in);
  body.presentation = read_presentation(in);
  body.circumstances = read_circumstances(left, in);
  if (in.key(12, left)) body.audience = read_unusual(Audience::shoppers, in);
  if (in.key(13, left)) body.presentation.text_size = read_unusual(TextSize::usual, in);
  return body;
}

void write(const ClockStep& body, CborWriter& out) {
  out.map(2).number(0).integer(body.before_ms).number(1).integer(body.after_ms);
}

ClockStep read_clock_step(std::size_t& left, CborReader& in) {
  ClockStep body;
  required(0, left, in);
  body.before_ms = in.integer();
  required(1, left, in);
  body.after_ms = in.integer();
  return body;
}

void write(const StaffAction& body, CborWriter& out) {
  out.map(3).number(0).text(body.survey_set).number(1);
  write_texts(body.languages, out);
  out.number(2).text(body.default_language);
}

StaffAction read_staff_action(std::size_t& left, CborReader& in) {
  StaffAction body;
  required(0, left, in);
  body.survey_set = in.text();
  required(1, left, in);
  body.languages = read_texts(in);
  required(2, left, in);
  body.default_language = in.text();
  return body;
}

void write_health(const HealthFigures& health, CborWriter& out) {
  out.map(health.size());
  for (const auto& [key, figure] : health) {
    out.number(static_cast<std::uint64_t>(key)).number(figure);
  }
}

void write(const HeadReport& body, CborWriter& out) {
  out.map(body.health.empty() ? 3 : 4).number(0).number(body.answer_records);
  out.number(1).number(body.visits).number(2).text(body.software);
  if (!body.health.empty()) write_health(body.health, out.number(3));
}

HealthFigures read_health(CborReader& in) {
  HealthFigures health;
  for (std::size_t left = in.map(); left > 0 && !in.failed(); --left) {
    const Health key{in.number()};
    health.emplace(key, in.number());
  }
  if (health.empty()) in.fail();
  return health;
}

HeadReport read_head_report(std::size_t& left, CborReader& in) {
  HeadReport body;
  required(0, left, in);
  body.answer_records = in.number();
  required(1, left, in);
  body.visits = in.number();
  required(2, left, in);
  body.software = in.text();
  if (in.key(3, left)) body.health = read_health(in);
  return body;
}

void write(const EpochClosed& body, CborWriter& out) {
  out.map(1).number(0).number(static_cast<std::uint64_t>(body.reason));
}

EpochClosed read_epoch_closed(std::size_t& left, CborReader& in) {
  required(0, left, in);
  return {one_of<EpochReason>(in.number(), last_reason, in)};
}

void write(const TimeHeard& body, CborWriter& out) {
  out.map(3).number(0).integer(body.time_ms);
  out.number(1).number(body.sent_ms).number(2).number(body.heard_ms);
}

TimeHeard read_time_heard(std::size_t& left, CborReader& in) {
  TimeHeard body;
  required(0, left, in);
  body.time_ms = in.integer();
  required(1, left, in);
  body.sent_ms = in.number();
  required(2, left, in);
  body.heard_ms = in.number();
  if (body.sent_ms > body.heard_ms) in.fail();
  return body;
}

void write(const Gap& body, CborWriter& out) {
  out.map(5).number(0).number(body.epoch).number(1).bytes(body.public_key);
  out.number(2).number(body.first).number(3).number(body.last).number(4).bytes(body.last_hash);
}

Gap read_gap(std::size_t& left, CborReader& in) {
  Gap body;
  required(0, left, in);
  body.epoch = in.number();
  required(1, left, in);
  body.public_key = in.array_of_bytes<32>();
  required(2, left, in);
  body.first = in.number();
  required(3, left, in);
  body.last = in.number();
  required(4, left, in);
  body.last_hash = in.array_of_bytes<32>();
  if (body.first > body.last) in.fail();
  return body;
}

void write(const Call& body, CborWriter& out) {
  out.map(2).number(0).number(static_cast<std::uint64_t>(body.step));
  if (body.step == CallStep::raised) {
    out.number(1).text(body.language);
  } else {
    out.number(2).number(body.raised.value_or(0));
  }
}

Call read_call(std::size_t& left, CborReader& in) {
  Call body;
  required(0, left, in);
  body.step = one_of<CallStep>(in.number(), static_cast<std::uint64_t>(CallStep::cancelled), in);
  if (body.step == CallStep::raised) {
    required(1, left, in);
    body.language = in.text();
  } else {
    required(2, left, in);
    body.raised = in.number();
  }
  return body;
}

// What could not be read cannot be written: a mistake of the caller's.
void write(const UnreadableBody&, CborWriter&) {
  std::abort();
}

Body read_body(std::uint8_t kind, std::size_t& left, CborReader& in) {
  switch (static_cast<Kind>(kind)) {
    case Kind::epoch_opened:
      return read_epoch_opened(left, in);
    case Kind::answer:
      return read_answer(left, in);
    case Kind::clock_step:
      return read_clock_step(left, in);
    case Kind::staff_action:
      return read_staff_action(left, in);
    case Kind::head:
      return read_head_report(left, in);
    case Kind::epoch_closed:
      return read_epoch_closed(left, in);
    case Kind::time_heard:
      return read_time_heard(left, in);
    case Kind::gap:
      return read_gap(left, in);
    case Kind::call:
      return read_call(left, in);
  }
  return UnreadableBody{};
}

}  // namespace

Bytes encode_body(const Body& body) {
  CborWriter out;
  std::visit([&](const auto& alternative) { write(alternative, out); }, body);
  return out.take();
}

Body decode_body(std::uint8_t kind, BytesView bytes) {
  CborReader in(bytes);
  std::size_t left = in.map();
  Body body = read_body(kind, left, in);
  if (!in.finished() || left != 0) return UnreadableBody{};
  return body;
}

}  // namespace smilepost::record
