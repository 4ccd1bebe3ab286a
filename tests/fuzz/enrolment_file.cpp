// enrolment.json in the kiosk's state folder.
#include "kiosk/sync/enrolment_file.h"

#include <fstream>

#include "tests/fuzz/fuzz.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::fuzz {
namespace {

using namespace kiosk;

void judge(std::string_view json) {
  static const tests::TempFolder given, again;
  const auto file = given.path() / "enrolment.json";
  std::ofstream(file, std::ios::binary) << json;
  const auto loaded = load_enrolment(given.path());
  if (!loaded) return must_be_about(loaded.error(), file.string() + ": ");
  must(loaded->has_value(), "a file that is there is read");
  must(static_cast<bool>(save_enrolment(again.path(), **loaded)), "what was read is written");
  const auto saved = load_enrolment(again.path());
  must(saved && *saved == *loaded, "what was written is read the same");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge(smilepost::fuzz::text_of({data, size}));
  return 0;
}
