// Asks the archive again and again whether it is there, and how its kiosks fare. On the archive's
// thread.
#pragma once

#include "backend/archive.h"
#include "backend/health.h"
#include "backend/metrics.h"
#include "platform/clock.h"

namespace smilepost::backend {

class ArchiveWatch {
 public:
  ArchiveWatch(Archive& archive, const platform::Clock& clock, Health& health, Metrics& metrics)
      : archive_(archive), clock_(clock), health_(health), metrics_(metrics) {}

  void look();

 private:
  Status ask();
  Status count_kiosks();
  Status count_health();

  Archive& archive_;
  const platform::Clock& clock_;
  Health& health_;
  Metrics& metrics_;
  std::uint64_t next_count_ms_ = 0, next_health_ms_ = 0;  // monotonic
  bool away_ = false;                                     // logged already
};

}  // namespace smilepost::backend
