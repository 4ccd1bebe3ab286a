// What the others do, by which one kiosk is judged.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "backend/fleet/kiosk_facts.h"

namespace smilepost::backend {

// None that is revoked counts. "Touched" are those that somebody touched a day after the last touch
// of this one, or later: in the evening one of two is always touched later than the other.
struct Neighbours {
  std::size_t all = 0, heard = 0;  // the others in the same place; heard of lately
  std::size_t touched = 0;         // of them
  // Of the whole fleet, itself too: who should be heard of now, who of them is not, and in how many
  // places those stand.
  std::size_t due = 0, missing = 0, missing_places = 0;
  std::size_t watched = 0, watched_touched = 0;  // all others that report touches
};

class Neighbourhood {
 public:
  Neighbourhood(const std::map<record::KioskId, KioskFacts>& fleet, std::int64_t now_ms);
  Neighbours of(const KioskFacts& kiosk) const;

 private:
  struct Shop {
    std::size_t all = 0, heard = 0;
    std::vector<std::int64_t> touches;  // the last one of each, in order
  };
  void count(const KioskFacts& kiosk);
  void count_attendance(const KioskFacts& kiosk);

  std::int64_t now_ms_;
  std::map<std::string, Shop> shops_;
  std::vector<std::int64_t> touches_;  // of all, in order
  std::size_t due_ = 0, missing_ = 0, watched_ = 0;
  std::map<std::string, std::size_t> missing_places_;
};

}  // namespace smilepost::backend
