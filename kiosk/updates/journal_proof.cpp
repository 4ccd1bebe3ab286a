#include "kiosk/updates/journal_proof.h"

#include <algorithm>
#include <string>

#include "record/chain.h"
#include "record/verdict.h"

namespace smilepost::kiosk {

namespace {

constexpr std::uint64_t last_records = 200;
constexpr std::size_t most_bytes = std::size_t{1} << 20;

// The first record from that place on; nothing: none follows.
Result<std::optional<StoredRecord>> first_from(const JournalReader& journal, record::Epoch epoch,
                                               std::uint64_t sequence) {
  auto page = journal.page(epoch, sequence, 1, most_bytes);
  if (!page) return page.error();
  if (page->empty()) return std::optional<StoredRecord>();
  return std::optional(std::move(page->front()));
}

// By halves: however many records there are, some forty questions.
Result<std::optional<StoredRecord>> last_of(const JournalReader& journal, record::Epoch epoch) {
  std::optional<StoredRecord> last;
  std::uint64_t beyond = std::uint64_t{1} << 40;  // nothing is there
  for (std::uint64_t from = 0; from < beyond;) {
    const std::uint64_t middle = from + (beyond - from) / 2;
    auto found = first_from(journal, epoch, middle);
    if (!found) return found.error();
    if (*found) {
      from = (*found)->sequence + 1;
      last = **std::move(found);
    } else {
      beyond = middle;
    }
  }
  return last;
}

Status verify_last(const JournalReader& journal, const StoredEpoch& epoch) {
  const auto last = last_of(journal, epoch.epoch);
  if (!last) return last.error();
  if (!*last) return Done{};
  const std::uint64_t from =
      (*last)->sequence > last_records ? (*last)->sequence - last_records : 0;
  const auto kiosk = journal.kiosk();
  if (!kiosk) return kiosk.error();
  const auto page = journal.page(epoch.epoch, from, last_records + 1, most_bytes);
  if (!page) return page.error();
  if (page->empty()) return Done{};
  auto chain = record::Chain::before(*kiosk, epoch.epoch, epoch.public_key, page->front().sequence,
                                     page->front().cose);
  for (const auto& stored : *page) {
    const auto verdict = chain.append(stored.cose);
    if (verdict != record::Verdict::good)
      return Error{"record " + std::to_string(stored.sequence) +
                   " of the journal: " + std::string(to_string(verdict))};
  }
  return Done{};
}

}  // namespace

Result<record::ChainHead> newest_place(const JournalReader& journal) {
  const auto epochs = journal.epochs();
  if (!epochs) return epochs.error();
  if (epochs->empty()) return Error{"the journal has no epoch yet"};
  const auto last = last_of(journal, epochs->back().epoch);
  if (!last) return last.error();
  if (!*last) return Error{"the journal has no record yet"};
  return record::ChainHead{(*last)->epoch, (*last)->sequence, record::sha256((*last)->cose)};
}

Status prove_journal(const JournalReader& journal, const std::optional<record::ChainHead>& place) {
  if (place) {
    const auto found = first_from(journal, place->epoch, place->sequence);
    if (!found) return found.error();
    if (!*found || (*found)->sequence != place->sequence ||
        record::sha256((*found)->cose) != place->hash)
      return Error{"the journal lacks what the version before left in it"};
  }
  const auto epochs = journal.epochs();
  if (!epochs) return epochs.error();
  if (epochs->empty()) return Error{"the journal has no epoch"};
  return verify_last(journal, epochs->back());
}

}  // namespace smilepost::kiosk
