// The figures as JSON: for programs (results.json), and in words for the page's templates.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "backend/results.h"

namespace smilepost::backend {

// Plain figures; depends on nothing but them, so equal figures give equal bytes.
nlohmann::json results_json(const Figures& figures);

// What figures.html shows, at this moment. `flagged`: how the figures were read.
nlohmann::json page_view(const Figures& figures, std::int64_t now_ms, Flagged flagged);

}  // namespace smilepost::backend
