// What a kiosk says of itself at length, once its backend asked for it (FORMAT.md, "Diagnostics").
#pragma once

#include <string>

#include "record/cose.h"
#include "record/record.h"

namespace smilepost::record {

inline constexpr std::size_t longest_diagnostics = std::size_t{256} << 10;  // bytes of text
inline constexpr MessageType diagnostics_message{"application/vnd.smilepost.diagnostics+cbor",
                                                 "smilepost diagnostics",
                                                 longest_diagnostics + 1024};

struct Diagnostics {
  KioskId kiosk{};
  Epoch epoch = 0;                      // whose key signs
  std::array<std::uint8_t, 16> wish{};  // the number of what it answers
  std::string text;                     // lines of printable ASCII
  friend bool operator==(const Diagnostics&, const Diagnostics&) = default;
};

// What is sealed is made so: '?' for what else there is, and of what is too long the beginning.
Bytes seal(const Diagnostics& diagnostics, const SigningKey& kiosk_key);

struct OpenedDiagnostics {
  Verdict verdict = Verdict::malformed;
  Diagnostics diagnostics;
};
// Whose signature it is is not asked: kiosk and epoch say whose it must be.
OpenedDiagnostics open_diagnostics_unverified(BytesView cose);
OpenedDiagnostics open_diagnostics(BytesView cose, const PublicKey& kiosk_key);

}  // namespace smilepost::record
