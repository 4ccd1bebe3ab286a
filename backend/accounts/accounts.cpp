#include "backend/accounts/accounts.h"

#include <algorithm>
#include <array>

#include "platform/log.h"
#include "record/keys.h"

namespace smilepost::backend {
namespace {

constexpr std::size_t longest_name = 64;  // bytes
constexpr std::int64_t most_accounts = 1'000;

record::Hash hash_of_secret(const std::string& secret) {
  return record::sha256({reinterpret_cast<const std::uint8_t*>(secret.data()), secret.size()});
}

Account account_at(const Row& row) {
  Account account{row.text(0),
                  row.integer(1) == 1 ? Role::administrator : Role::team,
                  {},
                  row.integer(3),
                  integer_at(row, 4)};
  if (!row.is_null(2)) account.password_hash = row.text(2);
  return account;
}

const char* word_for(Role role) {
  return role == Role::administrator ? "an administrator" : "of the team";
}

AccountAnswer no_such(const std::string& name) {
  return {404, "there is no account '" + name + "'"};
}

}  // namespace

Status check_account_name(const std::string& name) {
  const bool control =
      std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; });
  if (name.empty() || name.size() > longest_name || control || name.front() == ' ' ||
      name.back() == ' ') {
    return Error{"a name has 1 to 64 bytes, and no space at its ends"};
  }
  return Done{};
}

Result<bool> Accounts::any() {
  const auto count = read_integer(store_, "SELECT count(*) FROM account");
  if (!count) return count.error();
  return *count > 0;
}

Result<std::vector<Account>> Accounts::list() {
  std::vector<Account> accounts;
  const Status done =
      read(store_, "SELECT name, role, password_hash, made_ms, used_ms FROM account ORDER BY name",
           [&](const Row& row) { accounts.push_back(account_at(row)); });
  if (!done) return done.error();
  return accounts;
}

Result<std::optional<Account>> Accounts::find(const std::string& name) {
  std::optional<Account> account;
  const Status done = read(
      store_, "SELECT name, role, password_hash, made_ms, used_ms FROM account WHERE name = ?1",
      [&](const Row& row) { account = account_at(row); }, storable(name));
  if (!done) return done.error();
  return account;
}

Result<AccountAnswer> Accounts::add(const std::string& name, Role role) {
  if (const Status good = check_account_name(name); !good) {
    return AccountAnswer{422, good.error().message};
  }
  const auto count = read_integer(store_, "SELECT count(*) FROM account");
  if (!count) return count.error();
  if (*count == 0 && role != Role::administrator) {
    return AccountAnswer{409, "the first account must be an administrator's; add that one first"};
  }
  if (*count >= most_accounts) return AccountAnswer{409, "there are 1000 accounts; remove some"};
  bool added = false;
  const Status done = read(
      store_,
      "INSERT INTO account (name, role, made_ms) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING "
      "RETURNING 1",
      [&](const Row&) { added = true; }, name, role == Role::administrator ? 1 : 0,
      clock_.wall_ms());
  if (!done) return done.error();
  if (!added) return AccountAnswer{409, "there is an account '" + name + "' already"};
  auto secret = keep_link(name);
  if (!secret) return secret.error();
  platform::log_info("account '" + name + "' added, " + word_for(role));
  return AccountAnswer{201, "'" + name + "' is " + word_for(role), *std::move(secret)};
}

Result<std::int64_t> Accounts::administrators() {
  std::int64_t count = 0;
  const Status done =
      read(store_, "SELECT name FROM account WHERE role = 1 {lock}", [&](const Row&) { ++count; });
  if (!done) return done.error();
  return count;
}

Result<AccountAnswer> Accounts::remove(const std::string& name) {
  const auto count = administrators();
  if (!count) return count.error();
  const auto account = find(name);
  if (!account) return account.error();
  if (!*account) return no_such(name);
  if ((*account)->role == Role::administrator && *count == 1) {
    return AccountAnswer{
        409, "'" + name + "' is the last administrator, and stays; add another one first"};
  }
  for (const char* sql :
       {"DELETE FROM session WHERE account = ?1", "DELETE FROM account_link WHERE account = ?1",
        "DELETE FROM account WHERE name = ?1"}) {
    if (auto done = run(store_, sql, name); !done) return done.error();
  }
  platform::log_info("account '" + name + "' removed");
  return AccountAnswer{200, "'" + name + "' is removed, and signed out everywhere"};
}

Result<AccountAnswer> Accounts::make_link(const std::string& name) {
  const auto account = find(name);
  if (!account) return account.error();
  if (!*account) return no_such(name);
  auto secret = keep_link(name);
  if (!secret) return secret.error();
  return AccountAnswer{201, "'" + name + "' may choose a password with this link",
                       *std::move(secret)};
}

Result<std::string> Accounts::make_first_link() {
  return keep_link(std::nullopt);
}

Result<std::string> Accounts::keep_link(const std::optional<std::string>& account) {
  const std::int64_t now = clock_.wall_ms();
  Status done =
      run(store_, "DELETE FROM account_link WHERE expires_ms < ?1 OR account = ?2", now, account);
  if (!done) return done.error();
  std::array<std::uint8_t, 16> random{};
  record::fill_random(random);
  std::string secret = record::to_hex(random);
  done =
      run(store_, "INSERT INTO account_link (secret_hash, account, expires_ms) VALUES (?1, ?2, ?3)",
          hash_of_secret(secret), account, now + link_lives_ms);
  if (!done) return done.error();
  return secret;
}

// One that makes the first account is worth nothing any more as soon as there is one.
Result<std::optional<Link>> Accounts::open_link(const std::string& secret) {
  std::optional<Link> link;
  const Status done = read(
      store_, "SELECT account FROM account_link WHERE secret_hash = ?1 AND expires_ms >= ?2 {lock}",
      [&](const Row& row) { link = Link{row.is_null(0) ? std::string() : row.text(0)}; },
      hash_of_secret(secret), clock_.wall_ms());
  if (!done) return done.error();
  if (!link || !link->makes_first()) return link;
  const auto late = any();
  if (!late) return late.error();
  return *late ? std::optional<Link>() : link;
}

Result<AccountAnswer> Accounts::use_link(const std::string& secret, const std::string& name,
                                         const std::string& password_hash) {
  const auto link = open_link(secret);
  if (!link) return link.error();
  if (!*link) return AccountAnswer{410, "this link was used already, or is older than a day"};
  const std::string account = (*link)->makes_first() ? name : (*link)->account;
  Status done = Done{};
  if ((*link)->makes_first()) {
    done = run(store_, "INSERT INTO account (name, role, made_ms) VALUES (?1, 1, ?2)", account,
               clock_.wall_ms());
    if (done) done = run(store_, "DELETE FROM account_link WHERE account IS NULL");
    platform::log_info("account '" + account + "' added, the first administrator");
  }
  if (done) {
    done = run(store_, "UPDATE account SET password_hash = ?1 WHERE name = ?2", password_hash,
               account);
  }
  if (done) done = run(store_, "DELETE FROM account_link WHERE account = ?1", account);
  if (done) done = run(store_, "DELETE FROM session WHERE account = ?1", account);
  if (!done) return done.error();
  return AccountAnswer{200, account};
}

}  // namespace smilepost::backend
