#include "kiosk/journal/journal_room.h"

namespace smilepost::kiosk {

Status JournalRoom::take() {
  if (taken_) return Done{};
  const auto file = place_.file(reserve_file);
  auto taken = place_.disk->reserve(file, reserved_bytes);
  if (!taken) {
    (void)place_.disk->remove(file);  // what it got of it belongs to the answers
    return taken;
  }
  taken_ = true;
  return Done{};
}

bool JournalRoom::give() {
  if (!taken_) return false;
  taken_ = false;
  return bool(place_.disk->remove(place_.file(reserve_file)));
}

}  // namespace smilepost::kiosk
