#include "tests/record/samples.h"

#include <sstream>

#include "record/cbor.h"
#include "record/cose.h"
#include "record/sequence.h"

namespace smilepost::record::samples {

SigningKey key(std::uint8_t number) {
  Seed seed;
  seed.fill(number);
  return SigningKey::from_seed(seed);
}

Kiosk::Kiosk(std::uint8_t first_key)
    : id_(kiosk_id_of(key(first_key).public_key())), key_(key(first_key)) {}

Bytes Kiosk::open_epoch(Epoch epoch, std::uint8_t key_number, EpochReason reason,
                        std::optional<Signature> endorsement, std::vector<Hash> superseded) {
  EpochOpened opened{key(key_number).public_key(), reason, {}, endorsement, std::move(superseded)};
  if (!empty_) opened.previous_head = head_;
  key_ = key(key_number);
  head_ = {epoch, 0, {}};
  empty_ = true;
  return append(opened);
}

Bytes Kiosk::append(const Body& body) {
  return keep(next(body));
}

Bytes Kiosk::append_unreadable(std::uint8_t kind, BytesView body) {
  const Record place = next(ClockStep{});
  CborWriter out;
  out.map(11).number(0).number(1).number(1).bytes(place.kiosk);
  out.number(2).number(place.epoch).number(3).number(place.sequence);
  out.number(4).bytes(place.previous).number(5).bytes(place.moment.boot);
  out.number(6).number(place.moment.monotonic_ms).number(7).integer(place.moment.wall_ms);
  out.number(8).number(static_cast<std::uint64_t>(place.moment.clock));
  out.number(9).number(kind).number(10).item(body);
  return keep_cose(place.sequence, sign1(record_message, out.take(), key_));
}

SectionAnchor Kiosk::anchor_behind_head() const {
  return {head_.epoch, key_.public_key(), head_.sequence + 1, head_.hash};
}

Record Kiosk::next(const Body& body) const {
  Record record;
  record.kiosk = id_;
  record.epoch = head_.epoch;
  record.sequence = empty_ ? 0 : head_.sequence + 1;
  record.previous = head_.hash;
  record.moment.boot.fill(0xb0);
  record.moment.monotonic_ms = 1000 * (record.sequence + 1);
  record.moment.wall_ms = 1767225600000 + static_cast<std::int64_t>(record.sequence) * 1000;
  record.moment.clock = ClockState::synchronised;
  record.kind = kind_of(body);
  record.body = body;
  return record;
}

Bytes Kiosk::keep(const Record& record) {
  return keep_as(record, key_);
}

Bytes Kiosk::keep_as(const Record& record, const SigningKey& signing_key) {
  head_.epoch = record.epoch;
  return keep_cose(record.sequence, seal(record, signing_key));
}

Bytes Kiosk::keep_cose(std::uint64_t sequence, Bytes cose) {
  head_ = {head_.epoch, sequence, hash_of(cose)};
  empty_ = false;
  return cose;
}

HealthFigures health() {
  return {{Health::free_bytes, 3'221'225'472}, {Health::journal_bytes, 98'304}, {Health{99}, 7}};
}

Answer vote(std::uint8_t value) {
  Answer answer;
  answer.survey_set = "grocery";
  answer.wording = 3;
  answer.question = "visit";
  answer.value = Vote{value, 4};
  if (value <= 2) answer.leads_to = "what_went_wrong";
  answer.presentation = {"de", "light", false, false};
  return answer;
}

Answer reasons(std::uint64_t visit) {
  Answer answer = vote(1);
  answer.question = "what_went_wrong";
  answer.value = Reasons{{"queue", "unfriendly"}};
  answer.leads_to.reset();
  answer.visit = visit;
  answer.presentation = {"ar", "dark", true, true};
  return answer;
}

Answer skipped(std::uint64_t visit) {
  Answer answer = reasons(visit);
  answer.question = "effort";
  answer.value = Reasons{};
  answer.leads_to = "what_took_long";
  return answer;
}

Answer staff_vote() {
  Answer answer = vote(3);
  answer.survey_set = "staff-room";
  answer.question = "recommend";
  answer.value = Vote{10, 11};
  answer.leads_to = "what_is_good";
  answer.audience = Audience::staff;
  return answer;
}

Gap gap() {
  return {first_epoch, key(1).public_key(), 4, 6, sha256(Bytes{6})};
}

std::vector<Hash> lost() {
  return {sha256(Bytes{1}), sha256(Bytes{2})};
}

std::vector<std::pair<std::string, Bytes>> one_of_each_kind() {
  Kiosk kiosk;
  std::vector<std::pair<std::string, Bytes>> records;
  const auto add = [&](const char* name, Bytes cose) {
    records.emplace_back(name, std::move(cose));
  };
  add("epoch_opened", kiosk.open_epoch(first_epoch, 1, EpochReason::first_start));
  add("vote", kiosk.append(vote(1)));
  add("reasons", kiosk.append(reasons(1)));
  Answer amended = vote(4);
  amended.visit = amended.amends = 1;
  add("amendment", kiosk.append(amended));
  add("clock_step", kiosk.append(ClockStep{-1, 1767225600000}));
  add("staff_action", kiosk.append(StaffAction{"grocery", {"de", "en", "ar"}, "de"}));
  add("head", kiosk.append(HeadReport{3, 1, "0.1.0"}));
  add("epoch_closed", kiosk.append(EpochClosed{EpochReason::key_rotated}));
  add("epoch_opened_later", kiosk.open_epoch(second_epoch, 2, EpochReason::key_rotated,
                                             key(1).sign(key(2).public_key())));
  add("time_heard", kiosk.append(TimeHeard{1767225600123, 86'400'000, 86'400'250}));
  add("head_with_health", kiosk.append(HeadReport{0, 0, "0.1.0", health()}));
  add("gap", kiosk.append(gap()));
  add("epoch_opened_anew", kiosk.open_epoch(first_epoch ^ 1U, 3, EpochReason::journal_damaged,
                                            key(2).sign(key(3).public_key()), lost()));
  Answer flagged = vote(3);
  flagged.circumstances = {1'480, Input::touch, {Flag::quick, Flag::several_contacts, Flag{9}}};
  add("flagged_vote", kiosk.append(flagged));
  Answer led = reasons(1);
  led.leads_to = "effort";
  add("reasons_that_lead_on", kiosk.append(led));
  add("skipped", kiosk.append(skipped(1)));
  add("staff_vote", kiosk.append(staff_vote()));
  Answer later = staff_vote();
  later.audience = Audience{9};
  add("vote_of_a_later_audience", kiosk.append(later));
  add("call_raised", kiosk.append(Call{CallStep::raised, "ar", {}}));
  add("call_claimed", kiosk.append(Call{CallStep::claimed, {}, kiosk.head().sequence}));
  Answer large = vote(2);
  large.presentation.text_size = TextSize::large;
  add("vote_in_large_text", kiosk.append(large));
  return records;
}

Bundle bundle() {
  Bundle bundle;
  bundle.version = 3;
  bundle.made_ms = 1767225600123;
  bundle.settings = R"({"languages":{"offered":["en","de"]}})";
  bundle.survey_sets = {{"checkout", R"({"id":"checkout"})"}, {"toilet", "{}"}};
  bundle.pin_hashes = {"$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA"};
  bundle.public_line = {{"en", "You said it was cold here. We mended the door."},
                        {"zh-Hans", "您说这里很冷。我们修好了门。"}};
  return bundle;
}

CallRequest call_request() {
  CallRequest request;
  request.kiosk = kiosk_id_of(key(1).public_key());
  request.nonce.fill(0x22);
  request.time_ms = 1'795'348'800'000;
  request.call = NamedCall{{}, "zh-Hant", false};
  request.call->number.fill(0x33);
  return request;
}

CallAnswer call_answer() {
  CallAnswer answer;
  answer.kiosk = kiosk_id_of(key(1).public_key());
  answer.request = sha256(Bytes{1});
  answer.time_ms = 1'795'348'800'123;
  answer.present_ms = 899'000;
  answer.call = CallState::claimed;
  return answer;
}

StatusReport status_report() {
  StatusReport report;
  report.kiosk = kiosk_id_of(key(1).public_key());
  report.epoch = first_epoch;
  report.nonce.fill(0x44);
  report.time_ms = 1'795'348'800'000;
  report.boot_id.fill(0x55);
  report.uptime_ms = 86'400'000;
  report.wall_ms = 1'795'348'799'000;
  report.clock = ClockState::synchronised;
  report.program = {"0.9.0", "2026.48", "a", 2, "3 starts that did not run well", 3, "idle"};
  report.waiting = WaitingStatus{12, 1'795'348'700'000};
  report.storage = StorageStatus{5'000'000'000, 2, 1, 1, 0};
  report.temperature_mc = -5'250;
  report.display = DisplayStatus{"V3D 4.2", 1'800, 3, 71};
  report.touch = TouchStatus{40, 1, 9'000};
  return report;
}

StatusReply status_reply() {
  StatusReply reply;
  reply.kiosk = kiosk_id_of(key(1).public_key());
  reply.report = sha256(Bytes{1});
  reply.time_ms = 1'795'348'800'123;
  reply.kept = true;
  reply.diagnostics_wanted.emplace().fill(0x66);
  reply.release = ReleaseOffer{"0.10.0", 120'000'000, sha256(Bytes{2}),
                               "/v1/releases/smilepost-0.10.0.raucb", "0.9.1"};
  return reply;
}

Receipt receipt() {
  Receipt receipt;
  receipt.kiosk = kiosk_id_of(key(1).public_key());
  receipt.epoch = first_epoch;
  receipt.head = ChainHead{first_epoch, 300, sha256(Bytes{1, 2, 3})};
  receipt.time_ms = 1767225600123;
  receipt.generation = 7;
  receipt.next_token.fill(0x70);
  return receipt;
}

Bytes joined(const std::vector<Bytes>& items) {
  Bytes all;
  for (const Bytes& item : items) all.insert(all.end(), item.begin(), item.end());
  return all;
}

Export export_of_two_epochs(int answers_each) {
  Kiosk kiosk;
  std::vector<Bytes> records{kiosk.open_epoch(first_epoch, 1, EpochReason::first_start)};
  ExportAnchor anchor{kiosk.id(), {kiosk.anchor()}};
  for (int i = 0; i < answers_each; ++i) {
    records.push_back(kiosk.append(vote(static_cast<std::uint8_t>(i % 4 + 1))));
  }
  records.push_back(kiosk.open_epoch(second_epoch, 2, EpochReason::journal_damaged,
                                     key(1).sign(key(2).public_key())));
  anchor.sections.push_back(kiosk.anchor());
  for (int i = 0; i < answers_each; ++i) {
    records.push_back(kiosk.append(vote(static_cast<std::uint8_t>(i % 4 + 1))));
  }
  return exported(anchor, records, kiosk);
}

Export export_with_a_gap() {
  Kiosk kiosk;
  std::vector<Bytes> records{kiosk.open_epoch(first_epoch, 1, EpochReason::first_start)};
  ExportAnchor anchor{kiosk.id(), {kiosk.anchor()}};
  records.push_back(kiosk.append(vote(4)));
  for (int i = 0; i < 2; ++i) kiosk.append(vote(3));
  anchor.sections.push_back(kiosk.anchor_behind_head());
  for (int i = 0; i < 2; ++i) records.push_back(kiosk.append(vote(2)));
  return exported(anchor, records, kiosk);
}

Export exported(const ExportAnchor& anchor, const std::vector<Bytes>& records, const Kiosk& kiosk) {
  std::ostringstream out;
  ExportWriter writer(out, anchor);
  for (const Bytes& record : records) {
    if (writer.add(record) != Verdict::good) std::abort();
  }
  if (!writer.finish(1767229200000, kiosk.signing_key())) std::abort();

  Export made{anchor, {}};
  const std::string file = out.str();
  const Bytes bytes(file.begin(), file.end());
  Sequence sequence(bytes);
  while (const auto item = sequence.next()) made.items.emplace_back(item->begin(), item->end());
  return made;
}

}  // namespace smilepost::record::samples
