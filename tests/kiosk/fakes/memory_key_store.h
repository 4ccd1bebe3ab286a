// Keys in memory. Survives the journal, not the process. Can be told to fail.
#pragma once

#include <map>

#include "platform/key_store.h"

namespace smilepost::tests {

class MemoryKeyStore final : public platform::KeyStore {
 public:
  Result<std::optional<std::vector<std::uint8_t>>> load(const std::string& name) const override {
    const auto found = secrets.find(name);
    if (found == secrets.end()) return std::optional<std::vector<std::uint8_t>>{};
    return std::optional(found->second);
  }

  Status store(const std::string& name, const std::vector<std::uint8_t>& secret) override {
    if (stores_left == 0) return Error{"key store: no room: make some"};
    if (stores_left > 0) --stores_left;
    secrets[name] = secret;
    return Done{};
  }

  std::map<std::string, std::vector<std::uint8_t>> secrets;
  int stores_left = -1;  // stores that will go well; below zero: all
};

}  // namespace smilepost::tests
