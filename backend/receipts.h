// Writes receipts, and hands out the token that the kiosk shows with its next batch.
#pragma once

#include <optional>
#include <string_view>

#include "backend/archive.h"
#include "platform/clock.h"
#include "record/receipt.h"

namespace smilepost::backend {

class Receipts {
 public:
  Receipts(Archive& archive, const platform::Clock& clock, const record::SigningKey& key)
      : archive_(archive), clock_(clock), key_(key) {}

  const record::PublicKey& public_key() const { return key_.public_key(); }

  // The COSE bytes, with a fresh token. `token` is what the kiosk showed, in hexadecimal; none
  // where none was due. A stranger is accepted and logged once a kiosk.
  Result<record::Bytes> issue(const record::KioskId& kiosk, record::Epoch epoch,
                              const std::optional<record::ChainHead>& head,
                              std::optional<std::string_view> token);

  // For a request that anybody could have sent: changes nothing, and repeats the token that was
  // shown, so that the kiosk, should it be the one who asks, shows the same one again.
  record::Bytes repeat(const record::KioskId& kiosk, record::Epoch epoch,
                       const std::optional<record::ChainHead>& head, std::string_view token) const;

  // Whether this token was handed out to the kiosk and is not replaced yet.
  Result<bool> knows(const record::KioskId& kiosk, std::string_view token);

 private:
  record::Bytes write(const record::KioskId& kiosk, record::Epoch epoch,
                      const std::optional<record::ChainHead>& head,
                      const record::Token& next) const;
  Result<record::Token> next_token(const record::KioskId& kiosk,
                                   std::optional<std::string_view> shown);

  Archive& archive_;
  const platform::Clock& clock_;
  const record::SigningKey& key_;
};

}  // namespace smilepost::backend
