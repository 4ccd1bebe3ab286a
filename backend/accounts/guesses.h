// Slows guessing of passwords down, by account and by address, and locks nobody out for good: after
// some wrong ones each further one may be tried a while after the last, a minute at most. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace smilepost::backend {

class Guesses {
 public:
  static constexpr std::size_t most_kept = 4096;
  static constexpr std::uint64_t longest_wait_ms = 60'000;

  // 0: go on, and it counts as a wrong one until succeeded(); else so long from now, and it counts
  // for nothing. Times are monotonic.
  std::uint64_t attempt(const std::string& account, const std::string& address,
                        std::uint64_t now_ms);
  void succeeded(const std::string& account, const std::string& address);

  std::size_t kept() const { return wrong_.size(); }

 private:
  struct Wrong {
    std::uint32_t count = 0;
    std::uint64_t last_ms = 0;
  };
  std::uint64_t wait(const std::string& key, std::uint32_t free, std::uint64_t now_ms) const;
  void note(const std::string& key, std::uint64_t now_ms);
  void make_room(std::uint64_t now_ms);

  std::map<std::string, Wrong> wrong_;  // "a" and an account's name, "@" and an address
};

}  // namespace smilepost::backend
