// How the messages are opened that kiosk and backend exchange beside records: one signed CBOR map
// that begins with its version (FORMAT.md). Each of them says what else its map holds.
#pragma once

#include "record/cbor.h"
#include "record/cose.h"
#include "record/version.h"

namespace smilepost::record {

// Whoever it is from. `read(in, left)` takes what comes after the version out of the reader; what
// it leaves, of the map's pairs or of the bytes, is one too many.
template <class Opened, class Read>
Opened open_message_unverified(BytesView cose, const MessageType& type, const Read& read) {
  const Sign1 message = open_sign1(cose, type);
  if (message.verdict != Verdict::good) return {message.verdict, {}};
  CborReader in(message.payload);
  std::size_t left = in.map();
  if (const auto verdict = read_version(in, left); verdict != Verdict::good) return {verdict, {}};
  auto content = read(in, left);
  if (!in.finished() || left != 0) return {};
  return {Verdict::good, std::move(content)};
}

// What does not read well is said before whose it is: another version's signature means nothing.
template <class Opened, class Read>
Opened open_message(BytesView cose, const MessageType& type, const PublicKey& key,
                    const Read& read) {
  auto opened = open_message_unverified<Opened>(cose, type, read);
  if (opened.verdict != Verdict::good) return opened;
  if (!signature_holds(open_sign1(cose, type), type, key)) return {Verdict::wrong_signature, {}};
  return opened;
}

}  // namespace smilepost::record
