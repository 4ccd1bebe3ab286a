// The seam between the loop and the journal: what was asked to be kept, and what became of it.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/journal/journal_thread.h"

namespace smilepost::kiosk {

class AnswerStore {
 public:
  virtual ~AnswerStore() = default;
  // Never block: a ticket now, its outcome later.
  virtual std::uint64_t append(record::Body body) = 0;
  // Writes without keeping anything: can it be written again?
  virtual std::uint64_t probe() = 0;
  virtual std::vector<Appended> take_appended() = 0;
};

class JournalStore final : public AnswerStore {
 public:
  explicit JournalStore(JournalThread& journal) : journal_(journal) {}
  std::uint64_t append(record::Body body) override { return journal_.append(std::move(body)); }
  std::uint64_t probe() override { return journal_.probe(); }
  std::vector<Appended> take_appended() override { return journal_.take_appended(); }

 private:
  JournalThread& journal_;
};

}  // namespace smilepost::kiosk
