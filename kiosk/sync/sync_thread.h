// Sync on its own thread.
#pragma once

#include <filesystem>
#include <memory>

#include "kiosk/sync/bundle_fetch.h"
#include "kiosk/sync/status_line.h"
#include "kiosk/sync/sync.h"

namespace smilepost::kiosk {

class SyncThread {
 public:
  using MakeBundleFetch = std::function<std::unique_ptr<BundleFetch>(platform::HttpClient&)>;
  using MakeStatusLine = std::function<std::unique_ptr<StatusLine>(platform::HttpClient&)>;

  // clock must outlive it, and so must what the functions use. `changed` (may be empty) is called
  // on the sync's thread whenever the status has changed. What `bundles` makes of the HTTP client
  // asks for bundles after what there is was sent, and what `status` makes of it says then how this
  // kiosk is; empty: nothing does.
  SyncThread(std::unique_ptr<JournalReader> journal, Sync::Writer writer,
             std::unique_ptr<platform::HttpClient> http, const platform::Clock& clock,
             SyncSettings settings, std::function<void()> changed,
             const MakeBundleFetch& bundles = {}, const MakeStatusLine& status = {});
  ~SyncThread();  // at once: a request under way is given up

  // Any thread.
  void notify();  // there may be new records
  SyncStatus status() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
