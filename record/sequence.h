// A CBOR sequence (RFC 8742) in memory, taken apart item by item.
#pragma once

#include <optional>

#include "record/bytes.h"
#include "record/verdict.h"

namespace smilepost::record {

class Sequence {
 public:
  explicit Sequence(BytesView bytes) : rest_(bytes) {}

  // The next item; nothing at the end, or where what follows is not a deterministic item.
  std::optional<BytesView> next();

  // good unless next() met a fault.
  Verdict verdict() const { return verdict_; }

 private:
  BytesView rest_;
  Verdict verdict_ = Verdict::good;
};

}  // namespace smilepost::record
