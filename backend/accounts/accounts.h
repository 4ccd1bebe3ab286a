// Who may see the pages, and the one-time links by which they choose their passwords. On the
// archive's thread, inside its transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/archive.h"
#include "backend/visitor.h"
#include "platform/clock.h"

namespace smilepost::backend {

constexpr std::int64_t link_lives_ms = 24LL * 3600 * 1000;

struct Account {
  std::string name;
  Role role = Role::team;
  std::string password_hash;  // empty: none is chosen yet
  std::int64_t made_ms = 0;
  std::optional<std::int64_t> used_ms{};
};

// What became of a wish: a status as HTTP has it, and a line for people.
struct AccountAnswer {
  int status = 200;
  std::string line;
  std::string link_secret{};  // where one was made: 32 hexadecimal digits, told once
  bool done() const { return status < 300; }
};

// What a link is good for: a password for this account; no name: it makes the first.
struct Link {
  std::string account;
  bool makes_first() const { return account.empty(); }
};

class Accounts {
 public:
  Accounts(Archive& archive, const platform::Clock& clock)
      : store_(archive.store()), clock_(clock) {}

  Result<bool> any();
  Result<std::vector<Account>> list();
  Result<std::optional<Account>> find(const std::string& name);

  // With a link to choose a password. The first is an administrator.
  Result<AccountAnswer> add(const std::string& name, Role role);
  // With all its sessions and links; the last administrator stays.
  Result<AccountAnswer> remove(const std::string& name);
  // Another link, also for who forgot their password. The old one holds until another is chosen.
  Result<AccountAnswer> make_link(const std::string& name);

  // A secret that makes the first account, as long as there is none.
  Result<std::string> make_first_link();
  Result<std::optional<Link>> open_link(const std::string& secret);
  // Uses the link up, and ends the account's sessions. The answer's line is the account's name.
  Result<AccountAnswer> use_link(const std::string& secret, const std::string& name,
                                 const std::string& password_hash);

 private:
  Result<std::string> keep_link(const std::optional<std::string>& account);
  Result<std::int64_t> administrators();

  Store& store_;
  const platform::Clock& clock_;
};

// For people: names are shown and typed.
Status check_account_name(const std::string& name);

}  // namespace smilepost::backend
