// Bundles for the app's tests, made of the survey sets that come with the program.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "record/bundle.h"
#include "tests/places.h"

namespace smilepost::tests {

// A ready-made set with another question, in English.
inline std::string changed_set(const std::string& id, const std::string& question) {
  std::ifstream file(tests::in_source("assets/surveys/") + id + ".json");
  auto set = nlohmann::json::parse(file);
  set.at("version") = 1'000;
  set.at("questions").at(0).at("text").at("en") = question;
  return set.dump();
}

inline record::Bundle bundle_with(std::uint64_t version, const std::string& question) {
  record::Bundle bundle;
  bundle.version = version;
  bundle.survey_sets["checkout"] = changed_set("checkout", question);
  return bundle;
}

}  // namespace smilepost::tests
