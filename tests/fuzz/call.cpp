// Calls and what is answered to them: the bytes as messages from outside, and as payloads of ones
// that are signed.
#include "record/call.h"

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mended.h"
#include "tests/record/samples.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

const SigningKey& key() {
  static const SigningKey key = (initialise_crypto(), samples::key(7));
  return key;
}

void judge_request(BytesView cose) {
  const OpenedCallRequest opened = open_call_request(cose, key().public_key());
  if (opened.verdict != Verdict::good) {
    must(opened.request == CallRequest{}, "a refused request asks for nothing");
    return;
  }
  must(cose.size() <= call_request_message.largest, "a request is small");
  must(equal(seal(opened.request, key()), cose), "an accepted request is sealed the same");
  if (const auto& call = opened.request.call) {
    must(!call->language.empty() && call->language.size() <= longest_language, "a language fits");
  }
  must(open_call_answer(cose, key().public_key()).verdict == Verdict::wrong_type,
       "a request is no answer");
}

void judge_answer(BytesView cose) {
  const OpenedCallAnswer opened = open_call_answer(cose, key().public_key());
  if (opened.verdict != Verdict::good) {
    must(opened.answer == CallAnswer{}, "a refused answer says nothing");
    return;
  }
  must(equal(seal(opened.answer, key()), cose), "an accepted answer is sealed the same");
  must(opened.answer.present_ms >= 0 && opened.answer.present_ms <= presence_ms,
       "nobody is there for longer than they said");
  must(open_call_answer(cose, signing_key().public_key()).verdict == Verdict::wrong_signature,
       "another key's answer says nothing");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smilepost;
  const record::BytesView bytes(data, size);
  fuzz::judge_request(bytes);
  fuzz::judge_answer(bytes);
  fuzz::judge_request(record::sign1(record::call_request_message, bytes, fuzz::key()));
  fuzz::judge_answer(record::sign1(record::call_answer_message, bytes, fuzz::key()));
  return 0;
}
