#include "record/record.h"

#include <cstdlib>

#include "record/body.h"
#include "record/cbor.h"
#include "record/cose.h"
#include "record/version.h"

namespace smilepost::record {
namespace {

Bytes encode(const Record& record) {
  CborWriter out;
  out.map(11).number(0).number(version);
  out.number(1).bytes(record.kiosk);
  out.number(2).number(record.epoch);
  out.number(3).number(record.sequence);
  out.number(4).bytes(record.previous);
  out.number(5).bytes(record.moment.boot);
  out.number(6).number(record.moment.monotonic_ms);
  out.number(7).integer(record.moment.wall_ms);
  out.number(8).number(static_cast<std::uint64_t>(record.moment.clock));
  out.number(9).number(static_cast<std::uint64_t>(kind_of(record.body)));
  out.number(10).item(encode_body(record.body));
  return out.take();
}

ClockState read_clock_state(CborReader& in) {
  const std::uint64_t state = in.number();
  if (state > static_cast<std::uint64_t>(ClockState::synchronised)) in.fail();
  return static_cast<ClockState>(in.failed() ? 0 : state);
}

Moment read_moment(std::size_t& left, CborReader& in) {
  Moment moment;
  if (!in.key(5, left)) in.fail();
  moment.boot = in.array_of_bytes<16>();
  if (!in.key(6, left)) in.fail();
  moment.monotonic_ms = in.number();
  if (!in.key(7, left)) in.fail();
  moment.wall_ms = in.integer();
  if (!in.key(8, left)) in.fail();
  moment.clock = read_clock_state(in);
  return moment;
}

Record read_envelope(std::size_t& left, CborReader& in) {
  Record record;
  if (!in.key(1, left)) in.fail();
  record.kiosk = in.array_of_bytes<16>();
  if (!in.key(2, left)) in.fail();
  record.epoch = in.number();
  if (!in.key(3, left)) in.fail();
  record.sequence = in.number();
  if (!in.key(4, left)) in.fail();
  record.previous = in.array_of_bytes<32>();
  record.moment = read_moment(left, in);
  if (!in.key(9, left)) in.fail();
  const std::uint64_t kind = in.number();
  if (kind > 255) in.fail();
  record.kind = static_cast<Kind>(kind & 255);
  if (!in.key(10, left)) in.fail();
  record.body = decode_body(static_cast<std::uint8_t>(record.kind), in.item());
  return record;
}

// "Epoch opened" stands at sequence 0 and nowhere else, and must be understood there.
bool is_opening_sound(const Record& record) {
  if (record.kind != Kind::epoch_opened) return true;
  return record.sequence == 0 && std::holds_alternative<EpochOpened>(record.body);
}

Opened read_record(BytesView payload) {
  Opened opened;
  CborReader in(payload);
  std::size_t left = in.map();
  if (const auto verdict = read_version(in, left); verdict != Verdict::good) return {verdict, {}};
  Record record = read_envelope(left, in);
  if (!in.finished() || left != 0 || !is_opening_sound(record)) return opened;
  return {Verdict::good, std::move(record)};
}

}  // namespace

KioskId kiosk_id_of(const PublicKey& first_key) {
  KioskId id{};
  const Hash hash = sha256(first_key);
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

Kind kind_of(const Body& body) {
  constexpr std::array kinds{Kind::epoch_opened, Kind::answer, Kind::clock_step,
                             Kind::staff_action, Kind::head,   Kind::epoch_closed,
                             Kind::time_heard,   Kind::gap,    Kind::call};
  if (body.index() >= kinds.size()) std::abort();
  return kinds[body.index()];
}

Hash hash_of(BytesView cose) {
  return sha256(cose);
}

Bytes seal(const Record& record, const SigningKey& key) {
  return sign1(record_message, encode(record), key);
}

Opened open_unverified(BytesView cose) {
  const Sign1 message = open_sign1(cose, record_message);
  if (message.verdict != Verdict::good) return {message.verdict, {}};
  return read_record(message.payload);
}

Opened open(BytesView cose, const PublicKey& key) {
  const Sign1 message = open_sign1(cose, record_message);
  if (message.verdict != Verdict::good) return {message.verdict, {}};
  Opened opened = read_record(message.payload);
  if (opened.verdict == Verdict::good && !signature_holds(message, record_message, key)) {
    return {Verdict::wrong_signature, {}};
  }
  return opened;
}

}  // namespace smilepost::record
