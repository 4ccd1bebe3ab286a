// What IT reads of the network: each fault once until records arrive again, then how many did.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "platform/result.h"

namespace smilepost::kiosk {

class FaultLog {
 public:
  // `acknowledged`, here and below: answer records so far.
  void fault(const Error& error, std::uint64_t acknowledged);
  // Records arrived. `before`: what was acknowledged without them. `were_refused`: as was said.
  void arrived(std::uint64_t before, bool were_refused = false);
  // Nothing is left to be sent now.
  void drained(std::uint64_t acknowledged);

 private:
  std::set<std::string> said_;          // since records arrived last
  std::optional<std::uint64_t> since_;  // the figure when they began to arrive again
};

}  // namespace smilepost::kiosk
