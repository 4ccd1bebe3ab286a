// Random records and random damage, for property tests.
#pragma once

#include <rapidcheck/gtest.h>

#include "record/bundle.h"
#include "record/record.h"

namespace smilepost::record::generators {

inline rc::Gen<std::uint64_t> number() {
  return rc::gen::map(rc::gen::pair(rc::gen::arbitrary<std::uint64_t>(), rc::gen::inRange(1, 64)),
                      [](const auto& drawn) { return drawn.first >> drawn.second; });
}

inline rc::Gen<std::string> text() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(
                          rc::gen::element<std::string>("a", "Z", "_", "é", "ع", "日", "😀")),
                      [](const std::vector<std::string>& letters) {
                        std::string joined;
                        for (const std::string& letter : letters) joined += letter;
                        return joined;
                      });
}

template <std::size_t size>
rc::Gen<std::array<std::uint8_t, size>> blob() {
  return rc::gen::container<std::array<std::uint8_t, size>>(rc::gen::arbitrary<std::uint8_t>());
}

inline EpochReason reason() {
  return static_cast<EpochReason>(*rc::gen::inRange(0, 5));
}

inline EpochOpened epoch_opened() {
  EpochOpened body{*blob<32>(), reason(), {}, {}};
  if (*rc::gen::arbitrary<bool>()) body.previous_head = {*number(), *number(), *blob<32>()};
  if (*rc::gen::arbitrary<bool>()) body.endorsement = *blob<64>();
  body.superseded = *rc::gen::resize(3, rc::gen::container<std::vector<Hash>>(blob<32>()));
  return body;
}

inline Circumstances circumstances() {
  Circumstances how;
  if (*rc::gen::arbitrary<bool>()) how.response_ms = *number();
  if (*rc::gen::arbitrary<bool>()) how.input = *rc::gen::element(Input::touch, Input::keypad);
  for (const auto flag : *rc::gen::arbitrary<std::set<std::uint8_t>>()) {
    how.flags.push_back(Flag{flag});
  }
  return how;
}

inline Answer answer() {
  Answer body;
  body.survey_set = *text();
  body.wording = *number();
  body.question = *text();
  if (*rc::gen::arbitrary<bool>()) {
    const int steps = *rc::gen::inRange(1, 256);
    const int value = *rc::gen::inRange(1, steps + 1);
    body.value = Vote{static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(steps)};
  } else {
    const auto chosen = *rc::gen::container<std::set<std::string>>(text());
    body.value = Reasons{{chosen.begin(), chosen.end()}};
  }
  if (*rc::gen::arbitrary<bool>()) body.visit = *number();
  if (*rc::gen::arbitrary<bool>()) body.amends = *number();
  if (*rc::gen::arbitrary<bool>()) body.leads_to = *text();
  body.presentation = {*text(), *text(), *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()};
  body.circumstances = circumstances();
  if (*rc::gen::arbitrary<bool>()) body.audience = Audience{*rc::gen::arbitrary<std::uint8_t>()};
  if (*rc::gen::arbitrary<bool>())
    body.presentation.text_size = TextSize{*rc::gen::arbitrary<std::uint8_t>()};
  return body;
}

inline StaffAction staff_action() {
  return {*text(), *rc::gen::container<std::vector<std::string>>(text()), *text()};
}

inline TimeHeard time_heard() {
  const auto [a, b] = *rc::gen::pair(number(), number());
  return {*rc::gen::arbitrary<std::int64_t>(), std::min(a, b), std::max(a, b)};
}

inline Gap gap() {
  const auto [a, b] = *rc::gen::pair(number(), number());
  return {*number(), *blob<32>(), std::min(a, b), std::max(a, b), *blob<32>()};
}

inline Call call() {
  const auto step = static_cast<CallStep>(*rc::gen::inRange(0, 4));
  if (step == CallStep::raised) return {step, *text(), {}};
  return {step, {}, *number()};
}

inline HeadReport head_report() {
  HeadReport report{*number(), *number(), *text()};
  const auto figures =
      *rc::gen::container<std::map<std::uint64_t, std::uint64_t>>(number(), number());
  for (const auto& [key, figure] : figures) report.health.emplace(Health{key}, figure);
  return report;
}

inline Body body() {
  switch (*rc::gen::inRange(1, 10)) {
    case 1:
      return epoch_opened();
    case 2:
      return answer();
    case 3:
      return ClockStep{*rc::gen::arbitrary<std::int64_t>(), *rc::gen::arbitrary<std::int64_t>()};
    case 4:
      return staff_action();
    case 5:
      return head_report();
    case 6:
      return time_heard();
    case 7:
      return gap();
    case 8:
      return call();
    default:
      return EpochClosed{reason()};
  }
}

// Of a size that fits: small lists of small texts.
inline rc::Gen<Record> record() {
  return rc::gen::resize(12, rc::gen::exec([] {
                           Record record;
                           record.kiosk = *blob<16>();
                           record.epoch = *number();
                           record.previous = *blob<32>();
                           record.moment = {*blob<16>(), *number(),
                                            *rc::gen::arbitrary<std::int64_t>(),
                                            static_cast<ClockState>(*rc::gen::inRange(0, 3))};
                           record.body = body();
                           record.kind = kind_of(record.body);
                           record.sequence = record.kind == Kind::epoch_opened ? 0 : *number();
                           return record;
                         }));
}

// Within the limits.
inline rc::Gen<Bundle> bundle() {
  return rc::gen::resize(
      12, rc::gen::exec([] {
        Bundle bundle;
        bundle.version = *number();
        bundle.made_ms = *rc::gen::arbitrary<std::int64_t>();
        bundle.settings = *text();
        const auto texts = rc::gen::container<std::map<std::string, std::string>>(text(), text());
        bundle.survey_sets = *texts;
        bundle.pin_hashes = *rc::gen::container<std::vector<std::string>>(text());
        if (bundle.pin_hashes.size() > most_pin_hashes) bundle.pin_hashes.resize(most_pin_hashes);
        bundle.public_line = *texts;
        return bundle;
      }));
}

// The bytes with a byte changed, taken out, put in, or the end cut off; now and then unchanged.
inline rc::Gen<Bytes> mutation(const Bytes& bytes) {
  return rc::gen::exec([bytes] {
    Bytes changed = bytes;
    const auto at = *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(bytes.size()));
    const auto place = changed.begin() + at;
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        *place = *rc::gen::arbitrary<std::uint8_t>();
        break;
      case 1:
        changed.erase(place);
        break;
      case 2:
        changed.insert(place, *rc::gen::arbitrary<std::uint8_t>());
        break;
      default:
        changed.erase(place, changed.end());
    }
    return changed;
  });
}

}  // namespace smilepost::record::generators
