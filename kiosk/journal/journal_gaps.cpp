#include "kiosk/journal/journal_gaps.h"

#include <algorithm>

namespace smilepost::kiosk {
namespace {

constexpr std::size_t page_records = 256;
constexpr std::size_t page_bytes = 1 << 20;

Result<bool> is_noted(platform::Database& database, record::Epoch epoch, std::uint64_t first) {
  const auto gaps = read_gaps(database);
  if (!gaps) return gaps.error();
  return std::ranges::any_of(
      *gaps, [&](const StoredGap& gap) { return gap.last.epoch == epoch && gap.first == first; });
}

Result<std::optional<record::PublicKey>> key_of(platform::Database& database, record::Epoch epoch) {
  const auto epochs = read_epochs(database);
  if (!epochs) return epochs.error();
  for (const auto& stored : *epochs) {
    if (stored.epoch == epoch) return std::optional(stored.public_key);
  }
  return std::optional<record::PublicKey>{};
}

// The first from there on that is what was signed for its place.
Result<std::optional<record::Record>> next_sound(platform::Database& database,
                                                 const record::KioskId& kiosk,
                                                 const record::PublicKey& key, record::Epoch epoch,
                                                 std::uint64_t from) {
  for (;;) {
    const auto page = read_page(database, epoch, from, page_records, page_bytes);
    if (!page) return page.error();
    if (page->empty()) return std::optional<record::Record>{};
    for (const auto& row : *page) {
      auto opened = record::open(row.cose, key);
      const record::Record& found = opened.record;
      if (opened.verdict == record::Verdict::good && found.kiosk == kiosk && found.epoch == epoch &&
          found.sequence == row.place.sequence) {
        return std::optional(std::move(opened.record));
      }
    }
    from = page->back().place.sequence + 1;
  }
}

}  // namespace

Result<std::optional<record::Gap>> find_gap(platform::Database& database,
                                            const record::KioskId& kiosk, record::Epoch epoch,
                                            std::uint64_t first) {
  const auto noted = is_noted(database, epoch, first);
  if (!noted) return noted.error();
  const auto key = key_of(database, epoch);
  if (!key) return key.error();
  if (*noted || !*key) return std::optional<record::Gap>{};
  const auto next = next_sound(database, kiosk, **key, epoch, first);
  if (!next) return next.error();
  if (!*next || (*next)->sequence == first) return std::optional<record::Gap>{};
  return std::optional(record::Gap{epoch, **key, first, (*next)->sequence - 1, (*next)->previous});
}

}  // namespace smilepost::kiosk
