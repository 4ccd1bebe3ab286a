// What others say of releases: a version, a kiosk's line on its update, and which part of a bundle
// is asked for.
#include "backend/releases.h"
#include "record/release_version.h"
#include "record/update_told.h"
#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

void judge_version(std::string_view text) {
  const auto version = record::parse_version(text);
  if (!version) return;
  must(version->size() <= 8, "few numbers");
  must(version->empty() || version->back() != 0, "no zeros at the end");
  must(text.find_first_not_of("0123456789.") == text.npos, "a file's name that leads nowhere");
}

void judge_told(std::string_view text) {
  const auto told = record::read_update_told(text);
  if (!told) return;
  must(told->version.empty() || record::parse_version(told->version).has_value(), "a version");
  must(record::read_update_told(record::to_text(*told)) == told, "it reads as it was written");
}

void judge_range(std::string_view text) {
  for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{1'000}, ~std::uint64_t{0}}) {
    const auto part = backend::asked_part(text, size);
    if (part) must(part->last < size, "nothing beyond the end is sent");
  }
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = smilepost::fuzz::text_of({data, size});
  smilepost::fuzz::judge_version(text);
  smilepost::fuzz::judge_told(text);
  smilepost::fuzz::judge_range(text);
  return 0;
}
