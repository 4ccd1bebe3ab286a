// Asks the backend for the organisation's bundle now and then, opens what was sealed to this kiosk,
// and keeps it. One thread: the sync's.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>

#include "kiosk/journal/epoch_keys.h"
#include "kiosk/journal/journal_reader.h"
#include "kiosk/sync/bundle_store.h"
#include "platform/http_client.h"

namespace smilepost::kiosk {

struct BundleSettings {
  std::string backend_url;
  std::uint64_t every_ms = 600'000;   // at most so often; up to a fifth later, so that not all
                                      // kiosks of a shop ask at once
  std::optional<std::uint64_t> seed;  // of the jitter; nothing: random
};

class BundleFetch {
 public:
  // `taken` is called with each bundle that is new and durable. keys, http and what `taken` uses
  // must outlive it.
  BundleFetch(BundleSettings settings, BundleStore store, const EpochKeys& keys,
              platform::HttpClient& http, std::function<void(const record::Bundle&)> taken);

  // Asks, if it is time; at most one request. To be called while the backend can be reached.
  void step(std::uint64_t now_ms, const JournalReader& journal);
  // When step() has something to do again.
  std::uint64_t due_ms() const { return due_ms_; }

 private:
  Status fetch(const JournalReader& journal);
  Result<platform::HttpRequest> request_by(const JournalReader& journal) const;
  Status take(const record::Bytes& sealed, const JournalReader& journal);
  Result<record::Bytes> open(const record::Bytes& sealed, const JournalReader& journal) const;

  BundleSettings settings_;
  BundleStore store_;
  const EpochKeys& keys_;
  platform::HttpClient& http_;
  std::function<void(const record::Bundle&)> taken_;
  std::mt19937_64 random_;
  std::uint64_t due_ms_ = 0;
  std::string said_;  // the fault that was logged last
};

}  // namespace smilepost::kiosk
