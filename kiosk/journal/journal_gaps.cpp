#include "kiosk/journal/journal_gaps.h"

namespace smilepost::kiosk {
namespace {

using platform::Database;

constexpr std::size_t page_records = 256;
constexpr std::size_t page_bytes = 1 << 20;

// Whose signatures count in this journal.
struct Signers {
  record::KioskId kiosk{};
  std::vector<StoredEpoch> epochs;

  const record::PublicKey* key_of(record::Epoch epoch) const {
    for (const auto& stored : epochs) {
      if (stored.epoch == epoch) return &stored.public_key;
    }
    return nullptr;
  }
  // Nothing where it is not of this kiosk and signed with its epoch's key.
  std::optional<record::Record> open(record::BytesView cose) const {
    const auto unverified = record::open_unverified(cose);
    const bool readable = unverified.verdict == record::Verdict::good;
    const auto* key = readable ? key_of(unverified.record.epoch) : nullptr;
    if (key == nullptr || unverified.record.kiosk != kiosk) return {};
    if (record::open(cose, *key).verdict != record::Verdict::good) return {};
    return unverified.record;
  }
};

Result<Signers> read_signers(Database& database) {
  const auto kiosk = read_kiosk(database);
  if (!kiosk) return kiosk.error();
  auto epochs = read_epochs(database);
  if (!epochs) return epochs.error();
  return Signers{kiosk->value_or(record::KioskId{}), *std::move(epochs)};
}

// The first from there on that is what was signed for its place.
Result<std::optional<record::Record>> next_sound(Database& database, const Signers& signers,
                                                 record::Epoch epoch, std::uint64_t from) {
  for (;;) {
    const auto page = read_page(database, epoch, from, page_records, page_bytes);
    if (!page) return page.error();
    if (page->empty()) return std::optional<record::Record>{};
    for (const auto& row : *page) {
      auto found = signers.open(row.cose);
      const bool in_place = found && found->epoch == epoch && found->sequence == row.place.sequence;
      if (in_place) return found;
    }
    from = page->back().place.sequence + 1;
  }
}

}  // namespace

Result<std::vector<StoredGap>> read_gaps(Database& database) {
  const auto records = read_gap_records(database);
  if (!records) return records.error();
  std::vector<StoredGap> gaps;
  if (records->empty()) return gaps;
  const auto signers = read_signers(database);
  if (!signers) return signers.error();
  for (const auto& cose : *records) {
    const auto noting = signers->open(cose);
    const auto* gap = noting ? std::get_if<record::Gap>(&noting->body) : nullptr;
    if (gap != nullptr) gaps.push_back({*gap, noting->epoch, noting->sequence});
  }
  return gaps;
}

Result<std::optional<record::Gap>> find_gap(Database& database, record::Epoch epoch,
                                            std::uint64_t first) {
  const auto signers = read_signers(database);
  if (!signers) return signers.error();
  const auto* key = signers->key_of(epoch);
  if (key == nullptr) return std::optional<record::Gap>{};
  const auto next = next_sound(database, *signers, epoch, first);
  if (!next) return next.error();
  if (!*next || (*next)->sequence == first) return std::optional<record::Gap>{};
  return std::optional(record::Gap{epoch, *key, first, (*next)->sequence - 1, (*next)->previous});
}

}  // namespace smilepost::kiosk
