// Options and plain words of one subcommand.
#pragma once

#include <map>
#include <set>

#include "deploy/tool/commands.h"
#include "platform/result.h"

namespace smilepost::tool {

struct Syntax {
  std::string command;                  // for messages
  std::set<std::string> values = {};    // options that must be given, with a value: "--state"
  std::set<std::string> optional = {};  // likewise, but they may be missing: then empty
  std::set<std::string> flags = {};     // options that may be given, without: "--json"
  std::vector<std::string> words = {};  // plain words that must be given, as help names them
  bool more_words = false;              // further ones may follow
};

struct Arguments {
  std::map<std::string, std::string> values;
  std::set<std::string> flags;
  std::vector<std::string> words;
};

// An Error is one line for stderr; the exit code is then exit_usage.
Result<Arguments> parse(const Words& words, const Syntax& syntax);

}  // namespace smilepost::tool
