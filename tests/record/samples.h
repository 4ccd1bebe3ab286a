// Records from fixed seeds: the same bytes in each run.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "record/bundle.h"
#include "record/call.h"
#include "record/export.h"
#include "record/receipt.h"
#include "record/record.h"
#include "record/status.h"

namespace smilepost::record::samples {

SigningKey key(std::uint8_t number);

// A kiosk that signs whatever it is told, one second apart.
class Kiosk {
 public:
  explicit Kiosk(std::uint8_t first_key = 1);

  Bytes open_epoch(Epoch epoch, std::uint8_t key_number, EpochReason reason,
                   std::optional<Signature> endorsement = {}, std::vector<Hash> superseded = {});
  Bytes append(const Body& body);
  Bytes append_unreadable(std::uint8_t kind, BytesView body);  // as a later version may write it

  Record next(const Body& body) const;  // not yet signed
  Bytes keep(const Record& record);     // signs it and goes on from there
  Bytes keep_as(const Record& record, const SigningKey& key);

  const KioskId& id() const { return id_; }
  const SigningKey& signing_key() const { return key_; }
  const ChainHead& head() const { return head_; }
  SectionAnchor anchor() const { return {head_.epoch, key_.public_key(), 0, {}}; }
  SectionAnchor anchor_behind_head() const;  // of a section that begins with the next record

 private:
  Bytes keep_cose(std::uint64_t sequence, Bytes cose);

  KioskId id_;
  SigningKey key_;
  ChainHead head_;
  bool empty_ = true;
};

constexpr Epoch first_epoch = 0x3f0123456789abcd, second_epoch = 0x0a0b0c0d0e0f1011;

Answer vote(std::uint8_t value);
HealthFigures health();  // one figure of a later version among them
Answer reasons(std::uint64_t visit);
Answer skipped(std::uint64_t visit);  // a scale, which leads to a further question all the same
Answer staff_vote();                  // 9 of 0 to 10
Gap gap();
std::vector<Hash> lost();

// One of each kind, in one chain, by name.
std::vector<std::pair<std::string, Bytes>> one_of_each_kind();
Receipt receipt();
Bundle bundle();
CallRequest call_request();
CallAnswer call_answer();
StatusReport status_report();  // all that can be said
StatusReply status_reply();

// An export in its items: anchor, records, head. Two epochs, the second endorsed by the first.
struct Export {
  ExportAnchor anchor;
  std::vector<Bytes> items;
};
Export export_of_two_epochs(int answers_each = 3);
// One epoch: its beginning and a vote, then, beyond two records that are missing, two votes.
Export export_with_a_gap();

// Four epochs, closed or broken off, endorsed or not; in the second two records are missing, the
// third begins in the middle. 17 records hold each kind, follow-ups, corrections and what only a
// later version can read; more repeat them.
Export export_of_each_kind(int records = 17);

// `records` come after the anchor; the kiosk is as it was after the last of them.
Export exported(const ExportAnchor& anchor, const std::vector<Bytes>& records, const Kiosk& kiosk);
Bytes joined(const std::vector<Bytes>& items);

// Exports with one fault each, by the verdict they should get; the first is good. Then those with a
// gap.
std::vector<std::pair<std::string, Bytes>> judged_exports();

}  // namespace smilepost::record::samples
