// Asks the archive again and again whether it is there. On the archive's thread.
#pragma once

#include "backend/archive.h"
#include "backend/health.h"

namespace smilepost::backend {

class ArchiveWatch {
 public:
  ArchiveWatch(Archive& archive, Health& health) : archive_(archive), health_(health) {}

  void look();

 private:
  Archive& archive_;
  Health& health_;
  bool away_ = false;  // logged already
};

}  // namespace smilepost::backend
