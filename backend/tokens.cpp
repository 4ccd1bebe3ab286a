#include "backend/tokens.h"

#include "backend/hex_array.h"

namespace smilepost::backend {

Shown show(Tokens& tokens, const std::optional<record::Token>& shown, const record::Token& fresh,
           std::int64_t now_ms) {
  if (!shown || !tokens.newest) {
    tokens.newest = fresh;
    if (shown) tokens.previous = shown;
    return Shown::known;
  }
  if (shown == tokens.previous) return Shown::known;
  const bool known = shown == tokens.newest;
  const bool alive = shown == tokens.displaced_newest || shown == tokens.displaced_previous;
  if (!known) {
    tokens.displaced_newest = tokens.newest;
    tokens.displaced_previous = tokens.previous;
    (alive ? tokens.copied_ms : tokens.restored_ms) = now_ms;
  }
  tokens.previous = shown;
  tokens.newest = fresh;
  return known ? Shown::known : alive ? Shown::copied : Shown::restored;
}

bool is_current(const Tokens& tokens, const std::optional<record::Token>& shown) {
  return shown && (shown == tokens.newest || shown == tokens.previous);
}

std::optional<record::Token> parse_token(std::string_view hex) {
  const auto token = array_from_hex<std::tuple_size_v<record::Token>>(hex);
  return token == record::Token{} ? std::nullopt : token;
}

}  // namespace smilepost::backend
