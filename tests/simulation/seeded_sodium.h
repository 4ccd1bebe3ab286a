// Libsodium's randomness from a seed: keys, epochs and tokens are then the same each time.
#pragma once

#include <cstdint>

namespace smilepost::simulation {

// To be called before libsodium is used at all, and again to begin anew. One thread.
void seed_sodium(std::uint64_t seed);

}  // namespace smilepost::simulation
