#include "backend/web/releases_view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "backend/web/fleet_view.h"
#include "backend/web/rollout.h"
#include "backend/web/words.h"
#include "record/release_version.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;

constexpr std::size_t most_shown = 12;

bool is_out(const Release& release) {
  return release.state == ReleaseState::offered && !rings_words(release.rings).empty();
}

std::string standing_words(const Release& release, const ReleaseFacts& facts) {
  switch (release.state) {
    case ReleaseState::paused:
      return "Paused: nobody further is offered it.";
    case ReleaseState::withdrawn:
      return "Withdrawn.";
    case ReleaseState::stopped:
      return "Stopped by itself: " + fallen_words(release, facts) + ".";
    case ReleaseState::offered:
      break;
  }
  if (is_out(release)) return "Offered to " + rings_words(release.rings) + ".";
  return release.rings.empty() ? "Nobody is offered it yet." : "Nobody is offered it any more.";
}

json what_follows(ReleaseState state) {
  if (state == ReleaseState::offered) return nullptr;
  return state == ReleaseState::paused
             ? "Kiosks that run it keep it; one that is installing it goes on."
             : "Kiosks that run it go back to the highest other one that they are offered; without "
               "one they keep it.";
}

// One bar: those that run it, that are on their way, in trouble, and still to begin; the rest of it
// are the others.
json parts_view(const Progress& progress, std::size_t all) {
  json parts = json::array();
  std::uint64_t begin = 0;
  const auto add = [&](std::uint64_t count, const char* kind, const std::string& words) {
    if (count == 0) return;
    parts.push_back({{"kind", kind},
                     {"begin", bar_length(begin, all)},
                     {"length", bar_length(count, all)},
                     {"count", with_thousands(count)},
                     {"words", words}});
    begin += count;
  };
  add(progress.run, "run", progress.run == 1 ? "runs it" : "run it");
  add(progress.on_its_way, "coming",
      progress.on_its_way == 1 ? "is on its way" : "are on their way");
  add(progress.fell_back, "fell", "fell back");
  add(progress.refused, "fell", "refused it");
  add(progress.to_begin, "next", "still to begin");
  return parts;
}

json in_trouble_view(const Progress& progress) {
  json all = json::array();
  for (const auto& [kiosk, word] : progress.in_trouble) {
    all.push_back({{"href", "/fleet/kiosk?id=" + record::to_hex(kiosk->kiosk)},
                   {"name", kiosk->name()},
                   {"place", kiosk->place.empty() ? json() : json(kiosk->place)},
                   {"word", word}});
  }
  return all;
}

// What careful people do next: all canaries, then of everybody a tenth, a quarter, half, all. Of
// one that was held up, what it had.
std::pair<Ring, std::int64_t> next_step(const Release& release) {
  const Rings& rings = release.rings;
  const auto widest = std::find_if(rings.rbegin(), rings.rend(),
                                   [](const auto& offered) { return offered.second > 0; });
  if (widest == rings.rend()) return {Ring::canary, 100};
  if (release.state != ReleaseState::offered) return *widest;
  if (widest->first == Ring::canary && widest->second < 100) return {Ring::canary, 100};
  if (widest->first != Ring::everybody) return {Ring::everybody, 10};
  for (const std::int64_t step : {10, 25, 50})
    if (widest->second < step) return {Ring::everybody, step};
  return {Ring::everybody, 100};
}

json ring_options(Ring likely) {
  json options = json::array();
  for (const Ring ring : {Ring::canary, Ring::early, Ring::everybody})
    options.push_back({{"value", to_string(ring)}, {"selected", ring == likely}});
  return options;
}

json release_view(const Release& it, const ReleaseFacts& facts, const std::vector<Taker>& takers) {
  const Progress progress = progress_of(it, facts, takers);
  const auto [ring, percent] = next_step(it);
  const bool out = is_out(it), held = it.state == ReleaseState::paused;
  const bool added_only = it.state == ReleaseState::offered && !out;
  json view{{"version", it.version},
            {"state", to_string(it.state)},
            {"look", added_only ? "added" : to_string(it.state)},
            {"standing", standing_words(it, facts)},
            {"follows", what_follows(it.state)},
            {"missing", !it.file_is_here},
            {"size", with_thousands((it.size + 999'999) / 1'000'000) + " MB"},
            {"added", moment(it.added_ms)},
            {"floor", it.floor.empty() ? json() : json(it.floor)},
            {"parts", parts_view(progress, takers.size())},
            {"trouble", in_trouble_view(progress)},
            {"rings", ring_options(ring)},
            {"percent", percent},
            {"is_out", out},
            {"can_go_back", out || held || (added_only && progress.run > 0)}};
  view["any_part"] = !view["parts"].empty();
  view["any_trouble"] = !view["trouble"].empty();
  view["in_trouble"] =
      counted(progress.in_trouble.size(), "kiosk needs", "kiosks need") + " a look";
  return view;
}

// Highest first; what is no version comes last.
bool is_above(const std::string& one, const std::string& other) {
  const auto first = record::parse_version(one), second = record::parse_version(other);
  if (first && second) return *second < *first;
  return first.has_value() != second.has_value() ? first.has_value() : one < other;
}

// "212 run 1.5, 80 run 1.4": what stands in the shops.
std::string what_runs(const std::vector<Taker>& takers) {
  std::map<std::string, std::uint64_t, decltype(&is_above)> counts(&is_above);
  for (const Taker& it : takers) ++counts[it.runs];
  std::string words;
  for (const auto& [version, count] : counts) {
    words += words.empty() ? "" : ", ";
    words += with_thousands(count) + (count == 1 ? " runs " : " run ") + version;
  }
  return words;
}

}  // namespace

json releases_view(const FleetFacts& fleet, const ReleaseFacts& facts) {
  const auto takers = takers_of(fleet);
  const auto others = fleet.kiosks.size() - fleet.count(Condition::retired) - takers.size();
  json view{{"releases", json::array()},
            {"none", facts.releases.empty()},
            {"runs", takers.empty() ? json() : json(what_runs(takers))},
            {"others", others == 0 ? json()
                                   : json(counted(others, "kiosk runs", "kiosks run") +
                                          " on no image of ours, or said nothing yet.")},
            {"older", json()}};
  std::size_t hidden = 0;
  for (const Release& release : facts.releases) {
    const bool matters = is_out(release) || count_running(release, takers) > 0;
    if (matters || view["releases"].size() < most_shown)
      view["releases"].push_back(release_view(release, facts, takers));
    else
      ++hidden;
  }
  if (hidden > 0) view["older"] = counted(hidden, "older release", "older releases");
  return view;
}

}  // namespace smilepost::backend
