// Tells the backend how this kiosk is, and hears what it asks for (record/FORMAT.md, "Status"). One
// thread: the sync's.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>

#include "kiosk/journal/epoch_keys.h"
#include "kiosk/journal/journal_reader.h"
#include "kiosk/sync/backend_wishes.h"
#include "kiosk/sync/sync.h"
#include "platform/clock.h"
#include "platform/http_client.h"
#include "record/status.h"

namespace smilepost::kiosk {

struct StatusSettings {
  std::string backend_url;
  record::PublicKey receipt_key{};
  // Not before the first has passed since the last report, then with the next exchange; without
  // one once the second has. Each up to a fifth later, so that not all kiosks of a shop report at
  // once.
  std::uint64_t least_ms = 300'000, most_ms = 750'000;
  std::uint64_t unknown_ms = 3'600'000;  // a backend that knows no status is asked again
  std::optional<std::uint64_t> seed;     // of the jitter; nothing: random
};

// What other parts of the kiosk say of themselves; all that can't be found out is left out.
struct StatusFigures {
  record::ProgramStatus program;  // without its update
  record::StorageStatus storage;
  std::optional<std::int64_t> temperature_mc;
  std::optional<record::DisplayStatus> display;  // since this was asked last
  std::optional<record::TouchStatus> touch;      // likewise
};

class StatusLine {
 public:
  // keys, http, clock and wishes must outlive it. `figures` is called on this thread, and may not
  // wait for anything.
  StatusLine(StatusSettings settings, const EpochKeys& keys, platform::HttpClient& http,
             const platform::Clock& clock, std::function<StatusFigures()> figures,
             BackendWishes& wishes);

  // Reports, if it is time. To be called while the backend can be reached.
  void step(const SyncStatus& sync, const JournalReader& journal);
  // When step() has something to do though nothing was exchanged.
  std::uint64_t due_ms() const { return latest_ms_; }

 private:
  bool is_time(const SyncStatus& sync, std::uint64_t now_ms) const;
  void plan(std::uint64_t now_ms);
  void gather(const SyncStatus& sync, const JournalReader& journal);
  Result<bool> report();  // whether it was kept
  Result<record::Bytes> sealed_report();
  Result<record::StatusReply> reply_to(const record::Bytes& report,
                                       const platform::HttpResponse& response) const;
  void take(const record::StatusReply& reply);
  Status send_diagnostics(const std::array<std::uint8_t, 16>& wish);
  Result<record::SigningKey> newest_key();  // and fills in whose it is
  void say(const std::string& fault);

  StatusSettings settings_;
  const EpochKeys& keys_;
  platform::HttpClient& http_;
  const platform::Clock& clock_;
  std::function<StatusFigures()> figures_;
  BackendWishes& wishes_;
  std::mt19937_64 random_;
  record::StatusReport report_;  // its counts: what no report that was kept has told
  std::uint64_t earliest_ms_ = 0, latest_ms_ = 0;
  std::optional<std::int64_t> exchange_ms_;     // the contact that the last report went with
  std::optional<std::int64_t> time_offset_ms_;  // the backend's clock minus the monotonic one
  std::optional<std::array<std::uint8_t, 16>> last_wish_;
  bool unknown_ = false;  // this backend knows no status
  std::string said_;      // the fault that was logged last
};

// The wall clock of the oldest answer that no receipt acknowledged, as far as a look at the first
// few records says.
std::optional<std::int64_t> oldest_waiting_ms(const JournalReader& journal);

}  // namespace smilepost::kiosk
