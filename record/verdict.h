// Why bytes were believed or refused. Every verifier of ours, in any language, names these.
#pragma once

#include <string_view>

namespace smilepost::record {

enum class Verdict {
  good,
  malformed,          // not the CBOR that FORMAT.md describes
  not_deterministic,  // readable, but not the one encoding RFC 8949 §4.2 allows
  too_large,          // over the size limit of FORMAT.md
  wrong_type,         // another content type: a receipt where a record was due
  unknown_version,    // of the envelope
  wrong_signature,    // changed after signing, or another key
  wrong_kiosk,        // another kiosk's record, or an id that does not belong to the key
  wrong_epoch,        // another epoch's record
  not_opened,         // a chain that does not begin with "epoch opened"
  repeated,           // this sequence came before
  gap,                // sequences are missing in between
  broken_link,        // the hash of the record before does not match
  after_close,        // a record after "epoch closed"
  no_anchor,          // an export that does not say where it begins
  cut_tail,           // an export without the signed head at its end
  head_mismatch,      // the signed head tells of another chain than the one before it
  unreadable_file,    // the file is not there or not what it should be
};

// One word, the enumerator's own name: for messages and for comparing verifiers.
std::string_view to_string(Verdict verdict);

// What it means and what to do, one line for IT and auditors.
std::string_view explain(Verdict verdict);

}  // namespace smilepost::record
