// Unicode's own conformance tests, as Debian's package unicode-data brings them: lines of cases.
// What ICU 72 does otherwise is listed in a file beside the test, line by line; nothing else may
// be.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/places.h"

namespace smilepost::kiosk {

inline std::vector<std::string> words_in(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// Each line that is no comment.
inline int each_case(const std::string& path,
                     const std::function<void(const std::string&)>& check) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path << " is missing: install Debian's unicode-data";
  int cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    check(line);
    ++cases;
  }
  return cases;
}

class Deviations {
 public:
  explicit Deviations(const std::string& name) {
    each_case(tests::in_source("tests/kiosk/text/") + name,
              [&](const std::string& line) { listed_.insert(line); });
  }
  ~Deviations() {
    for (const auto& line : found_) EXPECT_TRUE(listed_.count(line)) << line;
    for (const auto& line : listed_) EXPECT_TRUE(found_.count(line)) << "passes: " << line;
  }
  void add(const std::string& line) { found_.insert(line); }

 private:
  std::set<std::string> listed_, found_;
};

}  // namespace smilepost::kiosk
