#include "deploy/tool/verify_journal.h"

#include "deploy/tool/stretches.h"
#include "record/chain.h"
#include "record/endorsement.h"

namespace smilepost::tool {
namespace {

using record::ExportPlace;
using record::Verdict;

class JournalVerifier {
 public:
  JournalVerifier(const kiosk::JournalReader& journal,
                  const std::function<void(std::uint64_t)>& progress)
      : journal_(journal), progress_(progress) {}

  Result<record::ExportReport> run() {
    const auto kiosk = journal_.kiosk();
    if (!kiosk) return kiosk.error();
    const auto epochs = journal_.epochs();
    if (!epochs) return epochs.error();
    report_.kiosk = *kiosk;
    report_.sections = epochs->size();
    report_.verdict = Verdict::good;
    if (epochs->empty()) {
      report_.verdict = Verdict::not_opened;
      report_.place = ExportPlace::end;
    }
    for (const kiosk::StoredEpoch& epoch : *epochs) {
      const Status read = follow(epoch);
      if (!read) return read.error();
      if (report_.verdict != Verdict::good) break;
      before_ = epoch;
    }
    return report_;
  }

 private:
  Status follow(const kiosk::StoredEpoch& epoch) {
    const auto stretches = stretches_of(journal_, epoch.epoch);
    if (!stretches) return stretches.error();
    record::Chain chain(report_.kiosk, epoch.epoch);
    for (const Stretch& stretch : *stretches) {
      if (!chain.empty()) report_.missing_records += stretch.first - chain.head().sequence - 1;
      if (stretch.first > 0) {
        chain = record::Chain(report_.kiosk, epoch.public_key,
                              {epoch.epoch, stretch.first - 1, stretch.before});
      }
      Status read = each_record(journal_, epoch.epoch, stretch, [&](const auto& stored) {
        judge(stored, epoch, chain);
        return report_.verdict == Verdict::good;
      });
      if (read && report_.verdict == Verdict::good) judge_stretch_end(epoch, chain, stretch);
      if (!read || report_.verdict != Verdict::good) return read;
    }
    judge_end(epoch, chain);
    return Done{};
  }

  void judge(const kiosk::StoredRecord& stored, const kiosk::StoredEpoch& epoch,
             record::Chain& chain) {
    Verdict verdict = chain.append(stored.cose);
    const bool good = verdict == Verdict::good;
    if (good && chain.public_key() != epoch.public_key) verdict = Verdict::wrong_signature;
    if (good && chain.head().sequence != stored.sequence) verdict = Verdict::head_mismatch;
    if (good && contradicts(epoch, chain.head())) verdict = Verdict::head_mismatch;
    if (verdict == Verdict::good && stored.sequence == 0) verdict = judge_opening(chain.last());
    if (verdict != Verdict::good) {
      report_.verdict = verdict;
      report_.place = ExportPlace::record;
      report_.record = report_.records + 1;
      report_.epoch = stored.epoch;
      report_.sequence = stored.sequence;
      return;
    }
    ++report_.records;
    if (chain.last().kind == record::Kind::answer) ++report_.answer_records;
    if (std::holds_alternative<record::UnreadableBody>(chain.last().body)) {
      ++report_.unreadable_bodies;
    }
    if (progress_) progress_(report_.records);
  }

  // As in an export: FORMAT.md, "Export", 4.
  Verdict judge_opening(const record::Record& first) {
    if (!before_) return Verdict::good;
    const auto& opened = std::get<record::EpochOpened>(first.body);
    const auto endorsement = record::judge_endorsement(opened, before_->epoch, before_->public_key);
    if (endorsement == record::Endorsement::absent) ++report_.unendorsed_epochs;
    return endorsement == record::Endorsement::forged ? Verdict::wrong_signature : Verdict::good;
  }

  static bool contradicts(const kiosk::StoredEpoch& epoch, const record::ChainHead& head) {
    if (!epoch.receipt || !epoch.receipt->head) return false;
    return epoch.receipt->head->sequence == head.sequence && *epoch.receipt->head != head;
  }

  // What a gap begins with is the first that is missing.
  void judge_stretch_end(const kiosk::StoredEpoch& epoch, const record::Chain& chain,
                         const Stretch& stretch) {
    if (!stretch.end || (!chain.empty() && chain.head().sequence + 1 == *stretch.end)) return;
    report_.verdict = Verdict::gap;
    report_.place = ExportPlace::end;
    report_.epoch = epoch.epoch;
  }

  // The backend has acknowledged what is no longer here.
  void judge_end(const kiosk::StoredEpoch& epoch, const record::Chain& chain) {
    const bool acknowledged = epoch.receipt && epoch.receipt->head;
    if (chain.empty()) {
      report_.verdict = Verdict::not_opened;
    } else if (acknowledged && epoch.receipt->head->sequence > chain.head().sequence) {
      report_.verdict = Verdict::head_mismatch;
    } else {
      return;
    }
    report_.place = ExportPlace::end;
    report_.epoch = epoch.epoch;
  }

  const kiosk::JournalReader& journal_;
  const std::function<void(std::uint64_t)>& progress_;
  record::ExportReport report_;
  std::optional<kiosk::StoredEpoch> before_;  // the one that may endorse the next
};

}  // namespace

Result<record::ExportReport> verify_journal(const kiosk::JournalReader& journal,
                                            const std::function<void(std::uint64_t)>& progress) {
  return JournalVerifier(journal, progress).run();
}

}  // namespace smilepost::tool
