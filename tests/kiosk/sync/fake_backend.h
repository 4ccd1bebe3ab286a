// A backend in memory that keeps to FORMAT.md's "Wire": what it acknowledges it has, in order.
#pragma once

#include <map>
#include <set>

#include "kiosk/journal/journal_reader.h"
#include "platform/http_client.h"
#include "record/chain.h"
#include "record/receipt.h"

namespace smilepost::tests {

class FakeBackend {
 public:
  explicit FakeBackend(const record::KioskId& kiosk)
      : receipt_key(record::SigningKey::generate()), kiosk_(kiosk) {}

  // POST /v1/records.
  platform::HttpResponse records(const platform::HttpRequest& request);
  // A genuine receipt of what it has.
  record::Receipt receipt(record::Epoch epoch);
  platform::HttpResponse answer(int status, const record::Receipt& receipt) const;

  // As if restored from a backup: only the records below `sequence` are left.
  void forget(record::Epoch epoch, std::uint64_t sequence);
  // The same, but nobody can tell.
  void lose(record::Epoch epoch, std::uint64_t sequence);
  std::uint64_t has(record::Epoch epoch) const;   // records, those passed over included
  std::uint64_t lost(record::Epoch epoch) const;  // those passed over

  record::SigningKey receipt_key;
  std::set<record::Epoch> forked;  // of which it has another continuation, too
  std::uint64_t generation = 1;
  std::int64_t time_ms = 1;  // its clock: too early to be of use to anybody

 private:
  std::optional<record::ChainHead> head(record::Epoch epoch) const;
  // What the kiosk has noted as lost from that place on; null: nothing.
  const record::Gap* gap_at(record::Epoch epoch, std::uint64_t first) const;
  // False: not verifiable.
  bool take(record::BytesView cose, const record::Record& record);

  record::KioskId kiosk_;
  std::map<record::Epoch, std::vector<record::Bytes>> chains_;  // by sequence; empty: lost
  std::vector<kiosk::StoredGap> gaps_;
  std::uint8_t tokens_ = 0;
};

}  // namespace smilepost::tests
