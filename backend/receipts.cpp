#include "backend/receipts.h"

#include "platform/log.h"

namespace smilepost::backend {

record::Bytes Receipts::seal(record::Receipt receipt) const {
  receipt.time_ms = clock_.wall_ms();
  receipt.generation = archive_.generation();
  return record::seal(receipt, key_);
}

record::Token Receipts::fresh_token() {
  record::Token token{};
  record::fill_random(token);
  return token;
}

void Receipts::warn(const record::KioskId& kiosk, Shown shown) {
  if (shown == Shown::known) return;
  platform::log_warning("kiosk " + record::to_hex(kiosk) +
                        (shown == Shown::copied
                             ? ": two devices answer for it: its card was copied; find the copy, "
                               "or revoke both and enrol them anew"
                             : ": an older state of it goes on: its card was restored or copied"));
}

}  // namespace smilepost::backend
