#include "kiosk/staff/pin.h"

#include <algorithm>
#include <array>

#include <sodium.h>

namespace smilepost::kiosk {
namespace {

constexpr std::size_t memory_bytes = std::size_t{64} << 20;
constexpr unsigned long long passes = 2;

bool is_six_digits(std::string_view pin) {
  return pin.size() == pin_length &&
         std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Every digit follows from the one before by the same step: 000000, 123456, 987654.
bool is_run(std::string_view pin) {
  const int step = pin[1] - pin[0];
  for (std::size_t i = 1; i < pin.size(); ++i) {
    if (pin[i] - pin[i - 1] != step) return false;
  }
  return step >= -1 && step <= 1;
}

}  // namespace

Status check_new_pin(std::string_view pin) {
  if (!is_six_digits(pin)) return Error{"the staff PIN: must be six digits; choose another"};
  if (is_run(pin)) {
    return Error{
        "the staff PIN: a single digit six times, or a run of digits, is guessed first; "
        "choose another"};
  }
  return Done{};
}

Result<std::string> hash_pin(std::string_view pin) {
  if (auto checked = check_new_pin(pin); !checked) return checked.error();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_argon2id_str(hash.data(), pin.data(), pin.size(), passes, memory_bytes) != 0) {
    return Error{"the staff PIN: hashing it needs 64 MiB of memory; free some and try again"};
  }
  return std::string(hash.data());
}

bool is_pin_hash(const std::string& hash) {
  return hash.size() < crypto_pwhash_STRBYTES &&
         hash.starts_with(crypto_pwhash_argon2id_STRPREFIX) &&
         crypto_pwhash_argon2id_str_needs_rehash(hash.c_str(), passes, memory_bytes) == 0;
}

bool verify_pin(std::string_view pin, const std::string& hash) {
  if (!is_six_digits(pin) || hash.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_argon2id_str_verify(hash.c_str(), pin.data(), pin.size()) == 0;
}

}  // namespace smilepost::kiosk
