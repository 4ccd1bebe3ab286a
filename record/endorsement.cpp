#include "record/endorsement.h"

namespace smilepost::record {

Endorsement judge_endorsement(const EpochOpened& opened, Epoch before,
                              const PublicKey& before_key) {
  const bool names_it = opened.previous_head && opened.previous_head->epoch == before;
  if (!opened.endorsement || !names_it) return Endorsement::absent;
  return verify(before_key, opened.public_key, *opened.endorsement) ? Endorsement::holds
                                                                    : Endorsement::forged;
}

}  // namespace smilepost::record
