// An export that holds everything there is.
#include "record/cbor.h"
#include "tests/record/samples.h"

namespace smilepost::record::samples {
namespace {

constexpr int different = 15;

Answer correction(std::uint64_t of) {
  Answer answer = vote(4);
  answer.visit = answer.amends = of;
  return answer;
}

// Letters of one to four bytes; with what lies around it, longer than 255.
Answer foreign_reasons(std::uint64_t visit) {
  Answer answer = reasons(visit);
  answer.value = Reasons{{"Außer Betrieb", "السعر", "排队", "🙁", std::string(90, 'q')}};
  return answer;
}

Body body_of(int number, std::uint64_t last) {
  switch (number % different) {
    case 0:
      return vote(1);
    case 1:
      return reasons(last);
    case 2:
      return correction(last);
    case 3:
      return vote(2);
    case 4:
      return foreign_reasons(last);
    case 5:
      return ClockStep{-1, 1767225600000};
    case 6:
      return StaffAction{"grocery", {"de", "en", "ar", "zh-Hant"}, "de"};
    case 7:
      return HeadReport{last, last / 2, "0.1.0", health()};
    case 8:
      return TimeHeard{1767225600123, 86'400'000, 86'400'250};
    case 9:
      return gap();
    case 10:
      return Call{CallStep::unclaimed, {}, last};
    case 13:
      return skipped(last);
    case 14:
      return staff_vote();
    default:
      return vote(static_cast<std::uint8_t>(number % 4 + 1));
  }
}

class Writer {
 public:
  void open(std::uint8_t key_number, EpochReason reason, std::optional<Signature> endorsement = {},
            std::vector<Hash> superseded = {}) {
    records_.push_back(kiosk_.open_epoch(epoch_of(key_number), key_number, reason, endorsement,
                                         std::move(superseded)));
    anchor_.sections.push_back(kiosk_.anchor());
  }

  // What came before is no longer there.
  void begin_in_the_middle(std::uint8_t key_number) {
    kiosk_.open_epoch(epoch_of(key_number), key_number, EpochReason::journal_lost);
    for (int i = 0; i < 300; ++i) kiosk_.append(vote(4));
    anchor_.sections.push_back(kiosk_.anchor_behind_head());
  }

  void lose(int count) {
    for (; count > 0; --count) kiosk_.append(vote(1));
    anchor_.sections.push_back(kiosk_.anchor_behind_head());
  }

  void close() { records_.push_back(kiosk_.append(EpochClosed{EpochReason::key_rotated})); }

  void say(int count) {
    for (; count > 0; --count) records_.push_back(say_next());
  }

  Export finish() {
    anchor_.kiosk = kiosk_.id();
    return exported(anchor_, records_, kiosk_);
  }

 private:
  static Epoch epoch_of(std::uint8_t key_number) { return first_epoch >> (8 * (key_number - 1)); }

  Bytes say_next() {
    const int number = said_++;
    switch (number % different) {
      case 11:
        return kiosk_.append_unreadable(99, CborWriter().map(0).take());
      case 12:
        return kiosk_.append_unreadable(2, CborWriter().array(1).integer(-70000).take());
      default:
        return say_at_any_clock(number);
    }
  }

  Bytes say_at_any_clock(int number) {
    Record record = kiosk_.next(body_of(number, kiosk_.head().sequence));
    record.moment.clock = static_cast<ClockState>(number % 3);
    if (record.moment.clock == ClockState::unset) record.moment.wall_ms = -number;
    return kiosk_.keep(record);
  }

  Kiosk kiosk_;
  ExportAnchor anchor_;
  std::vector<Bytes> records_;
  int said_ = 0;
};

}  // namespace

Export export_of_each_kind(int records) {
  const int early = std::min(records / 4, 250);  // in each epoch but the last
  Writer writer;
  writer.open(1, EpochReason::first_start);
  writer.say(early - 2);
  writer.close();
  writer.open(2, EpochReason::key_rotated, key(1).sign(key(2).public_key()));
  writer.say(1);
  writer.lose(2);
  writer.say(early - 2);
  writer.begin_in_the_middle(3);
  writer.say(early);
  writer.open(4, EpochReason::card_restored, key(3).sign(key(4).public_key()), lost());
  writer.say(records - 3 * early - 1);
  return writer.finish();
}

}  // namespace smilepost::record::samples
