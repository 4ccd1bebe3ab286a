// Wires updates of the image to the rest of the kiosk.
#pragma once

#include <memory>

#include "kiosk/config.h"
#include "kiosk/delivery.h"
#include "kiosk/night_watch.h"
#include "kiosk/sync/enrolment_file.h"
#include "kiosk/updates/update_thread.h"

namespace smilepost::kiosk {

class ImageUpdates {
 public:
  // Whether images are installed on this machine.
  static bool are_installed_here(const Config& config);

  // Everything outlives it. Without an enrolment nothing is downloaded, but a trial is judged.
  ImageUpdates(const std::filesystem::path& state, const Config& config,
               const std::optional<EnrolmentFile>& enrolment, const record::KioskId& kiosk,
               const Delivery& delivery, const NightWatch& night, const platform::Clock& clock);

  // All parts were opened: fonts, texts, keys, journal, and each set drawn once.
  void self_test_passed() { self_test_passed_ = true; }

  // Any thread.
  void heard(std::optional<Offer> offer) { thread_->heard(std::move(offer)); }
  UpdateReport report() const { return thread_->report(); }

 private:
  UpdateSurroundings surroundings() const;

  const Delivery& delivery_;
  const NightWatch& night_;
  std::atomic<bool> self_test_passed_ = false;
  mutable std::atomic<bool> synced_ = false;  // once, since the start
  std::unique_ptr<UpdateThread> thread_;      // last: uses the above
};

}  // namespace smilepost::kiosk
