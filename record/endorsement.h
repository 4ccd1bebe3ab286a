// Whether an epoch's key vouched for the key of the one after it (FORMAT.md, "Export", 4).
#pragma once

#include "record/record.h"

namespace smilepost::record {

enum class Endorsement : std::uint8_t {
  holds,
  absent,  // none, or the record names another epoch as the one before
  forged,  // not by the key of the epoch before
};

Endorsement judge_endorsement(const EpochOpened& opened, Epoch before, const PublicKey& before_key);

}  // namespace smilepost::record
