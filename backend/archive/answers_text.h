// A visit's answers as they are stored: JSON, by question. {"visit": {"vote": [1, 4], "leads_to":
// "why"}, "why": {"reasons": ["queue"]}}
#pragma once

#include <map>
#include <string>

#include "backend/archive/rows.h"

namespace smilepost::backend {

using Answers = std::map<std::string, AnswerInForce>;

std::string text_of(const Answers& answers);
// None where somebody else wrote what we never would.
Answers answers_from(const std::string& text);

}  // namespace smilepost::backend
