// What kiosk and backend say to each other at enrolment.
#include "record/enrolment.h"

#include "record/cose.h"
#include "tests/fuzz/fuzz.h"
#include "tests/record/samples.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

const SigningKey& receipt_key() {
  static const SigningKey key = (initialise_crypto(), samples::key(7));
  return key;
}

// The answer as a backend that owns the key would have signed it.
EnrolmentAnswer mended(EnrolmentAnswer answer) {
  answer.receipt_key = receipt_key().public_key();
  const Sign1 receipt = open_sign1(answer.receipt, receipt_message);
  if (receipt.verdict != Verdict::good) return answer;
  answer.receipt = sign1(receipt_message, receipt.payload, receipt_key());
  return answer;
}

void judge(const EnrolmentAnswer& answer) {
  const Receipt asked = samples::receipt();
  const EnrolmentCode code{{}, fingerprint_of(receipt_key().public_key())};
  const OpenedReceipt opened = open_enrolment(answer, code, asked.kiosk, asked.epoch);
  if (opened.verdict != Verdict::good) return;
  must(answer.receipt_key == receipt_key().public_key(), "the key is the code's");
  must(opened.receipt.kiosk == asked.kiosk, "the receipt is this kiosk's");
  must(opened.receipt.epoch == asked.epoch, "the receipt is this epoch's");
  must(!opened.receipt.head, "who just enrolled has delivered nothing");
  const EnrolmentCode other{{}, {}};
  must(open_enrolment(answer, other, asked.kiosk, asked.epoch).verdict == Verdict::wrong_signature,
       "another code's backend is not believed");
}

void judge(BytesView body) {
  const auto request = decode_enrolment_request(body);
  const auto answer = decode_enrolment_answer(body);
  must(!request || !answer, "a request is no answer");
  must((!request && !answer) || body.size() <= largest_enrolment, "an enrolment is small");
  if (request) must(equal(encode(*request), body), "a request is written the same");
  if (!answer) return;
  must(equal(encode(*answer), body), "an answer is written the same");
  judge(*answer);
  judge(mended(*answer));
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge({data, size});
  return 0;
}
