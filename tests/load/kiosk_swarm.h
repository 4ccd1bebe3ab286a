// Many kiosks at once, as far as a backend can tell: each with a key of its own, a chain that
// grows, and the memory of what was acknowledged. Made from a seed, so that two processes know the
// same kiosks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/receipt.h"
#include "record/record.h"

namespace smilepost::load {

class SwarmKiosk {
 public:
  SwarmKiosk(std::uint64_t seed, std::uint64_t number);

  const record::KioskId& id() const { return id_; }
  const record::PublicKey& first_key() const { return public_key_; }

  // The batch to send now: `records` new ones after those acknowledged. The same until a receipt
  // for it was believed, whatever became of it on its way.
  const std::string& batch(std::size_t records, std::int64_t now_ms);
  std::string token() const;  // hexadecimal; empty: none yet

  // Whether it is a receipt for all of the batch, by this key; then the batch is done with.
  bool believe(const std::string& cose, const record::PublicKey& receipt_key);
  const record::ChainHead& acknowledged() const { return acknowledged_; }

 private:
  record::Bytes next_record(std::int64_t now_ms);

  record::Seed
      seed_{};  // the key is made from it when it is used: a hundred thousand would fill memory
  record::PublicKey public_key_{};
  record::KioskId id_{};
  record::Epoch epoch_ = 0;
  record::ChainHead head_, acknowledged_;  // made, and known to be stored
  bool begun_ = false;
  std::optional<record::Token> token_;
  std::string batch_;  // empty: none is under way
};

}  // namespace smilepost::load
