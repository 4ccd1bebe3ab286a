#include "tests/fuzz/mended.h"

#include "record/body.h"
#include "record/cbor.h"
#include "record/cose.h"
#include "record/sequence.h"
#include "tests/record/samples.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

Bytes signed_by_us(EpochOpened opened) {
  opened.public_key = signing_key().public_key();
  if (opened.endorsement) opened.endorsement = signing_key().sign(opened.public_key);
  return encode_body(opened);
}

Bytes mended_payload(BytesView payload, const Body& body, const Hash& previous) {
  constexpr std::uint64_t kiosk_key = 1, previous_key = 4, body_key = 10;
  CborReader in(payload);
  CborWriter out;
  out.map(in.map());
  while (!in.finished()) {
    const std::uint64_t key = in.number();
    const BytesView value = in.item();
    out.number(key);
    const auto* opened = key == body_key ? std::get_if<EpochOpened>(&body) : nullptr;
    if (key == kiosk_key) {
      out.bytes(kiosk_id());
    } else if (key == previous_key) {
      out.bytes(previous);
    } else {
      out.item(opened != nullptr ? BytesView(signed_by_us(*opened)) : value);
    }
  }
  return out.take();
}

}  // namespace

const SigningKey& signing_key() {
  static const SigningKey key = (initialise_crypto(), samples::key(1));
  return key;
}

const KioskId& kiosk_id() {
  static const KioskId id = kiosk_id_of(signing_key().public_key());
  return id;
}

Bytes mended(BytesView cose, const Hash& previous) {
  const Opened opened = open_unverified(cose);
  if (opened.verdict != Verdict::good) return {cose.begin(), cose.end()};
  const BytesView payload = open_sign1(cose, record_message).payload;
  return sign1(record_message, mended_payload(payload, opened.record.body, previous),
               signing_key());
}

std::vector<BytesView> items_of(BytesView bytes) {
  std::vector<BytesView> items;
  Sequence sequence(bytes);
  while (const auto item = sequence.next()) items.push_back(*item);
  return items;
}

}  // namespace smilepost::fuzz
