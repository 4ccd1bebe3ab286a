#include "kiosk/journal/journal_receipts.h"

#include "kiosk/journal/journal_gaps.h"
#include "kiosk/journal/journal_pruning.h"

namespace smilepost::kiosk {
namespace {

using platform::Database;

Status check_receipt(Database& database, const record::KioskId& kiosk,
                     const record::Receipt& receipt) {
  const auto contradicts = [&](std::string_view what) {
    return Error{"receipt contradicts " + database.file() + ": " + std::string(what) +
                 ": check that the backend is the one this kiosk was enrolled with"};
  };
  if (receipt.kiosk != kiosk) return contradicts("it is another kiosk's");
  const auto last = read_last_record(database, receipt.epoch);
  if (!last) return last.error();
  if (!*last) return contradicts("it names an epoch that is not here");
  if (!receipt.head) return Done{};
  if (receipt.head->epoch != receipt.epoch) return contradicts("it names two epochs");
  const auto row = read_record(database, receipt.epoch, receipt.head->sequence);
  if (!row) return row.error();
  if (*row && (*row)->place == *receipt.head) return Done{};
  const auto gap = find_gap(database, receipt.epoch, receipt.head->sequence);
  if (!gap) return gap.error();
  if (*gap && may_be_in(**gap, *receipt.head)) return Done{};
  if (!*row) return contradicts("it names a record that is not here");
  return contradicts("record " + std::to_string(receipt.head->sequence) + " is another here");
}

Status drop(Database& database, const record::Receipt& receipt, Replaced replaced) {
  if (replaced == Replaced::all) return drop_receipts(database);
  return drop_receipts_of_other_generations(database, receipt.generation);
}

}  // namespace

Status store_receipt(Database& database, const record::KioskId& kiosk,
                     const record::Receipt& receipt, Replaced replaced) {
  auto transaction = platform::Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (auto fits = check_receipt(database, kiosk, receipt); !fits) return fits;
  if (auto dropped = drop(database, receipt, replaced); !dropped) return dropped;
  if (auto kept = write_receipt(database, receipt); !kept) return kept;
  if (auto noted = note_delivery(database, receipt); !noted) return noted;
  return transaction->commit();
}

}  // namespace smilepost::kiosk
