// What an organisation says to its kiosks: survey sets, settings, staff PIN hashes and the public
// line, signed with its key (FORMAT.md, "Bundle"). Whoever hands it on can change nothing.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "record/cose.h"

namespace smilepost::record {

struct Bundle {
  std::uint64_t version = 1;  // below 2^63; a kiosk takes only higher ones than it has
  std::int64_t made_ms = 0;   // Unix time; for people, nothing is decided by it
  std::string settings;       // JSON as in kiosk.json; empty: none
  std::map<std::string, std::string> survey_sets;  // by id: JSON
  std::vector<std::string> pin_hashes;             // any of them opens the staff panel
  std::map<std::string, std::string> public_line;  // by language (BCP 47)
  friend bool operator==(const Bundle&, const Bundle&) = default;
};

// What a reader refuses beyond; a bundle as a whole is as large as its message type says.
inline constexpr std::size_t largest_settings = 8192;
inline constexpr std::size_t longest_pin_hash = 127;
inline constexpr std::size_t most_pin_hashes = 8;
inline constexpr std::size_t longest_public_line = 400;  // bytes of UTF-8

inline constexpr MessageType bundle_message{"application/vnd.smilepost.bundle+cbor",
                                            "smilepost bundle", std::size_t{512} << 10};

// Nothing where it is larger than a reader takes, as a whole or in a part.
std::optional<Bytes> seal(const Bundle& bundle, const SigningKey& organisation_key);

struct OpenedBundle {
  Verdict verdict = Verdict::malformed;
  Bundle bundle;
};
OpenedBundle open_bundle(BytesView cose, const PublicKey& organisation_key);

// The same, but whose signature it is is not asked: for who has no key to hold it against.
OpenedBundle open_bundle_unverified(BytesView cose);

}  // namespace smilepost::record
