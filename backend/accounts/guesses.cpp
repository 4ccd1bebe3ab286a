#include "backend/accounts/guesses.h"

#include <algorithm>

namespace smilepost::backend {
namespace {

constexpr std::uint32_t free_for_account = 5;
constexpr std::uint32_t free_for_address = 20;  // a whole shop may stand behind one
constexpr std::uint64_t forgotten_after_ms = 3'600'000;

std::string of_account(const std::string& name) {
  return "a" + name;
}
std::string of_address(const std::string& address) {
  return "@" + address;
}

// 2 s, 4 s, 8 s, … a minute.
std::uint64_t pause_after(std::uint32_t beyond) {
  return std::min<std::uint64_t>(Guesses::longest_wait_ms, 1000ULL << std::min(beyond, 6U));
}

}  // namespace

std::uint64_t Guesses::attempt(const std::string& account, const std::string& address,
                               std::uint64_t now_ms) {
  const std::uint64_t longest = std::max(wait(of_account(account), free_for_account, now_ms),
                                         wait(of_address(address), free_for_address, now_ms));
  if (longest > 0) return longest;
  note(of_account(account), now_ms);
  note(of_address(address), now_ms);
  return 0;
}

// Who has an account of their own does not get to guess others' by signing in in between: of the
// address only this attempt is taken back.
void Guesses::succeeded(const std::string& account, const std::string& address) {
  wrong_.erase(of_account(account));
  const auto found = wrong_.find(of_address(address));
  if (found != wrong_.end() && found->second.count > 0) --found->second.count;
}

std::uint64_t Guesses::wait(const std::string& key, std::uint32_t free,
                            std::uint64_t now_ms) const {
  const auto found = wrong_.find(key);
  if (found == wrong_.end() || found->second.count < free) return 0;
  const std::uint64_t due = found->second.last_ms + pause_after(found->second.count - free + 1);
  return due > now_ms ? due - now_ms : 0;
}

void Guesses::note(const std::string& key, std::uint64_t now_ms) {
  if (wrong_.count(key) == 0) make_room(now_ms);
  Wrong& wrong = wrong_[key];
  if (wrong.last_ms + forgotten_after_ms < now_ms) wrong.count = 0;
  ++wrong.count;
  wrong.last_ms = now_ms;
}

// First those that are long ago; else the one with the fewest, so that nobody pushes out what is
// held against them with names and addresses that they make up.
void Guesses::make_room(std::uint64_t now_ms) {
  if (wrong_.size() < most_kept) return;
  std::erase_if(wrong_,
                [&](const auto& it) { return it.second.last_ms + forgotten_after_ms < now_ms; });
  if (wrong_.size() < most_kept) return;
  wrong_.erase(std::min_element(wrong_.begin(), wrong_.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second.count, a.second.last_ms) <
           std::pair(b.second.count, b.second.last_ms);
  }));
}

}  // namespace smilepost::backend
