// What one audience of a kiosk said, in words for answers.html.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "backend/answer_figures.h"

namespace smilepost::backend {

// A figure with its range and sample; null without one.
nlohmann::json index_view(const std::optional<Estimate>& index);

// The rating, further questions, and reasons.
nlohmann::json answers_view(const AnswerFigures& answers);

}  // namespace smilepost::backend
