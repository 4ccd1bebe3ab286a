#include "record/status.h"

#include <algorithm>

#include "record/signed_message.h"

namespace smilepost::record {
namespace {

constexpr std::size_t longest_slot = longest_version;

bool printable(char c) {
  return c >= ' ' && c <= '~';
}

bool fits(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), printable);
}

// Nothing where nothing is left.
std::optional<std::string> told(std::string text, std::size_t longest) {
  text.resize(std::min(text.size(), longest));
  for (char& c : text) c = printable(c) ? c : '?';
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::string> told(const std::optional<std::string>& text, std::size_t longest) {
  return text ? told(*text, longest) : std::nullopt;
}

// One map, whose size is known when all is in.
class FieldsWriter {
 public:
  template <class Write>
  FieldsWriter& always(std::uint64_t key, const Write& write) {
    ++pairs_;
    out_.number(key);
    write(out_);
    return *this;
  }
  FieldsWriter& number(std::uint64_t key, const std::optional<std::uint64_t>& value) {
    return value ? always(key, [&](auto& out) { out.number(*value); }) : *this;
  }
  FieldsWriter& integer(std::uint64_t key, const std::optional<std::int64_t>& value) {
    return value ? always(key, [&](auto& out) { out.integer(*value); }) : *this;
  }
  FieldsWriter& text(std::uint64_t key, const std::optional<std::string>& value) {
    return value ? always(key, [&](auto& out) { out.text(*value); }) : *this;
  }
  FieldsWriter& bytes(std::uint64_t key, BytesView value) {
    return always(key, [&](auto& out) { out.bytes(value); });
  }
  FieldsWriter& item(std::uint64_t key, BytesView value) {
    return always(key, [&](auto& out) { out.item(value); });
  }
  Bytes take() { return CborWriter().map(pairs_).item(out_.take()).take(); }

 private:
  CborWriter out_;
  std::size_t pairs_ = 0;
};

Bytes encode(const ProgramStatus& program) {
  FieldsWriter out;
  out.text(1, told(program.version, longest_version).value_or("?"));
  out.text(2, told(program.image_version, longest_version));
  out.text(3, told(program.slot, longest_slot)).number(4, program.starts);
  out.text(5, told(program.safe_mode, longest_remark)).number(6, program.bundle);
  return out.text(7, told(program.update, longest_remark)).take();
}

Bytes encode(const WaitingStatus& waiting) {
  return FieldsWriter().number(1, waiting.answers).integer(2, waiting.oldest_ms).take();
}

Bytes encode(const StorageStatus& storage) {
  FieldsWriter out;
  out.number(1, storage.free_bytes).number(2, storage.life_a).number(3, storage.life_b);
  return out.number(4, storage.pre_eol).number(5, storage.failed_writes).take();
}

Bytes encode(const DisplayStatus& display) {
  FieldsWriter out;
  out.text(1, told(display.renderer, longest_remark)).number(2, display.frames);
  return out.number(3, display.slow).number(4, display.worst_ms).take();
}

Bytes encode(const TouchStatus& touch) {
  FieldsWriter out;
  return out.number(1, touch.touches).number(2, touch.stuck).number(3, touch.since_ms).take();
}

Bytes encode(const StatusReport& report) {
  FieldsWriter out;
  out.number(0, version).bytes(1, report.kiosk).number(2, report.epoch).bytes(3, report.nonce);
  out.integer(4, report.time_ms).bytes(5, report.boot_id).number(6, report.uptime_ms);
  out.integer(7, report.wall_ms).number(8, static_cast<std::uint64_t>(report.clock));
  out.item(9, encode(report.program));
  if (report.waiting) out.item(10, encode(*report.waiting));
  if (report.storage) out.item(11, encode(*report.storage));
  if (const auto& hot = report.temperature_mc) {
    out.integer(12, std::clamp(*hot, coldest_mc, hottest_mc));
  }
  if (report.display) out.item(13, encode(*report.display));
  if (report.touch) out.item(14, encode(*report.touch));
  return out.take();
}

Bytes encode(const ReleaseOffer& offer) {
  FieldsWriter out;
  out.text(1, offer.version).number(2, offer.size).bytes(3, offer.sha256).text(4, offer.path);
  return out.text(5, offer.floor).take();
}

Bytes encode(const StatusReply& reply) {
  FieldsWriter out;
  out.number(0, version).bytes(1, reply.kiosk).bytes(2, reply.report).integer(3, reply.time_ms);
  out.always(4, [&](auto& inner) { inner.boolean(reply.kept); });
  if (reply.diagnostics_wanted) out.bytes(5, *reply.diagnostics_wanted);
  if (reply.release) out.item(6, encode(*reply.release));
  return out.take();
}

bool sound(const ReleaseOffer& offer) {
  return fits(offer.version, longest_version) && is_release_path(offer.path) &&
         (!offer.floor || fits(*offer.floor, longest_version));
}

void need(CborReader& in, std::uint64_t key, std::size_t& left) {
  if (!in.key(key, left)) in.fail();
}

// What a later version says besides: in ascending order, it comes last.
void pass_over(CborReader& in, std::size_t& left) {
  for (; left > 0 && !in.failed(); --left) {
    in.item();
    in.item();
  }
}

std::optional<std::uint64_t> read_number(CborReader& in, std::uint64_t key, std::size_t& left) {
  return in.key(key, left) ? std::optional(in.number()) : std::nullopt;
}

std::optional<std::uint8_t> read_octet(CborReader& in, std::uint64_t key, std::size_t& left) {
  if (!in.key(key, left)) return std::nullopt;
  const std::uint64_t value = in.number();
  if (value > 0xFF) in.fail();
  return static_cast<std::uint8_t>(value);
}

std::optional<std::string> read_text(CborReader& in, std::uint64_t key, std::size_t& left,
                                     std::size_t longest) {
  if (!in.key(key, left)) return std::nullopt;
  auto text = in.text();
  if (!fits(text, longest)) in.fail();
  return text;
}

ProgramStatus read_program(CborReader& in) {
  ProgramStatus program;
  std::size_t left = in.map();
  const auto found = read_text(in, 1, left, longest_version);
  if (!found) in.fail();
  program.version = found.value_or("");
  program.image_version = read_text(in, 2, left, longest_version);
  program.slot = read_text(in, 3, left, longest_slot);
  program.starts = read_number(in, 4, left);
  program.safe_mode = read_text(in, 5, left, longest_remark);
  program.bundle = read_number(in, 6, left);
  program.update = read_text(in, 7, left, longest_remark);
  pass_over(in, left);
  return program;
}

WaitingStatus read_waiting(CborReader& in) {
  WaitingStatus waiting;
  std::size_t left = in.map();
  need(in, 1, left);
  waiting.answers = in.number();
  if (in.key(2, left)) waiting.oldest_ms = in.integer();
  pass_over(in, left);
  return waiting;
}

StorageStatus read_storage(CborReader& in) {
  StorageStatus storage;
  std::size_t left = in.map();
  storage.free_bytes = read_number(in, 1, left);
  storage.life_a = read_octet(in, 2, left);
  storage.life_b = read_octet(in, 3, left);
  storage.pre_eol = read_octet(in, 4, left);
  storage.failed_writes = read_number(in, 5, left);
  pass_over(in, left);
  return storage;
}

std::int64_t read_temperature(CborReader& in) {
  const std::int64_t temperature = in.integer();
  if (temperature < coldest_mc || temperature > hottest_mc) in.fail();
  return temperature;
}

DisplayStatus read_display(CborReader& in) {
  DisplayStatus display;
  std::size_t left = in.map();
  display.renderer = read_text(in, 1, left, longest_remark);
  need(in, 2, left);
  display.frames = in.number();
  need(in, 3, left);
  display.slow = in.number();
  need(in, 4, left);
  display.worst_ms = in.number();
  pass_over(in, left);
  return display;
}

TouchStatus read_touch(CborReader& in) {
  TouchStatus touch;
  std::size_t left = in.map();
  need(in, 1, left);
  touch.touches = in.number();
  need(in, 2, left);
  touch.stuck = in.number();
  touch.since_ms = read_number(in, 3, left);
  pass_over(in, left);
  return touch;
}

void read_moment(CborReader& in, std::size_t& left, StatusReport& report) {
  need(in, 5, left);
  report.boot_id = in.array_of_bytes<16>();
  need(in, 6, left);
  report.uptime_ms = in.number();
  need(in, 7, left);
  report.wall_ms = in.integer();
  need(in, 8, left);
  const std::uint64_t clock = in.number();
  if (clock > static_cast<std::uint64_t>(ClockState::synchronised)) in.fail();
  report.clock = static_cast<ClockState>(in.failed() ? 0 : clock);
}

StatusReport read_report(CborReader& in, std::size_t& left) {
  StatusReport report;
  need(in, 1, left);
  report.kiosk = in.array_of_bytes<16>();
  need(in, 2, left);
  report.epoch = in.number();
  need(in, 3, left);
  report.nonce = in.array_of_bytes<16>();
  need(in, 4, left);
  report.time_ms = in.integer();
  read_moment(in, left, report);
  need(in, 9, left);
  report.program = read_program(in);
  if (in.key(10, left)) report.waiting = read_waiting(in);
  if (in.key(11, left)) report.storage = read_storage(in);
  if (in.key(12, left)) report.temperature_mc = read_temperature(in);
  if (in.key(13, left)) report.display = read_display(in);
  if (in.key(14, left)) report.touch = read_touch(in);
  pass_over(in, left);
  return report;
}

ReleaseOffer read_offer(CborReader& in) {
  ReleaseOffer offer;
  std::size_t left = in.map();
  need(in, 1, left);
  offer.version = in.text();
  need(in, 2, left);
  offer.size = in.number();
  need(in, 3, left);
  offer.sha256 = in.array_of_bytes<32>();
  need(in, 4, left);
  offer.path = in.text();
  offer.floor = read_text(in, 5, left, longest_version);
  pass_over(in, left);
  if (!sound(offer)) in.fail();
  return offer;
}

StatusReply read_reply(CborReader& in, std::size_t& left) {
  StatusReply reply;
  need(in, 1, left);
  reply.kiosk = in.array_of_bytes<16>();
  need(in, 2, left);
  reply.report = in.array_of_bytes<32>();
  need(in, 3, left);
  reply.time_ms = in.integer();
  need(in, 4, left);
  reply.kept = in.boolean();
  if (in.key(5, left)) reply.diagnostics_wanted = in.array_of_bytes<16>();
  if (in.key(6, left)) reply.release = read_offer(in);
  pass_over(in, left);
  return reply;
}

}  // namespace

bool is_release_path(std::string_view path) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~+/").find(c) != std::string_view::npos;
  };
  return path.starts_with(release_paths) && path.size() > release_paths.size() &&
         path.size() <= longest_path && std::all_of(path.begin(), path.end(), allowed) &&
         path.find("..") == std::string_view::npos && path.find("//") == std::string_view::npos;
}

Bytes seal(const StatusReport& report, const SigningKey& kiosk_key) {
  return sign1(status_report_message, encode(report), kiosk_key);
}

std::optional<Bytes> seal(const StatusReply& reply, const SigningKey& receipt_key) {
  if (reply.release && !sound(*reply.release)) return std::nullopt;
  return sign1(status_reply_message, encode(reply), receipt_key);
}

OpenedStatusReport open_status_report_unverified(BytesView cose) {
  return open_message_unverified<OpenedStatusReport>(cose, status_report_message, read_report);
}

OpenedStatusReport open_status_report(BytesView cose, const PublicKey& kiosk_key) {
  return open_message<OpenedStatusReport>(cose, status_report_message, kiosk_key, read_report);
}

OpenedStatusReply open_status_reply(BytesView cose, const PublicKey& receipt_key) {
  return open_message<OpenedStatusReply>(cose, status_reply_message, receipt_key, read_reply);
}

}  // namespace smilepost::record
