// The last lines that this program logged, for whoever cannot read the system's log. Any thread.
#pragma once

#include <string>
#include <vector>

namespace smilepost::platform {

inline constexpr std::size_t most_recent_lines = 400;

// Oldest first, "2026-11-28T07:15:00Z warning: …".
std::vector<std::string> recent_log();

}  // namespace smilepost::platform
