#include "tests/simulation/seeded_sodium.h"

#include <sodium.h>

#include <cstring>
#include <random>

#include "record/keys.h"

namespace smilepost::simulation {
namespace {

// Libsodium's interface is of plain functions.
std::mt19937_64& source() {
  static std::mt19937_64 random;
  return random;
}

const char* name() {
  return "seeded";
}

std::uint32_t next() {
  return static_cast<std::uint32_t>(source()());
}

void fill(void* out, std::size_t size) {
  auto* bytes = static_cast<unsigned char*>(out);
  while (size > 0) {
    const std::uint64_t number = source()();
    const std::size_t some = size < sizeof number ? size : sizeof number;
    std::memcpy(bytes, &number, some);
    bytes += some;
    size -= some;
  }
}

randombytes_implementation seeded{name, next, nullptr, nullptr, fill, nullptr};

}  // namespace

void seed_sodium(std::uint64_t seed) {
  randombytes_set_implementation(&seeded);
  record::initialise_crypto();  // draws numbers itself, the first time
  source().seed(seed);
}

}  // namespace smilepost::simulation
