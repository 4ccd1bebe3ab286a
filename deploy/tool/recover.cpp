// Saves what still verifies from the journals that a kiosk put aside. The kiosk does the same by
// itself when it is idle; this is for a card out of a broken one, and for whoever wants to watch.
#include <fmt/format.h>

#include "deploy/tool/arguments.h"
#include "deploy/tool/kiosk_state.h"
#include "deploy/tool/progress.h"

namespace smilepost::tool {
namespace {

int unreadable(const Error& error, Streams streams) {
  streams.err << "smilepost recover: " << error.message << '\n';
  return exit_unreadable;
}

// First the files are read, then what was found is moved.
Stand stand_of(const kiosk::SalvageFigures& figures) {
  if (figures.bytes_read < figures.bytes) return {figures.bytes_read, figures.bytes, Unit::bytes};
  return {figures.moved, figures.found, Unit::records};
}

Status salvage_all(kiosk::Journal& journal, Streams streams) {
  Progress progress(streams);
  for (;;) {
    const auto more = journal.tidy();
    if (!more) return more.error();
    if (!*more) return Done{};
    const auto figures = journal.salvaged();
    progress.records(figures.found, [&] { return stand_of(figures); });
  }
}

}  // namespace

int recover(const Words& words, Streams streams) {
  const auto arguments = parse(words, {.command = "recover", .values = {"--state"}});
  if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
  const auto state = open_kiosk_state(arguments->values.at("--state"));
  if (!state) return unreadable(state.error(), streams);
  if (auto done = salvage_all(*state->journal, streams); !done)
    return unreadable(done.error(), streams);
  const auto figures = state->journal->salvaged();
  streams.out << (figures.bytes == 0
                      ? "nothing was put aside here\n"
                      : fmt::format("{} records saved, from {} bytes; the kiosk sends them when it "
                                    "runs\n",
                                    figures.moved, figures.bytes));
  return exit_good;
}

}  // namespace smilepost::tool
