// Updating on its own thread: a download must not hold up answers, nor an installation a shopper.
#pragma once

#include <memory>

#include "kiosk/updates/updating.h"

namespace smilepost::kiosk {

class UpdateThread {
 public:
  // What `look` and `journal` use must outlive it, and so must the clock.
  UpdateThread(std::unique_ptr<platform::Updater> updater,
               std::unique_ptr<platform::HttpClient> http, const platform::Clock& clock,
               std::function<UpdateSurroundings()> look,
               std::function<Result<std::unique_ptr<JournalReader>>()> journal,
               UpdateSettings settings);
  ~UpdateThread();  // at once: a request under way is given up

  // Any thread.
  void heard(std::optional<Offer> offer);
  UpdateReport report() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
