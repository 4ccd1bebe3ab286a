// Sync on its own thread.
#pragma once

#include <filesystem>
#include <memory>

#include "kiosk/sync/sync.h"

namespace smilepost::kiosk {

class SyncThread {
 public:
  // clock must outlive it, and so must what the functions use. `changed` (may be empty) is called
  // on the sync's thread whenever the status has changed.
  SyncThread(std::unique_ptr<JournalReader> journal, Sync::Writer writer,
             std::unique_ptr<platform::HttpClient> http, const platform::Clock& clock,
             SyncSettings settings, std::function<void()> changed);
  ~SyncThread();  // at once: a request under way is given up

  // Any thread.
  void notify();  // there may be new records
  SyncStatus status() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
