// Gives a kiosk a fresh signing key, which the old one vouches for: after somebody may have seen
// the old one, or because a rule says so. The kiosk has to be stopped.
#include "deploy/tool/arguments.h"
#include "kiosk/journal/journal.h"
#include "platform/clock.h"
#include "platform/key_store.h"

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
  const std::filesystem::path state = arguments->values.at("--state");
  std::error_code fault;
  if (!std::filesystem::is_directory(state / "keys", fault)) {
    return failed(Error{state.string() + ": not the state of a kiosk, its keys are not there"},
                  streams);
  }
  const auto keys = platform::open_key_folder(state / "keys");
  if (!keys) return failed(keys.error(), streams);
  const platform::SystemClock clock;
  const auto journal = kiosk::Journal::open(state, **keys, clock);
  if (!journal) return failed(journal.error(), streams);
  if (auto done = (*journal)->rotate_key(); !done) return failed(done.error(), streams);
  streams.out << "a new key signs from now on; the old one vouches for it\n";
  return exit_good;
}

}  // namespace smilepost::tool
