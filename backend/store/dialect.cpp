#include "backend/store/dialect.h"

namespace smilepost::backend {

std::string with_word(std::string_view sql, std::string_view word, std::string_view replacement) {
  std::string out;
  for (;;) {
    const std::size_t at = sql.find(word);
    out += sql.substr(0, at);
    if (at == std::string_view::npos) return out;
    out += replacement;
    sql.remove_prefix(at + word.size());
  }
}

std::string with_dollar_parameters(std::string_view sql) {
  std::string out(sql);
  bool quoted = false;
  for (char& c : out) {
    if (c == '\'') quoted = !quoted;
    if (c == '?' && !quoted) c = '$';
  }
  return out;
}

}  // namespace smilepost::backend
