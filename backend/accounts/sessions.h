// Who is signed in: a random cookie of 256 bits, of which the archive keeps only the hash. On the
// archive's thread, inside its transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "backend/archive.h"
#include "backend/visitor.h"
#include "platform/clock.h"

namespace smilepost::backend {

// An administrator's ends soon; the tablet of a shop floor stays signed in while it is used.
constexpr std::int64_t administrator_idle_ms = 30LL * 60 * 1000;
constexpr std::int64_t administrator_longest_ms = 12LL * 3600 * 1000;
constexpr std::int64_t team_idle_ms = 30LL * 24 * 3600 * 1000;

class Sessions {
 public:
  Sessions(Archive& archive, const platform::Clock& clock)
      : store_(archive.store()), clock_(clock) {}

  // The cookie's value, 64 hexadecimal digits: always a fresh one.
  Result<std::string> start(const std::string& account);
  Status end(const std::string& token);

  // Nobody where it never was, is over, or its account is gone. `in_use`: somebody is there, so it
  // does not run out; a page that reloads by itself keeps no administrator signed in.
  Result<std::optional<Visitor>> find(const std::string& token, bool in_use);

 private:
  Status use(const std::string& token, const std::string& account, std::int64_t used_ms);

  Store& store_;
  const platform::Clock& clock_;
};

}  // namespace smilepost::backend
