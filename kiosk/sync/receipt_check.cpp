#include "kiosk/sync/receipt_check.h"

#include "kiosk/journal/journal_gaps.h"

namespace smilepost::kiosk {

Result<record::Receipt> genuine_receipt(const platform::HttpResponse& response,
                                        const ReceiptCheck& check) {
  const auto opened = record::open_receipt(response.body, check.receipt_key);
  if (opened.verdict != record::Verdict::good) {
    return Error{"the answer is no receipt of this kiosk's backend (" +
                 std::string(record::to_string(opened.verdict)) + ", HTTP " +
                 std::to_string(response.status) + "): check the address and what lies between"};
  }
  const record::Receipt& receipt = opened.receipt;
  if (receipt.kiosk != check.kiosk) {
    return Error{"the receipt is another kiosk's: was this kiosk's state copied?"};
  }
  if (receipt.epoch != check.epoch || (receipt.head && receipt.head->epoch != check.epoch)) {
    return Error{"the receipt speaks of another epoch: check the backend"};
  }
  return receipt;
}

Result<bool> names_ours(const record::Receipt& receipt, const JournalReader& journal) {
  if (!receipt.head) return true;
  const record::ChainHead& head = *receipt.head;
  const auto page = journal.page(head.epoch, head.sequence, 1, 1);
  if (!page) return page.error();
  const bool here = !page->empty() && page->front().sequence == head.sequence;
  if (here && record::hash_of(page->front().cose) == head.hash) return true;
  const auto gap = journal.missing_from(head.epoch, head.sequence);
  if (!gap) return gap.error();
  return *gap && may_be_in(**gap, head);
}

std::optional<std::int64_t> last_receipt_time(const JournalReader& journal) {
  std::optional<std::int64_t> newest;
  const auto epochs = journal.epochs();
  if (!epochs) return newest;
  for (const auto& epoch : *epochs) {
    if (epoch.receipt && epoch.receipt->time_ms > newest.value_or(0)) {
      newest = epoch.receipt->time_ms;
    }
  }
  return newest;
}

}  // namespace smilepost::kiosk
