// Writes receipts: what is durable here, said with the backend's key.
#pragma once

#include "backend/archive.h"
#include "backend/tokens.h"
#include "platform/clock.h"
#include "record/receipt.h"

namespace smilepost::backend {

class Receipts {
 public:
  Receipts(const Archive& archive, const platform::Clock& clock, const record::SigningKey& key)
      : archive_(archive), clock_(clock), key_(key) {}

  const record::PublicKey& public_key() const { return key_.public_key(); }

  // The COSE bytes, with this backend's time and generation.
  record::Bytes seal(record::Receipt receipt) const;

  static record::Token fresh_token();
  // One line for whoever looks after the kiosks.
  static void warn(const record::KioskId& kiosk, Shown shown);

 private:
  const Archive& archive_;
  const platform::Clock& clock_;
  const record::SigningKey& key_;
};

}  // namespace smilepost::backend
