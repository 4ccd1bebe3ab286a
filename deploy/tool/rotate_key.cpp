// Gives a kiosk a fresh signing key, which the old one vouches for: after somebody may have seen
// the old one, or because a rule says so. The kiosk has to be stopped.
#include "deploy/tool/arguments.h"
#include "deploy/tool/kiosk_state.h"

namespace smilepost::tool {
namespace {

int failed(const Error& error, Streams streams) {
  streams.err << "smilepost rotate-key: " << error.message << '\n';
  return exit_unreadable;
}

}  // namespace

int rotate_key(const Words& words, Streams streams) {
  const auto arguments = parse(words, {.command = "rotate-key", .values = {"--state"}});
  if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
  const auto state = open_kiosk_state(arguments->values.at("--state"));
  if (!state) return failed(state.error(), streams);
  if (auto done = state->journal->rotate_key(); !done) return failed(done.error(), streams);
  streams.out << "a new key signs from now on; the old one vouches for it\n";
  return exit_good;
}

}  // namespace smilepost::tool
