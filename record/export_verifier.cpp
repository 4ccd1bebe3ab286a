#include <istream>
#include <optional>

#include "record/cbor.h"
#include "record/cose.h"
#include "record/export_parts.h"

namespace smilepost::record {
namespace {

struct StreamItem {
  Verdict verdict = Verdict::good;
  BytesView bytes;  // valid until the next one is read; empty at the end of the file
};

// Cuts a stream into items and never holds more than two of the largest.
class ItemStream {
 public:
  explicit ItemStream(std::istream& in) : in_(in) {}

  StreamItem next() {
    fill();
    if (in_.bad()) return {Verdict::unreadable_file, {}};
    const BytesView ahead = BytesView(buffer_).subspan(at_);
    if (ahead.empty()) return {};
    const CborItem found = scan_item(ahead.first(std::min(ahead.size(), largest_export_item)));
    if (found.needs > largest_export_item) return {Verdict::too_large, {}};
    if (found.needs > 0) return {Verdict::cut_tail, {}};
    if (found.verdict != Verdict::good) return {found.verdict, {}};
    at_ += found.size;
    return {Verdict::good, ahead.first(found.size)};
  }

 private:
  void fill() {
    if (buffer_.size() - at_ >= largest_export_item || !in_.good()) return;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    const std::size_t had = buffer_.size();
    buffer_.resize(2 * largest_export_item);
    in_.read(reinterpret_cast<char*>(buffer_.data() + had),
             static_cast<std::streamsize>(buffer_.size() - had));
    buffer_.resize(had + static_cast<std::size_t>(in_.gcount()));
  }

  std::istream& in_;
  Bytes buffer_;
  std::size_t at_ = 0;
};

class Verifier {
 public:
  Verifier(std::istream& in, const std::function<void(std::uint64_t)>& progress)
      : items_(in), progress_(progress) {}

  ExportReport run() {
    report_.verdict = read_anchor();
    if (report_.verdict == Verdict::good) report_.verdict = read_rest();
    return report_;
  }

 private:
  Verdict read_anchor() {
    report_.place = ExportPlace::anchor;
    const StreamItem item = items_.next();
    if (item.verdict == Verdict::unreadable_file) return item.verdict;
    if (item.verdict != Verdict::good || item.bytes.empty()) return Verdict::no_anchor;
    OpenedAnchor opened = decode_anchor(item.bytes);
    if (opened.verdict != Verdict::good) return opened.verdict;
    anchor_hash_ = sha256(item.bytes);
    report_.kiosk = opened.anchor.kiosk;
    report_.sections = opened.anchor.sections.size();
    sections_.emplace(opened.anchor);
    return Verdict::good;
  }

  // Until the signed head, and nothing behind it.
  Verdict read_rest() {
    while (true) {
      const StreamItem item = items_.next();
      if (item.verdict == Verdict::good && item.bytes.empty()) {
        report_.place = ExportPlace::end;
        return Verdict::cut_tail;
      }
      if (item.verdict == Verdict::good && claims_type(item.bytes, export_head_message)) {
        return read_head(item.bytes);
      }
      const Verdict verdict = read_record(item);
      if (verdict != Verdict::good) return verdict;
    }
  }

  Verdict read_record(const StreamItem& item) {
    Verdict verdict = item.verdict;
    const ChainHead due = sections_->due();
    if (verdict == Verdict::good) {
      verdict = sections_->append(item.bytes, Signatures::check_each);
    }
    if (verdict != Verdict::good) {
      say_where(item.bytes, due);
      return verdict;
    }
    const Record& record = sections_->last();
    ++report_.records;
    if (record.kind == Kind::answer) ++report_.answer_records;
    if (std::holds_alternative<UnreadableBody>(record.body)) ++report_.unreadable_bodies;
    if (progress_) progress_(report_.records);
    return verdict;
  }

  void say_where(BytesView record, const ChainHead& due) {
    report_.place = ExportPlace::record;
    report_.record = report_.records + 1;
    const Opened opened = open_unverified(record);
    const bool readable = opened.verdict == Verdict::good;
    report_.epoch = readable ? opened.record.epoch : due.epoch;
    report_.sequence = readable ? opened.record.sequence : due.sequence;
  }

  Verdict read_head(BytesView bytes) {
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
    const StreamItem behind = items_.next();
    if (behind.verdict == Verdict::good && behind.bytes.empty()) return Verdict::good;
    report_.place = ExportPlace::end;
    return Verdict::malformed;
  }

  ItemStream items_;
  const std::function<void(std::uint64_t)>& progress_;
  std::optional<Sections> sections_;
  Hash anchor_hash_{};
  ExportReport report_;
};

}  // namespace

ExportReport verify_export(std::istream& in, const std::function<void(std::uint64_t)>& progress) {
  return Verifier(in, progress).run();
}

}  // namespace smilepost::record
