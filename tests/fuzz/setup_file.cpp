// setup.json in the kiosk's state folder.
#include "kiosk/sync/setup_file.h"

#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using namespace kiosk;

void judge(std::string_view json) {
  const auto parsed = parse_setup(std::string(json), "setup.json");
  if (!parsed) return must_be_about(parsed.error(), "setup.json: ");
  const auto again = parse_setup(setup_text(*parsed), "setup.json");
  must(again && *again == *parsed, "what was written is read the same");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge(smilepost::fuzz::text_of({data, size}));
  return 0;
}
