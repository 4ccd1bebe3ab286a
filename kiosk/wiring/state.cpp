#include "kiosk/wiring/state.h"

#include <system_error>
#include <utility>

namespace smilepost::kiosk {

namespace {

Result<State> try_state(const Options& options, const platform::Clock& clock) {
  auto kept = open_journal_in(options.state, clock);
  if (!kept) return kept.error();
  auto enrolment = load_enrolment(options.state);
  if (!enrolment) return enrolment.error();
  return State{std::move(kept->keys), std::move(kept->journal), *std::move(enrolment)};
}

}  // namespace

Status make_folder(const std::filesystem::path& folder, const std::string& option) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return Error{folder.string() + ": " + error.message() + "; pick another with " + option};
  return Done{};
}

Result<Kept> open_journal_in(const std::filesystem::path& state, const platform::Clock& clock) {
  if (auto made = make_folder(state, "--state"); !made) return made.error();
  auto keys = platform::open_key_folder(state / "keys");
  if (!keys) return keys.error();
  auto journal = Journal::open(state, **keys, clock);
  if (!journal) return journal.error();
  return Kept{*std::move(keys), *std::move(journal)};
}

Result<State> open_state(const Options& options, StorageBreak& storage_break,
                         platform::StopSignal& stop, const platform::Clock& clock) {
  if (options.play_seconds) return try_state(options, clock);
  std::optional<State> state;
  const auto attempt = [&]() -> Status {
    auto opened = try_state(options, clock);
    if (!opened) return opened.error();
    state = *std::move(opened);
    return Done{};
  };
  const auto done = storage_break.wait_for(
      attempt, [&stop] { return stop.asked(); }, clock);
  if (!done) return done.error();
  return *std::move(state);
}

}  // namespace smilepost::kiosk
