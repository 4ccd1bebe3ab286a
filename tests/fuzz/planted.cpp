// A target with a fault, which replay_main.cpp must find: else no other target could be believed.
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smilepost;
  fuzz::must(fuzz::text_of({data, size}).find("-1") == std::string_view::npos,
             "nothing is below 0");
  return 0;
}
