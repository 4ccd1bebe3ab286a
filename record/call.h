// How a kiosk calls somebody of the team to its screen, and what it is answered (FORMAT.md,
// "Call").
#pragma once

#include <string>

#include "record/cose.h"
#include "record/record.h"

namespace smilepost::record {

inline constexpr MessageType call_request_message{"application/vnd.smilepost.call-request+cbor",
                                                  "smilepost call request", 1024};
inline constexpr MessageType call_answer_message{"application/vnd.smilepost.call-answer+cbor",
                                                 "smilepost call answer", 1024};

inline constexpr std::int64_t presence_ms = 900'000;  // from when somebody said that they are there
inline constexpr std::int64_t call_waits_ms = 60'000;
inline constexpr std::int64_t call_clock_ms = 60'000;  // so far off a call's time may be
inline constexpr std::size_t longest_language = 35;    // bytes; RFC 5646 §4.4.1

using CallNumber = std::array<std::uint8_t, 16>;  // random

struct NamedCall {
  CallNumber number{};
  std::string language;  // BCP 47, 1 to longest_language bytes
  bool over = false;     // the shopper waits no more
  friend bool operator==(const NamedCall&, const NamedCall&) = default;
};

struct CallRequest {
  KioskId kiosk{};
  std::array<std::uint8_t, 16> nonce{};  // random, another one in each request
  std::int64_t time_ms = 0;              // the backend's clock as the kiosk reckons it; 0: unheard
  std::optional<NamedCall> call;
  friend bool operator==(const CallRequest&, const CallRequest&) = default;
};

enum class CallState : std::uint8_t { waits = 0, claimed = 1, over = 2 };

struct CallAnswer {
  KioskId kiosk{};
  Hash request{};                 // of the whole message
  std::int64_t time_ms = 0;       // the backend's clock, Unix time
  std::int64_t present_ms = 0;    // so much longer somebody is there; 0: nobody is
  std::optional<CallState> call;  // of the one that was named, if there is such a call
  friend bool operator==(const CallAnswer&, const CallAnswer&) = default;
};

Bytes seal(const CallRequest& request, const SigningKey& kiosk_key);
Bytes seal(const CallAnswer& answer, const SigningKey& receipt_key);

struct OpenedCallRequest {
  Verdict verdict = Verdict::malformed;
  CallRequest request;
};
// Whose signature it is is not asked: the kiosk that it names says whose it must be.
OpenedCallRequest open_call_request_unverified(BytesView cose);
OpenedCallRequest open_call_request(BytesView cose, const PublicKey& kiosk_key);

struct OpenedCallAnswer {
  Verdict verdict = Verdict::malformed;
  CallAnswer answer;
};
OpenedCallAnswer open_call_answer(BytesView cose, const PublicKey& receipt_key);

}  // namespace smilepost::record
