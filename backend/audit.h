// Looks through an archive again: every single signature, every link, every figure that was kept
// beside the records. Ingest checks one signature a batch, which vouches for those before it; that
// nobody touched the archive since shows here. Reads only, while backends run or not.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/archive/rows.h"
#include "backend/pool.h"

namespace smilepost::backend {

struct AuditedKiosk {
  std::uint64_t records = 0;
  std::vector<std::string> faults;  // a line each; no more than some of each chain
};

class Audit {
 public:
  // Called with how many more records of the kiosk were looked at.
  using Progress = std::function<void(std::uint64_t)>;

  Audit(Store& store, Pool& pool) : store_(store), pool_(pool) {}

  // How many there are of records, about.
  Result<std::uint64_t> records() const;

  // The first kiosk after that one, in the order of their ids; nothing after the last.
  Result<std::optional<record::KioskId>> after(const std::optional<record::KioskId>& kiosk) const;

  // As it was at one moment, whatever comes in meanwhile. An Error: it cannot be read to its end.
  Result<AuditedKiosk> look_at(const record::KioskId& kiosk, const Progress& progress);

 private:
  Store& store_;
  Pool& pool_;
};

}  // namespace smilepost::backend
