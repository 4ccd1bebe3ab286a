#include "kiosk/journal/journal_upkeep.h"

#include <algorithm>

#include "platform/log.h"

namespace smilepost::kiosk {

// What the last run left to be done is done once it is idle.
JournalUpkeep::JournalUpkeep(Journal& journal, JournalThread::Timing timing)
    : journal_(journal),
      timing_(timing),
      last_head_ms_(journal.clock().monotonic_ms()),
      written_ms_(last_head_ms_) {}

void JournalUpkeep::wrote(std::uint64_t now_ms) {
  written_ms_ = now_ms;
  if (++written_ >= checkpoint_after_writes) checkpoint();
}

std::uint64_t JournalUpkeep::head_due_ms() const {
  const bool news = headed_ != journal_.head();
  return last_head_ms_ + (news ? timing_.head_interval_ms : timing_.heartbeat_ms);
}

std::optional<std::uint64_t> JournalUpkeep::step(std::uint64_t now_ms) {
  if (now_ms >= head_due_ms()) write_head(now_ms, true);
  if (written_ms_ && now_ms >= *written_ms_ + timing_.checkpoint_after_idle_ms) tidy(now_ms);
  if (!written_ms_) return head_due_ms();
  return std::min(head_due_ms(), *written_ms_ + timing_.checkpoint_after_idle_ms);
}

void JournalUpkeep::write_head(std::uint64_t now_ms, bool anyway) {
  last_head_ms_ = now_ms;
  const auto head = journal_.append_head(anyway);
  if (!head) return report(head.error());
  if (*head) wrote(now_ms);
  headed_ = journal_.head();
}

void JournalUpkeep::checkpoint() {
  written_ = 0;
  report(journal_.checkpoint());
}

// A short part at a time: requests come between.
void JournalUpkeep::tidy(std::uint64_t now_ms) {
  written_ = 0;
  written_ms_.reset();
  const auto more = journal_.tidy();
  if (!more) return report(more.error());
  report(Done{});
  if (*more) written_ms_ = now_ms - timing_.checkpoint_after_idle_ms;
}

void JournalUpkeep::report(const Status& status) {
  const std::string fault = status ? "" : status.error().message;
  if (!fault.empty() && fault != last_fault_) platform::log_error(fault);
  last_fault_ = fault;
}

}  // namespace smilepost::kiosk
