#include "record/call.h"

#include "record/signed_message.h"

namespace smilepost::record {
namespace {

Bytes encode(const CallRequest& request) {
  CborWriter out;
  out.map(request.call ? 5 : 4).number(0).number(version);
  out.number(1).bytes(request.kiosk).number(2).bytes(request.nonce);
  out.number(3).integer(request.time_ms);
  if (const auto& call = request.call) {
    out.number(4).array(3).bytes(call->number).text(call->language).boolean(call->over);
  }
  return out.take();
}

Bytes encode(const CallAnswer& answer) {
  CborWriter out;
  out.map(answer.call ? 6 : 5).number(0).number(version);
  out.number(1).bytes(answer.kiosk).number(2).bytes(answer.request);
  out.number(3).integer(answer.time_ms).number(4).integer(answer.present_ms);
  if (answer.call) out.number(5).number(static_cast<std::uint64_t>(*answer.call));
  return out.take();
}

NamedCall read_call(CborReader& in) {
  NamedCall call;
  if (in.array() != 3) in.fail();
  call.number = in.array_of_bytes<16>();
  call.language = in.text();
  call.over = in.boolean();
  if (call.language.empty() || call.language.size() > longest_language) in.fail();
  return call;
}

CallRequest read_request(CborReader& in, std::size_t& left) {
  CallRequest request;
  if (!in.key(1, left)) in.fail();
  request.kiosk = in.array_of_bytes<16>();
  if (!in.key(2, left)) in.fail();
  request.nonce = in.array_of_bytes<16>();
  if (!in.key(3, left)) in.fail();
  request.time_ms = in.integer();
  if (in.key(4, left)) request.call = read_call(in);
  return request;
}

CallAnswer read_answer(CborReader& in, std::size_t& left) {
  CallAnswer answer;
  if (!in.key(1, left)) in.fail();
  answer.kiosk = in.array_of_bytes<16>();
  if (!in.key(2, left)) in.fail();
  answer.request = in.array_of_bytes<32>();
  if (!in.key(3, left)) in.fail();
  answer.time_ms = in.integer();
  if (!in.key(4, left)) in.fail();
  answer.present_ms = static_cast<std::int64_t>(in.number());
  if (answer.present_ms > presence_ms) in.fail();
  if (in.key(5, left)) {
    const std::uint64_t state = in.number();
    if (state > static_cast<std::uint64_t>(CallState::over)) in.fail();
    answer.call = static_cast<CallState>(state);
  }
  return answer;
}

}  // namespace

Bytes seal(const CallRequest& request, const SigningKey& kiosk_key) {
  return sign1(call_request_message, encode(request), kiosk_key);
}

Bytes seal(const CallAnswer& answer, const SigningKey& receipt_key) {
  return sign1(call_answer_message, encode(answer), receipt_key);
}

OpenedCallRequest open_call_request_unverified(BytesView cose) {
  return open_message_unverified<OpenedCallRequest>(cose, call_request_message, read_request);
}

OpenedCallRequest open_call_request(BytesView cose, const PublicKey& kiosk_key) {
  return open_message<OpenedCallRequest>(cose, call_request_message, kiosk_key, read_request);
}

OpenedCallAnswer open_call_answer(BytesView cose, const PublicKey& receipt_key) {
  return open_message<OpenedCallAnswer>(cose, call_answer_message, receipt_key, read_answer);
}

}  // namespace smilepost::record
