#include "kiosk/journal/journal_copy.h"

#include "kiosk/journal/journal_schema.h"
#include "platform/log.h"
#include "record/chain.h"

namespace smilepost::kiosk {
namespace {

using platform::Database;
using record::Verdict;
using Fault = std::optional<OpeningFault>;

constexpr std::size_t page_records = 256;
constexpr std::size_t page_bytes = 1 << 20;

Fault reading(const Error& error) {
  return OpeningFault{error, true, {}};
}
Fault writing(const Status& status) {
  if (status) return {};
  return OpeningFault{status.error(), false, {}};
}

// Where the chain broke, a record may still be what was signed.
bool verifies(const RecordRow& row, const record::KioskId& kiosk, const StoredEpoch& epoch) {
  const auto opened = record::open(row.cose, epoch.public_key);
  return opened.verdict == Verdict::good && opened.record.kiosk == kiosk &&
         opened.record.epoch == epoch.epoch && opened.record.sequence == row.place.sequence &&
         record::hash_of(row.cose) == row.place.hash;
}

class Copier {
 public:
  Copier(Database& from, Database& to, const record::KioskId& kiosk, const record::ChainHead& end)
      : from_(from), to_(to), kiosk_(kiosk), end_(end) {}

  Fault run() {
    if (auto fault = writing(write_kiosk(to_, kiosk_))) return fault;
    const auto epochs = read_epochs(from_);
    if (!epochs) return reading(epochs.error());
    for (const auto& epoch : *epochs) {
      if (auto fault = copy_epoch(epoch)) return fault;
    }
    return copy_settings();
  }

 private:
  Fault copy_epoch(const StoredEpoch& epoch) {
    if (auto fault = writing(write_epoch(to_, epoch.epoch, epoch.public_key))) return fault;
    if (auto fault = copy_records(epoch)) return fault;
    if (!epoch.receipt) return {};
    return writing(write_receipt(to_, *epoch.receipt));
  }

  Fault copy_records(const StoredEpoch& epoch) {
    std::optional<record::Chain> chain;
    std::uint64_t next = 0;
    for (;;) {
      const auto page = read_page(from_, epoch.epoch, next, page_records, page_bytes);
      if (!page) return reading(page.error());
      if (page->empty()) break;
      next = page->back().place.sequence + 1;
      for (const auto& row : *page) {
        if (!chain) {
          chain.emplace(record::Chain::before(kiosk_, epoch.epoch, epoch.public_key,
                                              row.place.sequence, row.cose));
        }
        if (auto fault = copy_record(epoch, *chain, row)) return fault;
      }
    }
    const bool whole = chain && !chain->empty() && chain->head() == end_;
    if (epoch.epoch != end_.epoch || whole) return {};
    return reading(Error{from_.file() + ": ends before record " + std::to_string(end_.sequence)});
  }

  Fault copy_record(const StoredEpoch& epoch, record::Chain& chain, const RecordRow& row) {
    // Beyond the end lies what failed: it is stored anew, by who holds it.
    if (epoch.epoch == end_.epoch && row.place.sequence > end_.sequence) return {};
    if (chain.append(row.cose, record::Signatures::links_only) != Verdict::good) {
      if (epoch.epoch == end_.epoch) {
        return reading(Error{from_.file() + ": record " + std::to_string(row.place.sequence) +
                             " is not what was signed"});
      }
      if (!verifies(row, kiosk_, epoch)) return {};
    }
    return writing(write_record(to_, row));
  }

  Fault copy_settings() {
    const auto settings = read_settings(from_);
    if (!settings) return reading(settings.error());
    for (const auto& [name, cose] : *settings) {
      if (auto fault = writing(write_setting(to_, name, cose))) return fault;
    }
    const auto deliveries = read_deliveries(from_);
    if (!deliveries) return reading(deliveries.error());
    for (const auto& delivery : *deliveries) {
      if (auto fault = writing(write_delivery(to_, delivery))) return fault;
    }
    return copy_gaps();
  }

  Fault copy_gaps() {
    const auto records = read_gap_records(from_);
    if (!records) return reading(records.error());
    for (const auto& cose : *records) {
      if (auto fault = writing(write_gap(to_, cose))) return fault;
    }
    return {};
  }

  Database& from_;
  Database& to_;
  const record::KioskId& kiosk_;
  const record::ChainHead& end_;
};

// No rollback journal: a copy that is not complete is thrown away.
Result<Database> make_copy_file(const JournalPlace& place) {
  if (auto removed = remove_copy(place); !removed) return removed.error();
  auto made = Database::open(place.file(copy_file), {.vfs = place.disk->vfs()});
  if (!made) return made;
  if (auto set = made->execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL;"); !set) {
    return set.error();
  }
  if (auto ready = migrate_journal(*made); !ready) return ready.error();
  return made;
}

}  // namespace

Fault copy_journal(Database& from, const JournalPlace& place, const record::KioskId& kiosk,
                   const record::ChainHead& end) {
  auto to = make_copy_file(place);
  if (!to) return writing(to.error());
  {
    auto transaction = platform::Transaction::begin(*to);
    if (!transaction) return writing(transaction.error());
    if (auto fault = Copier(from, *to, kiosk, end).run()) return fault;
    if (auto fault = writing(transaction->commit())) return fault;
  }
  return writing(place.disk->sync(place.file(copy_file)));
}

}  // namespace smilepost::kiosk
