#include "backend/archive/answers_text.h"

#include <nlohmann/json.hpp>

namespace smilepost::backend {

using nlohmann::json;

static json json_of(const AnswerInForce& answer) {
  json out = json::object();
  if (answer.vote) out["vote"] = {answer.vote->value, answer.vote->steps};
  if (!answer.reasons.empty()) out["reasons"] = answer.reasons;
  if (answer.leads_to) out["leads_to"] = *answer.leads_to;
  return out;
}

static AnswerInForce answer_from(const json& in) {
  AnswerInForce answer;
  if (in.contains("vote")) {
    answer.vote = {in.at("vote").at(0).get<std::uint8_t>(),
                   in.at("vote").at(1).get<std::uint8_t>()};
  }
  if (in.contains("reasons")) in.at("reasons").get_to(answer.reasons);
  if (in.contains("leads_to")) answer.leads_to = in.at("leads_to").get<std::string>();
  return answer;
}

std::string text_of(const Answers& answers) {
  json out = json::object();
  for (const auto& [question, answer] : answers) out[question] = json_of(answer);
  return out.dump();
}

Answers answers_from(const std::string& text) {
  try {
    Answers answers;
    const json in = json::parse(text);
    for (const auto& [question, answer] : in.items()) answers[question] = answer_from(answer);
    return answers;
  } catch (const json::exception&) {
    return {};
  }
}

}  // namespace smilepost::backend
