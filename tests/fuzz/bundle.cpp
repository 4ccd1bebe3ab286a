// Bundles: the bytes as a message from outside, as the payload of one that is signed, and as what
// somebody sealed to this kiosk.
#include "record/bundle.h"

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mended.h"
#include "tests/record/samples.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

const SigningKey& organisation_key() {
  static const SigningKey key = (initialise_crypto(), samples::key(9));
  return key;
}

void judge(BytesView cose) {
  const OpenedBundle opened = open_bundle(cose, organisation_key().public_key());
  if (opened.verdict != Verdict::good) {
    must(opened.bundle == Bundle{}, "a refused bundle says nothing");
    return;
  }
  must(cose.size() <= bundle_message.largest, "a bundle is bounded");
  const auto sealed = seal(opened.bundle, organisation_key());
  must(sealed && equal(*sealed, cose), "an accepted bundle is sealed the same");
  must(open_unverified(cose).verdict != Verdict::good, "a bundle is no record");
  must(open_bundle(cose, signing_key().public_key()).verdict == Verdict::wrong_signature,
       "another key's bundle says nothing");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smilepost;
  const record::BytesView bytes(data, size);
  fuzz::judge(bytes);
  fuzz::judge(record::sign1(record::bundle_message, bytes, fuzz::organisation_key()));
  fuzz::must(!record::open_sealed(fuzz::signing_key(), bytes), "nobody seals by chance");
  return 0;
}
