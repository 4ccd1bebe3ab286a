#include "backend/web/rollout.h"

#include <algorithm>

#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

// What it said of this release last.
std::optional<ReleaseOutcome> said_of(const Release& release, const Taker& taker) {
  if (!taker.told || !is_same_version(taker.told->version, release.version)) return std::nullopt;
  return outcome_of(taker.told->state);
}

void count_trouble(const Taker& taker, ReleaseOutcome outcome, Progress& progress) {
  const bool fell = outcome == ReleaseOutcome::fell_back;
  ++(fell ? progress.fell_back : progress.refused);
  progress.in_trouble.emplace_back(taker.kiosk, fell ? "fell back" : "refused it");
}

}  // namespace

std::vector<Taker> takers_of(const FleetFacts& fleet) {
  std::vector<Taker> takers;
  for (const Judged& it : fleet.kiosks) {
    if (it.facts.revoked_ms || !it.facts.status || it.facts.status->image.empty()) continue;
    const Group* group = fleet.group(it.facts.group);
    const auto ring = group == nullptr ? std::nullopt : ring_named(group->ring);
    takers.push_back({&it.facts, ring.value_or(Ring::everybody), it.facts.status->image,
                      record::read_update_told(it.facts.status->update)});
  }
  return takers;
}

std::uint64_t count_running(const Release& release, const std::vector<Taker>& takers) {
  return static_cast<std::uint64_t>(
      std::count_if(takers.begin(), takers.end(),
                    [&](const Taker& it) { return is_same_version(it.runs, release.version); }));
}

// One that went on to a higher release is no longer about this one.
Progress progress_of(const Release& release, const ReleaseFacts& facts,
                     const std::vector<Taker>& takers) {
  Progress progress;
  for (const Taker& it : takers) {
    const auto said = said_of(release, it);
    if (said == ReleaseOutcome::on_its_way) {
      ++progress.on_its_way;
    } else if (is_same_version(it.runs, release.version)) {
      ++progress.run;
    } else if (!is_lower_version(release.version, it.runs) && said &&
               said != ReleaseOutcome::good) {
      count_trouble(it, *said, progress);
    } else if (const Release* next =
                   offered_among(facts.releases, it.kiosk->kiosk, it.ring, it.runs);
               next != nullptr && next->version == release.version) {
      ++progress.to_begin;
    }
  }
  return progress;
}

std::string rings_words(const Rings& rings) {
  std::string words;
  for (const auto& [ring, percent] : rings) {
    if (percent == 0) continue;
    if (!words.empty()) words += ", and ";
    if (percent < 100) words += std::to_string(percent) + " % of ";
    words += to_string(ring);
  }
  return words;
}

std::string fallen_words(const Release& release, const ReleaseFacts& facts) {
  const auto found = facts.outcomes.find(release.version);
  const Outcomes told = found == facts.outcomes.end() ? Outcomes{} : found->second;
  const auto count = [&](ReleaseOutcome outcome) {
    return static_cast<std::uint64_t>(told.at(static_cast<std::size_t>(outcome)));
  };
  const auto fell = count(ReleaseOutcome::fell_back);
  return with_thousands(fell) + " of " +
         counted(fell + count(ReleaseOutcome::good), "kiosk", "kiosks") + " that took it fell back";
}

}  // namespace smilepost::backend
