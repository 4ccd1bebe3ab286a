#include "kiosk/sync/fault_log.h"

#include "platform/log.h"

namespace smilepost::kiosk {
namespace {

// Faults that differ each time must not fill the memory.
constexpr std::size_t most_faults = 100;

std::string how_many(std::uint64_t answers) {
  return std::to_string(answers) + (answers == 1 ? " answer" : " answers") + " sent";
}

}  // namespace

void FaultLog::fault(const Error& error, std::uint64_t acknowledged) {
  drained(acknowledged);
  if (said_.size() >= most_faults) said_.clear();
  if (said_.insert(error.message).second) platform::log_warning("sync: " + error.message);
}

void FaultLog::arrived(std::uint64_t before, bool were_refused) {
  if ((were_refused || !said_.empty()) && !since_) since_ = before;
}

void FaultLog::drained(std::uint64_t acknowledged) {
  if (!since_) return;
  const std::uint64_t answers = acknowledged > *since_ ? acknowledged - *since_ : 0;
  platform::log_info("sync: the backend confirms records again: " + how_many(answers));
  since_.reset();
  said_.clear();
}

}  // namespace smilepost::kiosk
