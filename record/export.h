// An export: a kiosk's records in one file for auditors, from an anchor to a signed head, so that
// each record that is missing shows (FORMAT.md, "Export").
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>

#include "record/record.h"

namespace smilepost::record {

struct SectionAnchor {
  Epoch epoch = 0;
  PublicKey public_key{};
  std::uint64_t first_sequence = 0;
  Hash before{};  // hash of the record before the first; zeros where that is sequence 0
  friend bool operator==(const SectionAnchor&, const SectionAnchor&) = default;
};

// No epoch comes twice, unless right after itself and further on: what lies between is missing.
struct ExportAnchor {
  KioskId kiosk{};
  std::vector<SectionAnchor> sections;  // oldest first, one at least
  friend bool operator==(const ExportAnchor&, const ExportAnchor&) = default;
};

class Sections;

// Writes an export. Records are checked for their links, not their signatures.
class ExportWriter {
 public:
  ExportWriter(std::ostream& out, const ExportAnchor& anchor);  // out must outlive the writer
  ~ExportWriter();

  // Nothing is written unless the record is the next one: `good`.
  Verdict add(BytesView cose);

  // Writes the head and flushes. An Error where records are missing, the key is not the last
  // section's, or the stream failed.
  Status finish(std::int64_t time_ms, const SigningKey& newest_key);

 private:
  std::ostream& out_;
  Hash anchor_hash_{};
  std::unique_ptr<Sections> sections_;
};

enum class ExportPlace : std::uint8_t { anchor, record, head, end };

struct ExportReport {
  Verdict verdict = Verdict::unreadable_file;
  ExportPlace place = ExportPlace::anchor;  // of the fault
  std::uint64_t record = 0;                 // its number in the file, from 1; at a record only
  Epoch epoch = 0;                          // as the record says, or what was due there
  std::uint64_t sequence = 0;

  KioskId kiosk{};
  std::uint64_t sections = 0, records = 0, answer_records = 0, unreadable_bodies = 0;
  std::uint64_t unendorsed_epochs = 0;  // not the first and not endorsed by the one before
  std::uint64_t missing_records = 0;    // that the kiosk had, and says it cannot read any more
  std::int64_t time_ms = 0;             // of the export, where its head is good

  friend bool operator==(const ExportReport&, const ExportReport&) = default;
};

// Every signature, in one pass, in bounded memory. `progress` hears the number of records read.
ExportReport verify_export(std::istream& in,
                           const std::function<void(std::uint64_t)>& progress = {});

}  // namespace smilepost::record
