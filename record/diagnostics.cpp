#include "record/diagnostics.h"

#include <algorithm>

#include "record/signed_message.h"

namespace smilepost::record {
namespace {

bool fits_a_line(char c) {
  return c == '\n' || (c >= ' ' && c <= '~');
}

std::string told(std::string text) {
  text.resize(std::min(text.size(), longest_diagnostics));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return !fits_a_line(c); }, '?');
  return text;
}

Bytes encode(const Diagnostics& diagnostics) {
  CborWriter out;
  out.map(5).number(0).number(version).number(1).bytes(diagnostics.kiosk);
  out.number(2).number(diagnostics.epoch).number(3).bytes(diagnostics.wish);
  return out.number(4).text(told(diagnostics.text)).take();
}

Diagnostics read(CborReader& in, std::size_t& left) {
  Diagnostics diagnostics;
  if (!in.key(1, left)) in.fail();
  diagnostics.kiosk = in.array_of_bytes<16>();
  if (!in.key(2, left)) in.fail();
  diagnostics.epoch = in.number();
  if (!in.key(3, left)) in.fail();
  diagnostics.wish = in.array_of_bytes<16>();
  if (!in.key(4, left)) in.fail();
  diagnostics.text = in.text();
  const auto& text = diagnostics.text;
  if (text.size() > longest_diagnostics || !std::all_of(text.begin(), text.end(), fits_a_line))
    in.fail();
  return diagnostics;
}

}  // namespace

Bytes seal(const Diagnostics& diagnostics, const SigningKey& kiosk_key) {
  return sign1(diagnostics_message, encode(diagnostics), kiosk_key);
}

OpenedDiagnostics open_diagnostics_unverified(BytesView cose) {
  return open_message_unverified<OpenedDiagnostics>(cose, diagnostics_message, read);
}

OpenedDiagnostics open_diagnostics(BytesView cose, const PublicKey& kiosk_key) {
  return open_message<OpenedDiagnostics>(cose, diagnostics_message, kiosk_key, read);
}

}  // namespace smilepost::record
