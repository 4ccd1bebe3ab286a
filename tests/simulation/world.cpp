#include "tests/simulation/world.h"

namespace smilepost::simulation {

// FNV-1a, a number at a time: nobody has to be kept from finding collisions.
void World::mix(std::uint64_t number) {
  digest_ = (digest_ ^ number) * 0x100000001b3;
  digest_ ^= digest_ >> 29U;
}

void World::note(std::string_view what, std::uint64_t who, std::uint64_t more) {
  const auto found = counts_.find(what);
  ++(found == counts_.end() ? counts_[std::string(what)] : found->second);
  if (trace != nullptr) {
    const std::int64_t since = now_ms - begin_ms;
    *trace << "day " << since / day_ms << " +" << since % day_ms / second_ms << " s: " << what
           << " " << who << " " << more << "\n";
  }
  for (const char letter : what) mix(static_cast<std::uint8_t>(letter));
  mix(static_cast<std::uint64_t>(now_ms));
  mix(who);
  mix(more);
}

}  // namespace smilepost::simulation
