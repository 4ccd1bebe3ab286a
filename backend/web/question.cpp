#include "backend/web/question.h"

#include <nlohmann/json.hpp>

namespace smilepost::backend {

nlohmann::json question_view(const Question& asked, const std::map<std::string, std::string>& form,
                             const std::string& action, const std::string& back) {
  auto view = nlohmann::json{{"question", asked.question},
                             {"words", asked.words},
                             {"button", asked.button},
                             {"look", asked.is_harmful ? "danger" : "go"},
                             {"action", action},
                             {"back", back},
                             {"fields", nlohmann::json::array()}};
  for (const auto& [key, value] : form) {
    if (key != "sure" && key != "csrf") view["fields"].push_back({{"key", key}, {"value", value}});
  }
  return view;
}

}  // namespace smilepost::backend
