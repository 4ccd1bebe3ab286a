// Records: the bytes as a message from outside, and as the payload of one that is signed.
#include "record/record.h"

#include "record/cose.h"
#include "record/receipt.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mended.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

bool is_verdict_of_opening(Verdict verdict) {
  constexpr std::array all{Verdict::good,      Verdict::malformed,  Verdict::not_deterministic,
                           Verdict::too_large, Verdict::wrong_type, Verdict::unknown_version};
  return std::find(all.begin(), all.end(), verdict) != all.end();
}

void accepted(BytesView cose, const Record& record) {
  must(open_receipt(cose, signing_key().public_key()).verdict != Verdict::good,
       "a record is no receipt");
  must(claims_type(cose, record_message), "a record claims to be one");
  if (std::holds_alternative<UnreadableBody>(record.body)) return;
  must(kind_of(record.body) == record.kind, "the kind is the body's");
  const Bytes again = seal(record, signing_key());
  must(equal(open_sign1(again, record_message).payload, open_sign1(cose, record_message).payload),
       "an accepted record is sealed the same");
}

Opened judge(BytesView cose) {
  Opened opened = open_unverified(cose);
  must(is_verdict_of_opening(opened.verdict), "opening has six verdicts");
  if (opened.verdict == Verdict::good) accepted(cose, opened.record);
  return opened;
}

void judge_message(BytesView cose) {
  const Opened opened = judge(cose);
  const Opened verified = open(cose, signing_key().public_key());
  if (verified.verdict == Verdict::wrong_signature) {
    must(opened.verdict == Verdict::good, "the signature is looked at last");
  } else {
    must(verified.verdict == opened.verdict, "both ways of opening agree");
  }
}

void judge_payload(BytesView payload) {
  const Bytes cose = sign1(record_message, payload, signing_key());
  const Opened opened = judge(cose);
  must(opened.verdict != Verdict::wrong_type, "what is signed as a record has its type");
  if (opened.verdict != Verdict::good) return;
  const Opened verified = open(cose, signing_key().public_key());
  must(verified.verdict == Verdict::good && verified.record == opened.record, "a signature holds");
  Bytes changed = cose;
  changed[payload.size() * 7 % cose.size()] ^= 1U << payload.size() % 8;
  must(open(changed, signing_key().public_key()).verdict != Verdict::good, "a changed bit shows");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge_message({data, size});
  smilepost::fuzz::judge_payload({data, size});
  return 0;
}
