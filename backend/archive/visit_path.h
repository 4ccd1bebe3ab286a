// Which answers of a visit count (FORMAT.md, "How results count").
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "backend/archive/rows.h"

namespace smilepost::backend {

// A question with the answer in force.
using Answered = std::pair<const std::string, AnswerInForce>;

// In the order in which they were asked, the rating first. They are the visit's own.
std::vector<const Answered*> path_of(const VisitRow& visit);

}  // namespace smilepost::backend
