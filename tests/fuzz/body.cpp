// Bodies: the first byte is the kind. What is readable is written the same.
#include "record/body.h"

#include "record/cbor.h"
#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

void is_plausible(const Answer& answer) {
  if (const auto* vote = std::get_if<Vote>(&answer.value)) {
    must(vote->value >= 1 && vote->value <= vote->steps, "a vote is one of its steps");
    return;
  }
  const auto& chosen = std::get<Reasons>(answer.value).chosen;
  must(std::is_sorted(chosen.begin(), chosen.end()), "reasons are in order");
}

void judge(std::uint8_t kind, BytesView bytes) {
  if (scan_whole(bytes) != Verdict::good) return;
  const Body body = decode_body(kind, bytes);
  if (std::holds_alternative<UnreadableBody>(body)) return;
  must(kind_of(body) == static_cast<Kind>(kind), "a body is of the kind that was asked for");
  must(equal(encode_body(body), bytes), "a readable body is written the same");
  if (const auto* answer = std::get_if<Answer>(&body)) is_plausible(*answer);
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 0) smilepost::fuzz::judge(data[0], {data + 1, size - 1});
  return 0;
}
