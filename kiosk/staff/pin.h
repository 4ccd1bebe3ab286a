// The staff PIN: six digits, stored only as an Argon2id hash (libsodium, 64 MiB, 2 passes). Hashing
// and verifying take about 0.1 s. initialise_crypto() (record/keys.h) must have been called.
#pragma once

#include <string>
#include <string_view>

#include "platform/result.h"

namespace smilepost::kiosk {

constexpr int pin_length = 6;

// Six digits that nobody guesses first: no single digit throughout, no plain run up or down.
Status check_new_pin(std::string_view pin);

// The hash to store, one line of ASCII that names its own parameters. Refuses what check_new_pin
// refuses.
Result<std::string> hash_pin(std::string_view pin);

// Whether it is one that hash_pin made, or could have: verifying it costs no more than ours do.
bool is_pin_hash(const std::string& hash);

bool verify_pin(std::string_view pin, const std::string& hash);

}  // namespace smilepost::kiosk
