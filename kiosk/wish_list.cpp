#include "kiosk/wish_list.h"

#include <utility>

namespace smilepost::kiosk {
namespace {

std::optional<Offer> offer_of(const std::optional<record::ReleaseOffer>& release) {
  if (!release) return std::nullopt;
  return Offer{release->version, release->size, release->sha256, release->path,
               release->floor.value_or("")};
}

}  // namespace

void WishList::use(std::optional<UpdateEnds> updates) {
  const std::lock_guard lock(mutex_);
  updates_ = std::move(updates);
  if (updates_ && has_heard_) updates_->hear(offer_of(offered_));
}

void WishList::offered(const std::optional<record::ReleaseOffer>& release) {
  const std::lock_guard lock(mutex_);
  has_heard_ = true;
  offered_ = release;
  if (updates_) updates_->hear(offer_of(offered_));
}

std::optional<std::string> WishList::diagnostics() {
  if (!diagnosis_) return std::nullopt;
  return diagnosis_();
}

std::optional<std::string> WishList::update_state() const {
  const std::lock_guard lock(mutex_);
  if (!updates_) return std::nullopt;
  return updates_->told();
}

}  // namespace smilepost::kiosk
