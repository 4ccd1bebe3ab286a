// Visits of each hour by their vote and by the reasons given, those that are flagged apart. What a
// visit adds is what its row says, so taking the old row away and adding the new one keeps the
// figures equal to a recount.
#pragma once

#include <tuple>

#include "backend/archive/rows.h"

namespace smilepost::backend {

class Rollup {
 public:
  void add(const VisitRow& visit) { change(visit, 1); }
  void remove(const VisitRow& visit) { change(visit, -1); }

  // Adds the sums to those that are stored.
  Status write(Store& store) const;
  // Whether they are those that are stored of this kiosk.
  Result<bool> is_stored_of(Store& store, const record::KioskId& kiosk) const;

 private:
  struct Visits {
    std::int64_t all = 0, good = 0;
    friend bool operator==(const Visits&, const Visits&) = default;
  };
  // kiosk, hour, question; then steps and value, or the reason; whether the visits are flagged
  using VoteKey =
      std::tuple<record::KioskId, std::int64_t, std::string, std::int64_t, std::int64_t, bool>;
  using ReasonKey = std::tuple<record::KioskId, std::int64_t, std::string, std::string, bool>;
  void change(const VisitRow& visit, std::int64_t by);

  std::map<VoteKey, std::int64_t> votes_;
  std::map<ReasonKey, Visits> reasons_;
};

}  // namespace smilepost::backend
