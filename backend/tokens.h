// The token ratchet of a kiosk: what tells two devices with the same keys apart. Pure.
//
// Each receipt hands out a token, which the kiosk keeps together with the receipt and shows with
// its next batch. Only batches that the kiosk's key vouches for count, and only those that bring
// something new, so a replay moves nothing.
//   newest shown    the kiosk has it: the one before it is done with, a fresh one is handed out
//   previous shown  the receipt with the newest was lost: the same newest is handed out again
//   none shown      a journal that was lost knows none: a fresh one
//   another shown   an older state of the card, or a copy of it, goes on: a fresh one. What was
//                   handed out before is displaced: should anybody ever show that, two devices are
//                   alive
#pragma once

#include <cstdint>
#include <optional>

#include "record/receipt.h"

namespace smilepost::backend {

struct Tokens {
  std::optional<record::Token> newest, previous;
  std::optional<record::Token> displaced_newest, displaced_previous;
  std::optional<std::int64_t> restored_ms;  // Unix time: a card was restored or copied
  std::optional<std::int64_t> copied_ms;    // Unix time: two devices are alive
  friend bool operator==(const Tokens&, const Tokens&) = default;
};

enum class Shown { known, restored, copied };

// Moves the ratchet on; `newest` is then the token to hand out. `fresh` is random.
Shown show(Tokens& tokens, const std::optional<record::Token>& shown, const record::Token& fresh,
           std::int64_t now_ms);

// Whether it was handed out and is not done with yet.
bool is_current(const Tokens& tokens, const std::optional<record::Token>& shown);

// As a kiosk writes it in the header "Smilepost-Token"; nothing for anything else, nor for zeros:
// whose first receipt was lost gets these, since its request proves nothing when it comes again.
std::optional<record::Token> parse_token(std::string_view hex);

}  // namespace smilepost::backend
