#include "deploy/tool/stretches.h"

namespace smilepost::tool {
namespace {

using kiosk::StoredRecord;

// Of one epoch.
Result<std::vector<record::Gap>> gaps_in(const kiosk::JournalReader& journal, record::Epoch epoch) {
  const auto noted = journal.gaps();
  if (!noted) return noted.error();
  std::vector<record::Gap> gaps;
  for (const auto& one : *noted) {
    if (one.gap.epoch != epoch) continue;
    const auto missing = journal.missing_from(epoch, one.gap.first);
    if (!missing) return missing.error();
    if (*missing == one.gap) gaps.push_back(one.gap);
  }
  return gaps;
}

constexpr std::size_t page_records = 512, page_bytes = 1 << 20;

}  // namespace

Result<std::vector<Stretch>> stretches_of(const kiosk::JournalReader& journal,
                                          record::Epoch epoch) {
  const auto gaps = gaps_in(journal, epoch);
  if (!gaps) return gaps.error();
  const auto first = journal.page(epoch, 0, 1, record::largest_record);
  if (!first) return first.error();
  std::vector<Stretch> stretches;
  if (first->empty()) return stretches;
  const auto opened = record::open_unverified(first->front().cose);
  stretches.push_back({first->front().sequence, {}, opened.record.previous});
  for (const auto& gap : *gaps) {
    if (gap.last < stretches.back().first) continue;  // pruned, like all before it
    stretches.back().end = gap.first;
    if (gap.first <= stretches.back().first) stretches.pop_back();
    stretches.push_back({gap.last + 1, {}, gap.last_hash});
  }
  return stretches;
}

Status each_record(const kiosk::JournalReader& journal, record::Epoch epoch, const Stretch& stretch,
                   const std::function<bool(const StoredRecord&)>& take) {
  for (std::uint64_t from = stretch.first;;) {
    const auto page = journal.page(epoch, from, page_records, page_bytes);
    if (!page) return page.error();
    if (page->empty()) return Done{};
    for (const StoredRecord& stored : *page) {
      if ((stretch.end && stored.sequence >= *stretch.end) || !take(stored)) return Done{};
    }
    from = page->back().sequence + 1;
  }
}

}  // namespace smilepost::tool
