// One run of the command line, as a shell sees it.
#pragma once

#include <sstream>
#include <string>

#include "deploy/tool/commands.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::tool {

struct Outcome {
  int code = 0;
  std::string out, err;
};

inline Outcome outcome_of(const Words& words) {
  std::ostringstream out, err;
  const int code = run(words, {out, err});
  return {code, out.str(), err.str()};
}

class OwnFolder : public tests::TempFolder {
 public:
  std::string file(const std::string& name) const { return path() / name; }
};

}  // namespace smilepost::tool
