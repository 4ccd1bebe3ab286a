#include "record/cose.h"

#include "record/cbor.h"

namespace smilepost::record {
namespace {

constexpr std::uint64_t algorithm_label = 1, content_type_label = 3;  // RFC 9052 §3.1
constexpr std::int64_t eddsa = -8;                                    // RFC 9053 §2.2

Bytes protected_header(const MessageType& type) {
  return CborWriter()
      .map(2)
      .number(algorithm_label)
      .integer(eddsa)
      .number(content_type_label)
      .text(type.content_type)
      .take();
}

// RFC 9052 §4.4: Sig_structure.
Bytes to_be_signed(const MessageType& type, BytesView payload) {
  const BytesView aad(reinterpret_cast<const std::uint8_t*>(type.external_aad.data()),
                      type.external_aad.size());
  return CborWriter()
      .array(4)
      .text("Signature1")
      .bytes(protected_header(type))
      .bytes(aad)
      .bytes(payload)
      .take();
}

Verdict judge_header(BytesView header, const MessageType& type) {
  if (const Verdict verdict = scan_whole(header); verdict != Verdict::good) return verdict;
  CborReader reader(header);
  std::size_t left = reader.map();
  if (!reader.key(algorithm_label, left) || reader.integer() != eddsa) return Verdict::malformed;
  if (!reader.key(content_type_label, left)) return Verdict::malformed;
  const std::string content_type = reader.text();
  if (!reader.finished() || left != 0) return Verdict::malformed;
  return content_type == type.content_type ? Verdict::good : Verdict::wrong_type;
}

}  // namespace

Bytes sign1(const MessageType& type, BytesView payload, const SigningKey& key) {
  return CborWriter()
      .array(4)
      .bytes(protected_header(type))
      .map(0)
      .bytes(payload)
      .bytes(key.sign(to_be_signed(type, payload)))
      .take();
}

Sign1 open_sign1(BytesView message, const MessageType& type) {
  Sign1 opened;
  if (message.size() > type.largest) return {Verdict::too_large, {}, {}};
  opened.verdict = scan_whole(message);
  if (opened.verdict != Verdict::good) return opened;

  CborReader reader(message);
  if (reader.array() != 4) reader.fail();
  const BytesView header = reader.bytes();
  if (reader.map() != 0) reader.fail();
  opened.payload = reader.bytes();
  opened.signature = reader.array_of_bytes<64>();
  if (!reader.finished()) return {};

  opened.verdict = judge_header(header, type);
  if (opened.verdict == Verdict::good) opened.verdict = scan_whole(opened.payload);
  return opened;
}

bool signature_holds(const Sign1& message, const MessageType& type, const PublicKey& key) {
  return verify(key, to_be_signed(type, message.payload), message.signature);
}

bool claims_type(BytesView message, const MessageType& type) {
  if (scan_whole(message) != Verdict::good) return false;
  CborReader reader(message);
  if (reader.array() != 4) reader.fail();
  const BytesView header = reader.bytes();
  return !reader.failed() && equal(header, protected_header(type));
}

}  // namespace smilepost::record
