// The two ends of an export, and what is followed in between. For export.cpp and its verifier only.
#pragma once

#include "record/chain.h"
#include "record/export.h"

namespace smilepost::record {

inline constexpr std::size_t largest_export_item = 65536;

Bytes encode(const ExportAnchor& anchor);

struct OpenedAnchor {
  Verdict verdict = Verdict::no_anchor;  // good, no_anchor, unknown_version
  ExportAnchor anchor;
};
OpenedAnchor decode_anchor(BytesView bytes);

struct SectionHead {
  ChainHead head;
  std::uint64_t records = 0;
  friend bool operator==(const SectionHead&, const SectionHead&) = default;
};

struct ExportHead {
  KioskId kiosk{};
  std::int64_t time_ms = 0;
  Hash anchor{};
  std::vector<SectionHead> sections;
};

Bytes seal(const ExportHead& head, const SigningKey& newest_key);

struct OpenedExportHead {
  Verdict verdict = Verdict::malformed;
  ExportHead head;
};
// `kiosk` and `key` are the anchor's.
OpenedExportHead open_export_head(BytesView cose, const KioskId& kiosk, const PublicKey& key);

// Follows an export's sections, chain after chain.
class Sections {
 public:
  explicit Sections(const ExportAnchor& anchor);

  Verdict append(BytesView cose, Signatures signatures);

  const ExportAnchor& anchor() const { return anchor_; }
  const Record& last() const { return chain_.last(); }  // the record last accepted
  ChainHead due() const;                                // the place of the next; no hash
  const std::vector<SectionHead>& heads() const { return heads_; }
  bool complete() const { return heads_.size() == anchor_.sections.size(); }
  std::uint64_t unendorsed() const { return unendorsed_; }
  std::uint64_t missing() const;  // records between the sections of one epoch

 private:
  bool begins_next(BytesView cose) const;
  Verdict judge_opening();

  ExportAnchor anchor_;
  std::size_t section_ = 0;
  Chain chain_;
  std::vector<SectionHead> heads_;
  std::uint64_t unendorsed_ = 0;
};

}  // namespace smilepost::record
