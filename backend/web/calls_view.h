// The calls and who is there, in words for calls.html.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "backend/archive/call_rows.h"

namespace smilepost::backend {

struct CallBoard {
  std::vector<ScreenRow> screens;  // by label
  std::vector<CallRow> calls;      // of today, the newest first
};

// `notice`: what became of the button that was pressed, if there is anything to say.
nlohmann::json calls_view(const CallBoard& board, std::int64_t now_ms, const std::string& notice);

}  // namespace smilepost::backend
