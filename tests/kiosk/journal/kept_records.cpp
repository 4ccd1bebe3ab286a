#include "tests/kiosk/journal/kept_records.h"

namespace smilepost::kiosk {
namespace {

constexpr std::size_t page_records = 512, page_bytes = 1 << 20;

}  // namespace

Status add_to(record::Chain& chain, const StoredRecord& stored) {
  const auto verdict = chain.append(stored.cose);
  if (verdict == record::Verdict::good) return Done{};
  return Error{"record " + std::to_string(stored.sequence) + ": " +
               std::string(record::to_string(verdict))};
}

Status KeptRecords::follow() {
  const auto kiosk = reader_.kiosk();
  if (!kiosk) return kiosk.error();
  for (std::uint64_t from = 0;;) {
    const auto page = reader_.page(epoch_.epoch, from, page_records, page_bytes);
    if (!page) return page.error();
    if (page->empty()) break;
    for (const auto& stored : *page) {
      if (auto taken = take(*kiosk, stored); !taken) return taken;
    }
    from = page->back().sequence + 1;
  }
  return first_ ? Status(Done{}) : Error{"nothing is kept"};
}

Status KeptRecords::take(const record::KioskId& kiosk, const StoredRecord& stored) {
  if (!chain_) {
    chain_ =
        record::Chain::before(kiosk, epoch_.epoch, epoch_.public_key, stored.sequence, stored.cose);
  }
  if (auto added = add_to(*chain_, stored); !added) return added;
  if (!first_) first_ = chain_->last();
  answers_ += chain_->last().kind == record::Kind::answer ? 1 : 0;
  return Done{};
}

}  // namespace smilepost::kiosk
