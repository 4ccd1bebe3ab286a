// Command lines, an argument a line: the kiosk's, the backend's, and one of the tool's.
#include <sstream>

#include "backend/options.h"
#include "deploy/tool/arguments.h"
#include "kiosk/options.h"
#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using Arguments = std::vector<std::string>;

constexpr std::uint64_t most = 1'000'000'000;

void judge_kiosk(const Arguments& arguments) {
  const auto options = kiosk::parse_options(arguments);
  if (!options) return must(is_one_line(options.error().message), "a refusal is one line");
  must(options->for_seconds.value_or(0) <= most && options->seed <= most, "numbers are in range");
  if (options->window) must(options->window->first >= 320, "a window is of a size to read");
  if (options->command != kiosk::Command::enrol) return;
  must(!options->backend_url.empty() && !options->code_file.empty(), "an enrolment is complete");
}

void judge_backend(const Arguments& arguments) {
  const auto options = backend::parse_options(arguments);
  if (!options) return must(is_one_line(options.error().message), "a refusal is one line");
  must(options->allow_remote || backend::is_loopback(options->listen.host),
       "no unguarded remote address");
  must(options->allow_remote || !options->metrics || backend::is_loopback(options->metrics->host),
       "nor one for metrics");
  must(!options->state.empty(), "there is a state folder");
}

void judge_tool(const Arguments& arguments) {
  const tool::Syntax syntax{"export", {"--state", "--out"}, {"--json"}, {"FILE"}};
  const auto given = tool::parse(arguments, syntax);
  if (!given) return must(is_one_line(given.error().message), "a refusal is one line");
  must(given->values.size() == 2 && !given->words.empty(), "all that must be given is");
  for (const auto& [option, value] : given->values) must(!value.empty(), "a value is one");
}

Arguments printable_lines(std::string_view text) {
  Arguments lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || is_one_line(line)) lines.push_back(line);
  }
  return lines;
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smilepost;
  const auto arguments = fuzz::printable_lines(fuzz::text_of({data, size}));
  fuzz::judge_kiosk(arguments);
  fuzz::judge_backend(arguments);
  fuzz::judge_tool(arguments);
  return 0;
}
