// The subcommands of `smilepost`, one file each, and what they share: streams in, exit code out.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace smilepost::tool {

enum ExitCode : int { exit_good = 0, exit_bad = 1, exit_usage = 2, exit_unreadable = 3 };

struct Streams {
  std::ostream& out;      // the result
  std::ostream& err;      // progress and faults
  bool terminal = false;  // whether err is one: then progress is drawn over
};

using Words = std::vector<std::string>;

int verify(const Words& words, Streams streams);
int export_journal(const Words& words, Streams streams);
int counts(const Words& words, Streams streams);
int recover(const Words& words, Streams streams);
int enrol_code(const Words& words, Streams streams);
int rotate_key(const Words& words, Streams streams);
int fleet(const Words& words, Streams streams);
int release(const Words& words, Streams streams);
int account(const Words& words, Streams streams);
int audit(const Words& words, Streams streams);
int bundle(const Words& words, Streams streams);
int lint(const Words& words, Streams streams);
int survey(const Words& words, Streams streams);

// The whole command line, without the program's name.
int run(const Words& words, Streams streams);

}  // namespace smilepost::tool
