// `smilepost survey`: for who writes survey sets and who translates them.
#include "deploy/tool/survey.h"

namespace smilepost::tool {
namespace {

struct Action {
  std::string name;
  std::set<std::string> values, optional, flags;
  bool more_files;
  int (*run)(const Arguments&, Streams);
};

const std::vector<Action>& actions() {
  static const std::vector<Action> all = {
      {"check", {}, {}, {}, true, survey_check},
      {"preview", {}, {"--language", "--size", "--pictures"}, {}, false, survey_preview},
      {"export", {"--to"}, {"--language"}, {"--replace"}, false, survey_export},
      {"import", {"--from"}, {"--language"}, {}, false, survey_import},
  };
  return all;
}

}  // namespace

int survey_failed(const std::string& fault, int code, Streams streams) {
  streams.err << "smilepost survey: " << fault << '\n';
  return code;
}

int survey(const Words& words, Streams streams) {
  for (const Action& action : actions()) {
    if (words.empty() || words.front() != action.name) continue;
    const auto arguments = parse(words, {.command = "survey",
                                         .values = action.values,
                                         .optional = action.optional,
                                         .flags = action.flags,
                                         .words = {"check, preview, export or import", "FILE"},
                                         .more_words = action.more_files});
    if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
    return action.run(*arguments, streams);
  }
  return survey_failed("say check, preview, export or import; see smilepost survey --help",
                       exit_usage, streams);
}

}  // namespace smilepost::tool
