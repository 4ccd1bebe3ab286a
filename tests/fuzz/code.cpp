// Texts that stand for bytes: an enrolment code, and hexadecimal digits.
#include <cctype>

#include "record/receipt.h"
#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

void judge_code(std::string_view text) {
  const auto code = parse_enrolment_code(text);
  if (!code) return;
  const std::string written = to_string(*code);
  must(written.size() == 39, "32 letters and seven dashes");
  must(parse_enrolment_code(written) == code, "a code that was written is read the same");
  must(parse_enrolment_code(lower_case(text)) == code, "small letters are forgiven");
  must(!parse_enrolment_code(written + "0"), "a letter too many is not");
}

void judge_hex(std::string_view text) {
  const auto bytes = from_hex(text);
  if (!bytes) return;
  must(to_hex(*bytes) == lower_case(text), "hexadecimal digits are written the same");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = smilepost::fuzz::text_of({data, size});
  smilepost::fuzz::judge_code(text);
  smilepost::fuzz::judge_hex(text);
  return 0;
}
