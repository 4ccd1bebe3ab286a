// Who may ask for what, and who is signed in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace smilepost::backend {

enum class Role : std::uint8_t { team, administrator };

// Whom a route answers.
enum class Who : std::uint8_t {
  anybody,
  signed_in,
  administrator,
  owner,  // through the admin socket alone; elsewhere the route does not exist
};

struct Visitor {
  std::string name;
  Role role = Role::team;
  // Goes into every form that changes something, as the field "csrf". None without a session:
  // then there is nothing that a form elsewhere could ride on.
  std::optional<std::string> form_token{};
};

}  // namespace smilepost::backend
