// Judges an export item by item. A copy goes on from where it was made: what would follow from
// there can be asked without reading what came before. For verify_export() and tests only.
#pragma once

#include "record/export_parts.h"

namespace smilepost::record {

struct ExportItem {
  Verdict verdict = Verdict::good;
  BytesView bytes;  // a view into the file; empty at its end and where the verdict is not good
};

// What stands at the front of a file's rest, of which no more than largest_export_item is looked
// at.
ExportItem cut_item(BytesView rest);

class ExportVerifier {
 public:
  // False once the report is final, at the first fault or behind a good head.
  bool take(const ExportItem& item);

  const ExportReport& report() const { return report_; }

 private:
  enum class Due : std::uint8_t { anchor, record_or_head, end };

  Verdict judge(const ExportItem& item);
  Verdict judge_anchor(const ExportItem& item);
  Verdict judge_record_or_head(const ExportItem& item);
  Verdict judge_record(const ExportItem& item);
  Verdict judge_head(BytesView bytes);
  Verdict judge_end(const ExportItem& item);
  void say_where(BytesView record, const ChainHead& due);

  Due due_ = Due::anchor;
  std::optional<Sections> sections_;  // once the anchor is read
  Hash anchor_hash_{};
  ExportReport report_;
};

}  // namespace smilepost::record
