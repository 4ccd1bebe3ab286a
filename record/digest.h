// SHA-256 of what comes piece by piece (FIPS 180-4), for what does not fit into memory.
#pragma once

#include <memory>

#include "record/keys.h"

namespace smilepost::record {

class Digest {
 public:
  Digest();
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void add(BytesView bytes);
  Hash finish();  // last

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smilepost::record
