#include "record/receipt.h"

#include <cassert>

#include "record/cbor.h"
#include "record/cose.h"
#include "record/version.h"

namespace smilepost::record {
namespace {

Bytes encode(const Receipt& receipt) {
  assert(!receipt.head || receipt.head->epoch == receipt.epoch);
  CborWriter out;
  out.map(std::size_t{6} + (receipt.head ? 1 : 0) + (receipt.forked ? 1 : 0));
  out.number(0).number(version);
  out.number(1).bytes(receipt.kiosk);
  out.number(2).number(receipt.epoch);
  if (const auto& head = receipt.head) {
    out.number(3).array(2).number(head->sequence).bytes(head->hash);
  }
  out.number(4).integer(receipt.time_ms);
  out.number(5).number(receipt.generation);
  out.number(6).bytes(receipt.next_token);
  if (receipt.forked) out.number(7).boolean(true);
  return out.take();
}

ChainHead read_head(Epoch epoch, CborReader& in) {
  ChainHead head{epoch, 0, {}};
  if (in.array() != 2) in.fail();
  head.sequence = in.number();
  head.hash = in.array_of_bytes<32>();
  return head;
}

Receipt read_fields(std::size_t& left, CborReader& in) {
  Receipt receipt;
  if (!in.key(1, left)) in.fail();
  receipt.kiosk = in.array_of_bytes<16>();
  if (!in.key(2, left)) in.fail();
  receipt.epoch = in.number();
  if (in.key(3, left)) receipt.head = read_head(receipt.epoch, in);
  if (!in.key(4, left)) in.fail();
  receipt.time_ms = in.integer();
  if (!in.key(5, left)) in.fail();
  receipt.generation = in.number();
  if (!in.key(6, left)) in.fail();
  receipt.next_token = in.array_of_bytes<16>();
  if (in.key(7, left)) {
    receipt.forked = in.boolean();
    if (!receipt.forked) in.fail();  // it is there only where it is true
  }
  return receipt;
}

OpenedReceipt read_receipt(BytesView payload) {
  CborReader in(payload);
  std::size_t left = in.map();
  if (const auto verdict = read_version(in, left); verdict != Verdict::good) return {verdict, {}};
  Receipt receipt = read_fields(left, in);
  if (!in.finished() || left != 0) return {};
  return {Verdict::good, receipt};
}

}  // namespace

Bytes seal(const Receipt& receipt, const SigningKey& receipt_key) {
  return sign1(receipt_message, encode(receipt), receipt_key);
}

OpenedReceipt open_receipt(BytesView cose, const PublicKey& receipt_key) {
  const Sign1 message = open_sign1(cose, receipt_message);
  if (message.verdict != Verdict::good) return {message.verdict, {}};
  OpenedReceipt opened = read_receipt(message.payload);
  if (opened.verdict == Verdict::good && !signature_holds(message, receipt_message, receipt_key)) {
    return {Verdict::wrong_signature, {}};
  }
  return opened;
}

}  // namespace smilepost::record
