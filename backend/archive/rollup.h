// Visits of each hour by their answers to every question on their path, votes and reasons; further
// questions, other audiences and visits that are flagged apart. What a visit adds is what its row
// says, so taking the old row away and adding the new one keeps the figures equal to a recount.
#pragma once

#include <compare>
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
  // Whose answers to what; `flagged`: whether the visits are.
  struct Asked {
    record::KioskId kiosk{};
    std::int64_t audience = 0, hour_ms = 0;
    std::string question;
    bool flagged = false;
    friend auto operator<=>(const Asked&, const Asked&) = default;  // NOLINT(modernize-use-nullptr)
  };
  // whether it is a further question; steps and value
  using VoteKey = std::tuple<Asked, bool, std::int64_t, std::int64_t>;
  using ReasonKey = std::pair<Asked, std::string>;
  void change(const VisitRow& visit, std::int64_t by);
  void change(const Asked& asked, const AnswerInForce& answer, bool good, std::int64_t by);
  Status write_votes(Store& store) const;
  Status write_reasons(Store& store) const;
  Status read_votes(Store& store, const record::KioskId& kiosk);
  Status read_reasons(Store& store, const record::KioskId& kiosk);

  std::map<VoteKey, std::int64_t> votes_;
  std::map<ReasonKey, Visits> reasons_;
};

}  // namespace smilepost::backend
