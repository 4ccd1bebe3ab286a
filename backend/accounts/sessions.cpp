#include "backend/accounts/sessions.h"

#include <array>

#include "record/keys.h"

namespace smilepost::backend {
namespace {

constexpr std::int64_t minute_ms = 60'000;

record::Hash hash_of(const std::string& text) {
  return record::sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// Follows from the cookie, which no page can read, and says nothing of it.
std::string form_token_of(const std::string& token) {
  return record::to_hex(hash_of("form " + token));
}

bool is_over(Role role, std::int64_t made_ms, std::int64_t used_ms, std::int64_t now_ms) {
  if (role == Role::team) return now_ms - used_ms > team_idle_ms;
  return now_ms - used_ms > administrator_idle_ms || now_ms - made_ms > administrator_longest_ms;
}

}  // namespace

Result<std::string> Sessions::start(const std::string& account) {
  const std::int64_t now = clock_.wall_ms();
  std::array<std::uint8_t, 32> random{};
  record::fill_random(random);
  std::string token = record::to_hex(random);
  Status done = run(store_, "DELETE FROM session WHERE used_ms < ?1", now - team_idle_ms);
  if (!done) return done.error();
  done = run(store_,
             "INSERT INTO session (token_hash, account, made_ms, used_ms) VALUES (?1, ?2, ?3, ?3)",
             hash_of(token), account, now);
  if (!done) return done.error();
  done = run(store_, "UPDATE account SET used_ms = ?1 WHERE name = ?2", now, account);
  if (!done) return done.error();
  return token;
}

Status Sessions::end(const std::string& token) {
  return run(store_, "DELETE FROM session WHERE token_hash = ?1", hash_of(token));
}

Result<std::optional<Visitor>> Sessions::find(const std::string& token, bool in_use) {
  std::optional<Visitor> visitor;
  std::int64_t made_ms = 0, used_ms = 0;
  const auto found = read_one(
      store_,
      "SELECT account.name, account.role, session.made_ms, session.used_ms FROM session "
      "JOIN account ON account.name = session.account WHERE session.token_hash = ?1",
      [&](const Row& row) {
        visitor = Visitor{row.text(0), row.integer(1) == 1 ? Role::administrator : Role::team,
                          form_token_of(token)};
        made_ms = row.integer(2);
        used_ms = row.integer(3);
      },
      hash_of(token));
  if (!found) return found.error();
  if (!visitor) return visitor;
  const std::int64_t now = clock_.wall_ms();
  if (is_over(visitor->role, made_ms, used_ms, now)) {
    if (auto ended = end(token); !ended) return ended.error();
    return std::optional<Visitor>();
  }
  const bool counts = in_use || visitor->role == Role::team;
  if (counts && now - used_ms >= minute_ms) {
    if (auto used = use(token, visitor->name, now); !used) return used.error();
  }
  return visitor;
}

// Not with each request: the figures are read again whenever anything was stored.
Status Sessions::use(const std::string& token, const std::string& account, std::int64_t used_ms) {
  if (auto done = run(store_, "UPDATE session SET used_ms = ?1 WHERE token_hash = ?2", used_ms,
                      hash_of(token));
      !done) {
    return done;
  }
  return run(store_, "UPDATE account SET used_ms = ?1 WHERE name = ?2", used_ms, account);
}

}  // namespace smilepost::backend
