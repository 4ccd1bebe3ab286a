// Exports: the file as it came; then its records, made good again, written as a new export.
#include "record/export.h"

#include <sstream>

#include "record/export_parts.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mended.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

ExportReport verified(std::string_view file) {
  std::istringstream in{std::string(file)};
  std::uint64_t heard = 0;
  const ExportReport report = verify_export(in, [&](std::uint64_t records) {
    must(records == heard || records == heard + 1, "progress counts each record");
    heard = records;
  });
  must(report.records == heard, "progress hears of every record");
  return report;
}

void judge(std::string_view file) {
  const ExportReport report = verified(file);
  must(!to_string(report.verdict).empty() && is_one_line(explain(report.verdict)),
       "the verdict has a name");
  must(report.answer_records <= report.records, "answers are records");
  must(report.unreadable_bodies <= report.records, "unreadable ones are records");
  if (report.verdict == Verdict::good) {
    must(report.sections > 0 && report.records >= report.sections, "each section has a record");
    must(verified(file.substr(0, file.size() - 1)).verdict != Verdict::good, "a cut end shows");
    return;
  }
  const bool at_record = report.place == ExportPlace::record;
  must(report.record == (at_record ? report.records + 1 : 0), "the place is the next record");
}

// The same epochs from their beginning, all with our key.
ExportAnchor mended_anchor(ExportAnchor anchor) {
  anchor.kiosk = kiosk_id();
  for (SectionAnchor& section : anchor.sections) {
    section.public_key = signing_key().public_key();
  }
  return anchor;
}

// The hash that the next record should name: what was accepted last, or the section's anchor.
Hash before(const ExportAnchor& anchor, const Opened& next, const Opened& last, const Hash& hash) {
  if (next.record.sequence == 0) return {};
  if (last.verdict == Verdict::good && last.record.epoch == next.record.epoch) return hash;
  for (const SectionAnchor& section : anchor.sections) {
    if (section.epoch == next.record.epoch) return section.before;
  }
  return {};
}

struct Tally {
  std::uint64_t records = 0, answers = 0, unreadable = 0;
  void count(const Record& record) {
    ++records;
    answers += record.kind == Kind::answer ? 1 : 0;
    unreadable += std::holds_alternative<UnreadableBody>(record.body) ? 1 : 0;
  }
};

Tally add_all(ExportWriter& writer, const ExportAnchor& anchor,
              const std::vector<BytesView>& items) {
  Tally tally;
  Opened last;
  Hash hash{};
  for (std::size_t i = 1; i < items.size(); ++i) {
    const Bytes cose = mended(items[i], before(anchor, open_unverified(items[i]), last, hash));
    if (writer.add(cose) != Verdict::good) continue;
    last = open_unverified(cose);
    hash = hash_of(cose);
    tally.count(last.record);
  }
  return tally;
}

void judge_written(const std::vector<BytesView>& items) {
  const OpenedAnchor opened = items.empty() ? OpenedAnchor{} : decode_anchor(items[0]);
  if (opened.verdict != Verdict::good) return;
  must(equal(encode(opened.anchor), items[0]), "an accepted anchor is written the same");
  const ExportAnchor anchor = mended_anchor(opened.anchor);
  std::ostringstream out;
  ExportWriter writer(out, anchor);
  const Tally tally = add_all(writer, anchor, items);
  if (!writer.finish(0, signing_key())) return;
  const ExportReport report = verified(out.str());
  must(report.verdict == Verdict::good, "what was written verifies");
  must(report.records == tally.records, "every record that was written is there");
  must(report.answer_records == tally.answers, "every answer that was written is there");
  must(report.unreadable_bodies == tally.unreadable, "what cannot be read is there");
  judge(out.str());
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::record::initialise_crypto();
  smilepost::fuzz::judge(smilepost::fuzz::text_of({data, size}));
  smilepost::fuzz::judge_written(smilepost::fuzz::items_of({data, size}));
  return 0;
}
