#include "tests/places.h"

namespace smilepost::tests {

std::string in_source(std::string_view below) {
  return std::string(SMILEPOST_SOURCE_DIR "/").append(below);
}

std::string in_build(std::string_view below) {
  return std::string(SMILEPOST_BINARY_DIR "/").append(below);
}

}  // namespace smilepost::tests
