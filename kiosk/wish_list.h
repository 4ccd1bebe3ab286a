// What the backend asks for in its replies, handed on to the parts of the kiosk that do it. These
// come after it has begun to speak, and go before it has ended.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "kiosk/sync/backend_wishes.h"
#include "kiosk/updates/update.h"

namespace smilepost::kiosk {

// Neither function waits for anything.
struct UpdateEnds {
  std::function<void(std::optional<Offer>)> hear;
  std::function<std::string()> told;  // as in record/update_told.h
};

class WishList final : public BackendWishes {
 public:
  // Any thread. What was offered before is heard at once. Nothing: nobody updates any more; none
  // of the former is called once this returns.
  void use(std::optional<UpdateEnds> updates);

  // Before the delivery starts. Called on the sync's thread.
  void describe(std::function<std::string()> diagnosis) { diagnosis_ = std::move(diagnosis); }

  void offered(const std::optional<record::ReleaseOffer>& release) override;
  std::optional<std::string> diagnostics() override;
  std::optional<std::string> update_state() const override;

 private:
  std::function<std::string()> diagnosis_;
  mutable std::mutex mutex_;
  std::optional<UpdateEnds> updates_;            // guarded by mutex_
  bool has_heard_ = false;                       // likewise
  std::optional<record::ReleaseOffer> offered_;  // likewise
};

}  // namespace smilepost::kiosk
