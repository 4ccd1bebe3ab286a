// How far a release is among the kiosks: counted by what each of them says, and would be told.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backend/web/releases_view.h"
#include "record/update_told.h"

namespace smilepost::backend {

// A kiosk that runs on an image of ours, and so takes releases.
struct Taker {
  const KioskFacts* kiosk = nullptr;
  Ring ring = Ring::everybody;
  std::string runs;
  std::optional<record::UpdateTold> told;
};
std::vector<Taker> takers_of(const FleetFacts& fleet);

std::uint64_t count_running(const Release& release, const std::vector<Taker>& takers);

// Each kiosk in one of these at most.
struct Progress {
  std::uint64_t on_its_way = 0, run = 0, fell_back = 0, refused = 0, to_begin = 0;
  std::vector<std::pair<const KioskFacts*, const char*>> in_trouble;
};
Progress progress_of(const Release& release, const ReleaseFacts& facts,
                     const std::vector<Taker>& takers);

// "canary, and 10 % of everybody"; empty: nobody.
std::string rings_words(const Rings& rings);

// "2 of 3 kiosks that took it fell back".
std::string fallen_words(const Release& release, const ReleaseFacts& facts);

}  // namespace smilepost::backend
