#include "deploy/tool/stretches.h"

namespace smilepost::tool {
namespace {

using kiosk::StoredRecord;

// The next record that is there, from this place on.
Result<std::optional<StoredRecord>> next_record(const kiosk::JournalReader& journal,
                                                record::Epoch epoch, std::uint64_t from) {
  auto page = journal.page(epoch, from, 1, record::largest_record);
  if (!page) return page.error();
  if (page->empty()) return std::optional<StoredRecord>{};
  return std::optional(std::move(page->front()));
}

constexpr std::size_t page_records = 512, page_bytes = 1 << 20;

}  // namespace

Result<std::vector<Stretch>> stretches_of(const kiosk::JournalReader& journal,
                                          record::Epoch epoch) {
  const auto gaps = journal.gaps();
  if (!gaps) return gaps.error();
  const auto first = next_record(journal, epoch, 0);
  if (!first) return first.error();
  std::vector<Stretch> stretches;
  if (!*first) return stretches;
  const auto opened = record::open_unverified((*first)->cose);
  stretches.push_back({(*first)->sequence, {}, opened.record.previous});
  for (const auto& gap : *gaps) {
    if (gap.last.epoch != epoch || gap.last.sequence < stretches.back().first) continue;
    if (gap.first <= stretches.back().first)
      stretches.pop_back();
    else
      stretches.back().end = gap.first;
    stretches.push_back({gap.last.sequence + 1, {}, gap.last.hash});
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
