// Writes the inputs that are bytes and not text: make-corpus FOLDER. They come from fixed seeds;
// what is checked in under corpus/ is the same, and a test says so. Texts are written by hand.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>

#include "record/body.h"
#include "record/bundle.h"
#include "record/call.h"
#include "record/cbor.h"
#include "record/cose.h"
#include "record/enrolment.h"
#include "record/sequence.h"
#include "record/status.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mo_file.h"
#include "tests/record/samples.h"

using namespace smilepost;
using namespace smilepost::record;
namespace fs = std::filesystem;

namespace {

fs::path folder;

void keep(const std::string& target, const std::string& name, BytesView bytes) {
  fs::create_directories(folder / target);
  std::ofstream(folder / target / name, std::ios::binary) << fuzz::text_of(bytes);
}

void cbor() {
  for (const char* hex : {"1817", "18ff", "1900ff", "1b7fffffffffffffff", "1bffffffffffffffff",
                          "3b8000000000000000", "f6", "f97e00", "c000", "9fff", "7f6161ff",
                          "64f09f9880", "62c328", "a2000101f6", "a201000000", "a200010001"}) {
    keep("cbor", hex, *from_hex(hex));
  }
  Bytes nested(17, 0x81);
  nested.push_back(0);
  keep("cbor", "too-deep", nested);
  keep("cbor", "deepest", BytesView(nested).subspan(1));
}

// Each record as a message, its payload and its body.
void records() {
  Bytes sequence;
  for (const auto& [name, cose] : samples::one_of_each_kind()) {
    const BytesView payload = open_sign1(cose, record_message).payload;
    const Record record = open_unverified(cose).record;
    Bytes body = encode_body(record.body);
    body.insert(body.begin(), static_cast<std::uint8_t>(record.kind));
    keep("record", name, cose);
    keep("record", name + ".payload", payload);
    keep("body", name, body);
    sequence.insert(sequence.end(), cose.begin(), cose.end());
  }
  keep("chain", "one-of-each-kind", sequence);
}

// A clock and figures at the ends of what fits.
void edges() {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto most_records = static_cast<std::uint64_t>(most);
  samples::Kiosk kiosk;
  std::vector<Bytes> all{kiosk.open_epoch(samples::first_epoch, 1, EpochReason::first_start)};
  Answer vote = samples::vote(1);
  vote.visit = vote.amends = vote.wording = most_records;
  const Body bodies[] = {vote, ClockStep{least, most}, HeadReport{1, 1, "0.1.0"},
                         HeadReport{most_records, most_records, ""}};
  for (const Body& body : bodies) {
    for (const std::int64_t wall_ms : {least, most}) {
      Record record = kiosk.next(body);
      record.moment.wall_ms = wall_ms;
      record.moment.clock = ClockState::free_running;
      all.push_back(kiosk.keep(record));
    }
  }
  keep("chain", "edges", samples::joined(all));
}

void receipts() {
  const SigningKey key = samples::key(7);
  const Bytes cose = seal(samples::receipt(), key);
  Receipt enrolled = samples::receipt();
  enrolled.head.reset();
  const Bytes first = seal(enrolled, key);
  keep("receipt", "receipt", cose);
  keep("receipt", "receipt.payload", open_sign1(cose, receipt_message).payload);
  keep("receipt", "without-head.payload", open_sign1(first, receipt_message).payload);

  const Bytes opened = samples::one_of_each_kind().front().second;
  keep("enrolment", "request", encode(EnrolmentRequest{{1, 2, 3}, opened, "Kasse 3"}));
  keep("enrolment", "answer", encode(EnrolmentAnswer{key.public_key(), first}));
  keep("enrolment", "answer-with-head", encode(EnrolmentAnswer{key.public_key(), cose}));
}

void calls() {
  const auto keep_both = [](const std::string& name, BytesView cose, const MessageType& type) {
    keep("call", name, cose);
    keep("call", name + ".payload", open_sign1(cose, type).payload);
  };
  keep_both("request", seal(samples::call_request(), samples::key(1)), call_request_message);
  keep_both("answer", seal(samples::call_answer(), samples::key(7)), call_answer_message);
  CallRequest presence = samples::call_request();
  presence.call.reset();
  keep_both("presence", seal(presence, samples::key(1)), call_request_message);
}

void status() {
  const auto keep_both = [](const std::string& name, BytesView cose, const MessageType& type) {
    keep("status", name, cose);
    keep("status", name + ".payload", open_sign1(cose, type).payload);
  };
  const auto key = samples::key(7);
  keep_both("report", seal(samples::status_report(), key), status_report_message);
  keep_both("reply", seal(samples::status_reply(), key).value(), status_reply_message);
  StatusReport little;
  little.program.version = "0.9.0";
  keep_both("little", seal(little, key), status_report_message);
}

void bundles() {
  const Bytes cose = seal(samples::bundle(), samples::key(9)).value();
  keep("bundle", "bundle", cose);
  keep("bundle", "bundle.payload", open_sign1(cose, bundle_message).payload);
  const Bytes empty = seal(Bundle{}, samples::key(9)).value();
  keep("bundle", "empty.payload", open_sign1(empty, bundle_message).payload);
}

void exports() {
  for (const auto& [verdict, file] : samples::judged_exports()) keep("export", verdict, file);
  const samples::Export whole = samples::export_of_two_epochs(2);
  keep("chain", "two-epochs", samples::joined({whole.items.begin() + 1, whole.items.end() - 1}));
  ExportAnchor anchor = whole.anchor;
  anchor.sections = {
      {samples::first_epoch, samples::key(1).public_key(), 1, hash_of(whole.items[1])}};
  std::ostringstream out;
  ExportWriter writer(out, anchor);
  if (writer.add(whole.items[2]) != Verdict::good) std::abort();
  if (!writer.finish(0, samples::key(1))) std::abort();
  const std::string file = out.str();
  keep("export", "from-the-middle", Bytes(file.begin(), file.end()));
}

void catalogues() {
  const std::string file =
      fuzz::mo_file({{"", "Content-Type: text/plain; charset=UTF-8\n"},
                     {"Back", "Zurück"},
                     {"Wait {seconds} s.", "{seconds} s warten."},
                     {std::string("one {n}\0many {n}", 16), std::string("{n} Tag\0{n} Tage", 16)}});
  keep("catalogue", "small", Bytes(file.begin(), file.end()));
}

// Of 154 × 86 mm, as tests/platform/edid_test.cpp has it.
void displays() {
  Bytes edid(128);
  std::fill_n(edid.begin() + 1, 6, 0xFF);
  edid[21] = 15;
  edid[22] = 9;
  keep("edid", "centimetres", edid);  // its checksum is the target's to mend
  edid[54] = 1;
  edid[66] = 154;
  edid[67] = 86;
  edid[127] = static_cast<std::uint8_t>(0 - 15 - 9 - 1 - 154 - 86 - 6 * 0xFF);
  keep("edid", "millimetres", edid);
}

// Two pixels each: with transparency, and from a palette. One that says it is of 30,000 × 30,000.
void pictures() {
  keep("png", "rgba",
       *from_hex(
           "89504e470d0a1a0a0000000d494844520000000200000002080600000072b60d24000000164944415478"
           "da63f8cfc0f01f081b18803490cdc000003adc057c7d0b6b2b0000000049454e44ae426082"));
  keep(
      "png", "palette",
      *from_hex("89504e470d0a1a0a0000000d4948445200000002000000010103000000ceecedc900000006504c5445"
                "010203fafbfcfd5ee6a30000000a4944415478da637000000042004184bf8e620000000049454e44ae"
                "426082"));
  keep(
      "png", "as-large-as-a-disk",
      *from_hex("89504e470d0a1a0a0000000d4948445200007530000075300806000000d3b0d9660000000a49444154"
                "78da63000000010001d3b0d9660000000049454e44ae426082"));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return std::cerr << "usage: make-corpus FOLDER\n", 2;
  folder = arguments[1];
  initialise_crypto();
  cbor();
  records();
  edges();
  receipts();
  bundles();
  calls();
  status();
  exports();
  catalogues();
  displays();
  pictures();
}
