#include "backend/accounts/password.h"

#include <algorithm>
#include <array>

#include <sodium.h>

namespace smilepost::backend {
namespace {

constexpr std::size_t memory_bytes = std::size_t{64} << 20;
constexpr unsigned long long passes = 2;

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// "aaaaaaaaaaaa", "121212121212".
bool has_variety(std::string_view text) {
  std::string letters(text);
  std::sort(letters.begin(), letters.end());
  return std::unique(letters.begin(), letters.end()) - letters.begin() > 3;
}

}  // namespace

Status check_new_password(std::string_view password, std::string_view name) {
  if (characters_in(password) < shortest_password) {
    return Error{"The password needs 12 characters or more; three or four words do well."};
  }
  if (password.size() > longest_password) {
    return Error{"The password is longer than 256 bytes; choose a shorter one."};
  }
  if (!has_variety(password) || password == name) {
    return Error{"This password is guessed first; choose another, such as three or four words."};
  }
  return Done{};
}

Result<std::string> hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_argon2id_str(hash.data(), password.data(), password.size(), passes,
                                 memory_bytes) != 0) {
    return Error{"a password: hashing it needs 64 MiB of memory; free some and try again"};
  }
  return std::string(hash.data());
}

bool verify_password(std::string_view password, const std::string& hash) {
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_argon2id_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace smilepost::backend
