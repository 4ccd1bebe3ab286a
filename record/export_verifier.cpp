#include "record/export_verifier.h"

#include "record/cbor.h"
#include "record/cose.h"

namespace smilepost::record {

ExportItem cut_item(BytesView rest) {
  if (rest.empty()) return {};
  const CborItem found = scan_item(rest.first(std::min(rest.size(), largest_export_item)));
  if (found.needs > largest_export_item) return {Verdict::too_large, {}};
  if (found.needs > 0) return {Verdict::cut_tail, {}};
  if (found.verdict != Verdict::good) return {found.verdict, {}};
  return {Verdict::good, rest.first(found.size)};
}

bool ExportVerifier::take(const ExportItem& item) {
  const bool at_end = due_ == Due::end;
  report_.verdict = judge(item);
  return report_.verdict == Verdict::good && !at_end;
}

Verdict ExportVerifier::judge(const ExportItem& item) {
  switch (due_) {
    case Due::anchor:
      return judge_anchor(item);
    case Due::record_or_head:
      return judge_record_or_head(item);
    case Due::end:
      break;
  }
  return judge_end(item);
}

Verdict ExportVerifier::judge_anchor(const ExportItem& item) {
  report_.place = ExportPlace::anchor;
  if (item.verdict == Verdict::unreadable_file) return item.verdict;
  if (item.verdict != Verdict::good || item.bytes.empty()) return Verdict::no_anchor;
  OpenedAnchor opened = decode_anchor(item.bytes);
  if (opened.verdict != Verdict::good) return opened.verdict;
  anchor_hash_ = sha256(item.bytes);
  report_.kiosk = opened.anchor.kiosk;
  report_.sections = opened.anchor.sections.size();
  sections_.emplace(opened.anchor);
  due_ = Due::record_or_head;
  return Verdict::good;
}

Verdict ExportVerifier::judge_record_or_head(const ExportItem& item) {
  if (item.verdict != Verdict::good) return judge_record(item);
  if (item.bytes.empty()) {
    report_.place = ExportPlace::end;
    return Verdict::cut_tail;
  }
  if (claims_type(item.bytes, export_head_message)) return judge_head(item.bytes);
  return judge_record(item);
}

Verdict ExportVerifier::judge_record(const ExportItem& item) {
  Verdict verdict = item.verdict;
  const ChainHead due = sections_->due();
  if (verdict == Verdict::good) verdict = sections_->append(item.bytes, Signatures::check_each);
  if (verdict != Verdict::good) {
    say_where(item.bytes, due);
    return verdict;
  }
  const Record& record = sections_->last();
  ++report_.records;
  if (record.kind == Kind::answer) ++report_.answer_records;
  if (std::holds_alternative<UnreadableBody>(record.body)) ++report_.unreadable_bodies;
  return verdict;
}

void ExportVerifier::say_where(BytesView record, const ChainHead& due) {
  report_.place = ExportPlace::record;
  report_.record = report_.records + 1;
  const Opened opened = open_unverified(record);
  const bool readable = opened.verdict == Verdict::good;
  report_.epoch = readable ? opened.record.epoch : due.epoch;
  report_.sequence = readable ? opened.record.sequence : due.sequence;
}

Verdict ExportVerifier::judge_head(BytesView bytes) {
  report_.place = ExportPlace::head;
  const ExportAnchor& anchor = sections_->anchor();
  const OpenedExportHead opened =
      open_export_head(bytes, anchor.kiosk, anchor.sections.back().public_key);
  if (opened.verdict != Verdict::good) return opened.verdict;
  const bool same = opened.head.anchor == anchor_hash_ && sections_->complete() &&
                    opened.head.sections == sections_->heads();
  if (!same) return Verdict::head_mismatch;
  report_.time_ms = opened.head.time_ms;
  report_.unendorsed_epochs = sections_->unendorsed();
  report_.missing_records = sections_->missing();
  due_ = Due::end;
  return Verdict::good;
}

Verdict ExportVerifier::judge_end(const ExportItem& item) {
  if (item.verdict == Verdict::good && item.bytes.empty()) return Verdict::good;
  report_.place = ExportPlace::end;
  return item.verdict == Verdict::unreadable_file ? item.verdict : Verdict::malformed;
}

}  // namespace smilepost::record
