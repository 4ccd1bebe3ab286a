// A language's tag, from a survey set or kiosk.json, and what ICU makes of it.
#include "kiosk/text/languages.h"

#include "kiosk/survey/survey_set_rules.h"
#include "kiosk/text/icu_locale.h"
#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using namespace kiosk;

void has_few_parents(const std::string& tag) {
  const bool is_known = !icu_locale(tag).empty();
  std::string parent = parent_in_same_script(tag);
  for (std::size_t steps = 0; !parent.empty(); parent = parent_in_same_script(parent)) {
    must(++steps <= tag.size(), "the parents of a tag come to an end");
    must(!is_known || is_right_to_left(parent) == is_right_to_left(tag),
         "a parent is of the same script");
  }
}

void judge(const std::string& tag) {
  has_few_parents(tag);
  must(tag.empty() || !autonym(tag).empty(), "a language has a name");
  if (!rules::is_language_tag(tag)) return;
  const bool is_root = tag == "und";  // undetermined: the locale without a name
  must(is_root || !icu_locale(tag).empty(), "ICU knows every tag that a survey set may have");
  const std::string parent = parent_in_same_script(tag);
  must(parent.size() < tag.size(), "a parent is shorter");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge(std::string(smilepost::fuzz::text_of({data, size})));
  return 0;
}
