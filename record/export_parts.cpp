#include "record/export_parts.h"

#include <cassert>
#include <limits>

#include "record/cbor.h"
#include "record/cose.h"
#include "record/endorsement.h"
#include "record/version.h"

namespace smilepost::record {
namespace {

SectionAnchor read_section(CborReader& in) {
  SectionAnchor section;
  if (in.array() != 4) in.fail();
  section.epoch = in.number();
  section.public_key = in.array_of_bytes<32>();
  section.first_sequence = in.number();
  section.before = in.array_of_bytes<32>();
  if (section.first_sequence == 0 && section.before != Hash{}) in.fail();
  return section;
}

// The same epoch, beyond records that are missing.
bool goes_on(const SectionAnchor& section, const SectionAnchor& next) {
  return next.epoch == section.epoch && next.public_key == section.public_key &&
         next.first_sequence > section.first_sequence;
}

// An epoch that goes on counts once.
bool has_twins(const std::vector<SectionAnchor>& sections) {
  std::vector<Epoch> epochs;
  epochs.reserve(sections.size());
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (i == 0 || !goes_on(sections[i - 1], sections[i])) epochs.push_back(sections[i].epoch);
  }
  std::sort(epochs.begin(), epochs.end());
  return std::adjacent_find(epochs.begin(), epochs.end()) != epochs.end();
}

SectionHead read_section_head(CborReader& in) {
  SectionHead section;
  if (in.array() != 4) in.fail();
  section.head.epoch = in.number();
  section.head.sequence = in.number();
  section.head.hash = in.array_of_bytes<32>();
  section.records = in.number();
  return section;
}

OpenedExportHead read_head(BytesView payload) {
  CborReader in(payload);
  std::size_t left = in.map();
  if (const auto verdict = read_version(in, left); verdict != Verdict::good) return {verdict, {}};
  ExportHead head;
  if (!in.key(1, left)) in.fail();
  head.kiosk = in.array_of_bytes<16>();
  if (!in.key(2, left)) in.fail();
  head.time_ms = in.integer();
  if (!in.key(3, left)) in.fail();
  head.anchor = in.array_of_bytes<32>();
  if (!in.key(4, left)) in.fail();
  for (std::size_t i = in.array(); i > 0 && !in.failed(); --i) {
    head.sections.push_back(read_section_head(in));
  }
  if (!in.finished() || left != 0 || head.sections.empty()) return {};
  return {Verdict::good, std::move(head)};
}

Chain chain_of(const KioskId& kiosk, const SectionAnchor& section) {
  if (section.first_sequence == 0) return {kiosk, section.epoch};
  const ChainHead before{section.epoch, section.first_sequence - 1, section.before};
  return {kiosk, section.public_key, before};
}

}  // namespace

Bytes encode(const ExportAnchor& anchor) {
  CborWriter out;
  out.map(3).number(0).number(version).number(1).bytes(anchor.kiosk);
  out.number(2).array(anchor.sections.size());
  for (const SectionAnchor& section : anchor.sections) {
    out.array(4).number(section.epoch).bytes(section.public_key);
    out.number(section.first_sequence).bytes(section.before);
  }
  return out.take();
}

OpenedAnchor decode_anchor(BytesView bytes) {
  if (scan_whole(bytes) != Verdict::good) return {};
  CborReader in(bytes);
  std::size_t left = in.map();
  const auto verdict = read_version(in, left);
  if (verdict == Verdict::unknown_version) return {verdict, {}};
  if (verdict != Verdict::good) return {};  // not even an anchor
  ExportAnchor anchor;
  if (!in.key(1, left)) in.fail();
  anchor.kiosk = in.array_of_bytes<16>();
  if (!in.key(2, left)) in.fail();
  for (std::size_t i = in.array(); i > 0 && !in.failed(); --i) {
    anchor.sections.push_back(read_section(in));
  }
  if (!in.finished() || left != 0 || anchor.sections.empty()) return {};
  if (has_twins(anchor.sections)) return {};
  return {Verdict::good, std::move(anchor)};
}

Bytes seal(const ExportHead& head, const SigningKey& newest_key) {
  CborWriter out;
  out.map(5).number(0).number(version).number(1).bytes(head.kiosk);
  out.number(2).integer(head.time_ms).number(3).bytes(head.anchor);
  out.number(4).array(head.sections.size());
  for (const SectionHead& section : head.sections) {
    out.array(4).number(section.head.epoch).number(section.head.sequence);
    out.bytes(section.head.hash).number(section.records);
  }
  return sign1(export_head_message, out.take(), newest_key);
}

OpenedExportHead open_export_head(BytesView cose, const KioskId& kiosk, const PublicKey& key) {
  const Sign1 message = open_sign1(cose, export_head_message);
  if (message.verdict != Verdict::good) return {message.verdict, {}};
  OpenedExportHead opened = read_head(message.payload);
  if (opened.verdict != Verdict::good) return opened;
  if (opened.head.kiosk != kiosk) return {Verdict::wrong_kiosk, {}};
  if (!signature_holds(message, export_head_message, key)) return {Verdict::wrong_signature, {}};
  return opened;
}

Sections::Sections(const ExportAnchor& anchor)
    : anchor_(anchor), chain_(chain_of(anchor.kiosk, anchor.sections.at(0))) {}

ChainHead Sections::due() const {
  const SectionAnchor& section = anchor_.sections[section_];
  if (chain_.empty()) return {section.epoch, section.first_sequence, {}};
  return {section.epoch, chain_.head().sequence + 1, {}};
}

bool Sections::begins_next(BytesView cose) const {
  if (heads_.size() <= section_ || section_ + 1 >= anchor_.sections.size()) return false;
  const SectionAnchor& next = anchor_.sections[section_ + 1];
  const bool goes_on = next.epoch == anchor_.sections[section_].epoch;
  const Opened opened = open_unverified(cose);
  return opened.verdict == Verdict::good && opened.record.epoch == next.epoch &&
         (!goes_on || opened.record.sequence == next.first_sequence);
}

std::uint64_t Sections::missing() const {
  constexpr std::uint64_t countable = std::numeric_limits<std::int64_t>::max();
  std::uint64_t count = 0;
  for (std::size_t i = 1; i < heads_.size(); ++i) {
    const ChainHead& end = heads_[i - 1].head;
    const SectionAnchor& next = anchor_.sections[i];
    if (next.epoch != end.epoch) continue;
    count = std::min(count + next.first_sequence - end.sequence - 1, countable);
  }
  return count;
}

// What only the anchor and the section before can tell about an epoch's first record.
Verdict Sections::judge_opening() {
  if (chain_.public_key() != anchor_.sections[section_].public_key) {
    return Verdict::wrong_signature;
  }
  const auto& opened = std::get<EpochOpened>(chain_.last().body);
  if (section_ == 0) return Verdict::good;
  const SectionAnchor& before = anchor_.sections[section_ - 1];
  const auto endorsement = judge_endorsement(opened, before.epoch, before.public_key);
  if (endorsement == Endorsement::absent) ++unendorsed_;
  return endorsement == Endorsement::forged ? Verdict::wrong_signature : Verdict::good;
}

Verdict Sections::append(BytesView cose, Signatures signatures) {
  if (begins_next(cose)) {
    ++section_;
    chain_ = chain_of(anchor_.kiosk, anchor_.sections[section_]);
  }
  const bool opens = chain_.empty();
  if (const Verdict verdict = chain_.append(cose, signatures); verdict != Verdict::good) {
    return verdict;
  }
  if (opens) {
    if (const Verdict verdict = judge_opening(); verdict != Verdict::good) return verdict;
  }
  if (heads_.size() <= section_) heads_.emplace_back();
  heads_[section_].head = chain_.head();
  ++heads_[section_].records;
  return Verdict::good;
}

}  // namespace smilepost::record
