// Receipts: the bytes as a message from outside, and as the payload of one that is signed.
#include "record/receipt.h"

#include "record/cose.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mended.h"
#include "tests/record/samples.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

const SigningKey& receipt_key() {
  static const SigningKey key = (initialise_crypto(), samples::key(7));
  return key;
}

bool is_verdict_of_receipt(Verdict verdict) {
  constexpr std::array all{Verdict::good,           Verdict::malformed,  Verdict::not_deterministic,
                           Verdict::too_large,      Verdict::wrong_type, Verdict::unknown_version,
                           Verdict::wrong_signature};
  return std::find(all.begin(), all.end(), verdict) != all.end();
}

void judge(BytesView cose) {
  const OpenedReceipt opened = open_receipt(cose, receipt_key().public_key());
  must(is_verdict_of_receipt(opened.verdict), "a receipt has seven verdicts");
  if (opened.verdict != Verdict::good) {
    must(opened.receipt == Receipt{}, "a refused receipt says nothing");
    return;
  }
  must(cose.size() <= receipt_message.largest, "a receipt is small");
  must(equal(seal(opened.receipt, receipt_key()), cose), "an accepted receipt is sealed the same");
  must(!opened.receipt.head || opened.receipt.head->epoch == opened.receipt.epoch,
       "a receipt is of one epoch");
  must(open_unverified(cose).verdict == Verdict::wrong_type, "a receipt is no record");
  must(open_receipt(cose, signing_key().public_key()).verdict == Verdict::wrong_signature,
       "another key's receipt proves nothing");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smilepost;
  const record::BytesView bytes(data, size);
  fuzz::judge(bytes);
  fuzz::judge(record::sign1(record::receipt_message, bytes, fuzz::receipt_key()));
  return 0;
}
