// Takes a release from the backend's offer to a slot that is good, or back. Does what the states of
// update_table.h ask for, one step at a time; what it knows is on the disk before it acts on it.
// One thread, no thread of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/journal/journal_reader.h"
#include "kiosk/sync/backoff.h"
#include "kiosk/updates/download.h"
#include "kiosk/updates/update.h"
#include "kiosk/updates/update_file.h"
#include "platform/clock.h"
#include "platform/http_client.h"
#include "platform/updater.h"

namespace smilepost::kiosk {

// How the kiosk fares, as far as an update has to know.
struct UpdateSurroundings {
  bool nobody_there = false;
  bool quiet = false;             // quiet hours, and nobody has been there for a while
  bool self_test_passed = false;  // fonts, texts, keys, and every set fits the display
  bool frame_shown = false;
  bool answers_wait = false;  // and could be sent
  bool synced = false;        // a receipt was verified since the program began
};

struct UpdateParts {
  platform::Updater& updater;
  platform::HttpClient& http;
  const platform::Clock& clock;
  std::function<UpdateSurroundings()> look;
  std::function<Result<std::unique_ptr<JournalReader>>()> journal;
};

struct UpdateSettings {
  std::filesystem::path state;           // the kiosk's folder
  std::string backend_url;               // empty: not enrolled
  std::string kiosk;                     // its number, in hexadecimal
  std::uint64_t offline_ms = 900'000;    // on trial without a network: after so long it is good
  std::uint64_t trial_ms = 3'600'000;    // on trial at most
  std::uint64_t look_ms = 10'000;        // how often surroundings are looked at
  std::uint64_t ask_again_ms = 600'000;  // for a restart, for room
  std::uint64_t first_retry_ms = 5'000, longest_retry_ms = 900'000;  // of the download
  std::uint64_t spare_bytes = std::uint64_t{64} << 20;
};

// What the backend is told.
struct UpdateReport {
  UpdateState state = UpdateState::nothing;
  std::string runs;     // this image's version; empty: it does not say
  std::string slot;     // that it runs from; empty: not known
  std::string version;  // of the release under way, or the last one; empty: none
  int percent = 0;      // of the download, or of the installation
  std::string reason;   // why it fell back, was refused, or does not go on; empty: none
  friend bool operator==(const UpdateReport&, const UpdateReport&) = default;
};

// As the status has it: record/update_told.h.
std::string told(const UpdateReport& report);

class Updating {
 public:
  // What `parts` names outlives it.
  Updating(UpdateParts parts, UpdateSettings settings);

  // What the backend's newest reply offers; nothing: no release. Kept until the next step.
  void heard(std::optional<Offer> offer);
  // When it wants to be called next, by the clock's monotonic time.
  std::uint64_t step(std::uint64_t now_ms);
  UpdateReport report() const;

 private:
  bool begin();
  void take_what_was_heard();
  bool advance(UpdateEvent event, const std::string& reason = {});
  bool keep(const Update& next);
  std::uint64_t act(std::uint64_t now_ms);
  std::uint64_t seek_room(std::uint64_t now_ms);
  std::uint64_t download(std::uint64_t now_ms);
  std::uint64_t take_whole(std::uint64_t now_ms);
  std::uint64_t begin_install(std::uint64_t now_ms);
  std::uint64_t watch_install(std::uint64_t now_ms);
  std::uint64_t restart_when_quiet(std::uint64_t now_ms);
  std::uint64_t judge_trial(std::uint64_t now_ms);
  std::optional<std::string> still_lacks(const UpdateSurroundings& now, std::uint64_t age_ms);
  std::uint64_t send_back(std::uint64_t now_ms);
  bool network_is_there();
  void say(const std::string& fault);  // once, until another one comes
  const Offer& offer() const { return *update_->memory().offer; }

  UpdateParts parts_;
  UpdateSettings settings_;
  UpdateFile file_;
  Download download_;
  Backoff backoff_;
  std::optional<Update> update_;  // nothing: it is not known yet where this runs
  std::optional<std::optional<Offer>> heard_;
  std::optional<std::uint64_t> trial_since_ms_, restart_asked_ms_;
  bool journal_proven_ = false;
  bool marked_bad_ = false;
  int percent_ = 0;
  std::string said_;
};

}  // namespace smilepost::kiosk
