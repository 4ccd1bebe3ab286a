// Keeps visits, counters and reported figures in step with the records as they come in.
#pragma once

#include "backend/archive/ledger.h"
#include "backend/boot_times.h"

namespace smilepost::backend {

class Tally {
 public:
  explicit Tally(Ledger& ledger) : ledger_(ledger), boot_times_(ledger) {}

  // First each record that was appended, then load(), then each of them again, in the same order:
  // the last word on a visit holds.
  void expect(const RecordRow& row);
  Status load();
  Status count(RecordRow& row);

 private:
  void count_answer(RecordRow& row, const record::Answer& answer);
  void begin_visit(const RecordRow& row, const record::Answer& answer);
  std::optional<VisitKey> visit_of(const ChainKey& chain, const record::Answer& answer) const;
  void open(const RecordRow& row, const record::EpochOpened& opened);
  void report(RecordRow& row, const record::HeadReport& head);
  Status hear(RecordRow& row, const record::TimeHeard& heard);
  void raise(RecordRow& row, Raised why);

  Ledger& ledger_;
  BootTimes boot_times_;
  std::map<ChainKey, std::uint64_t> first_;  // sequence of what was appended
  std::set<VisitKey> referred_;
  std::set<BootKey> boots_;
};

}  // namespace smilepost::backend
