// What is asked once more before a button is believed: fleet_confirm.html.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace smilepost::backend {

struct Question {
  std::string question, words, button;
  bool is_harmful = true;  // what it takes from kiosks or shoppers is not given back
};

// `form` comes again where it is confirmed, with sure=yes. Paths: where to, and where back.
nlohmann::json question_view(const Question& asked, const std::map<std::string, std::string>& form,
                             const std::string& action, const std::string& back);

}  // namespace smilepost::backend
