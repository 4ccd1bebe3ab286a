#include "backend/web/releases_view.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "backend/web/fleet_view.h"
#include "backend/web/form.h"
#include "backend/web/question.h"
#include "backend/web/words.h"
#include "record/release_version.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;
using Fields = std::map<std::string, std::string>;

constexpr std::size_t most_shown = 12;

// A kiosk that runs on an image of ours, and so takes releases.
struct Taker {
  const KioskFacts* kiosk = nullptr;
  std::string runs;
  Ring ring = Ring::everybody;
};

std::vector<Taker> takers_of(const FleetFacts& fleet) {
  std::vector<Taker> takers;
  for (const Judged& it : fleet.kiosks) {
    if (it.facts.revoked_ms || !it.facts.status || it.facts.status->image.empty()) continue;
    const Group* group = fleet.group(it.facts.group);
    const auto ring = group == nullptr ? std::nullopt : ring_named(group->ring);
    takers.push_back({&it.facts, it.facts.status->image, ring.value_or(Ring::everybody)});
  }
  return takers;
}

std::uint64_t untaken(const FleetFacts& fleet, const std::vector<Taker>& takers) {
  return fleet.kiosks.size() - fleet.count(Condition::retired) - takers.size();
}

// Of those that run none above it.
std::uint64_t count_reached(const std::vector<Taker>& takers, const std::string& version,
                            const Rings& rings) {
  const auto offered = record::parse_version(version);
  return static_cast<std::uint64_t>(
      std::count_if(takers.begin(), takers.end(), [&](const Taker& it) {
        const auto runs = record::parse_version(it.runs);
        const bool above = runs && offered && *offered < *runs;
        return !above && reaches(rings, version, it.kiosk->kiosk, it.ring);
      }));
}

// Each kiosk in one of these at most.
struct Progress {
  std::uint64_t on_its_way = 0, run = 0, fell_back = 0, refused = 0;
  std::vector<std::pair<const KioskFacts*, const char*>> in_trouble;
};

Progress progress_of(const ListedRelease& listed, const std::vector<Taker>& takers) {
  Progress progress;
  const bool moves = listed.release.state == ReleaseState::offered;
  for (const Taker& it : takers) {
    const auto told = listed.outcomes.find(it.kiosk->kiosk);
    const bool heard = told != listed.outcomes.end();
    const auto outcome = heard ? told->second : ReleaseOutcome::good;
    if (heard && moves && outcome == ReleaseOutcome::on_its_way) {
      ++progress.on_its_way;
    } else if (it.runs == listed.release.version) {
      ++progress.run;
    } else if (outcome == ReleaseOutcome::fell_back) {
      ++progress.fell_back;
      progress.in_trouble.emplace_back(it.kiosk, "fell back");
    } else if (outcome == ReleaseOutcome::refused) {
      ++progress.refused;
      progress.in_trouble.emplace_back(it.kiosk, "refused it");
    }
  }
  return progress;
}

// "canary, and 10 % of everybody"; empty: nobody.
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

std::string of_kiosks(std::uint64_t some, std::uint64_t all) {
  return with_thousands(some) + " of " + counted(all, "kiosk", "kiosks");
}

std::string fallen_words(const ListedRelease& listed) {
  const auto fell = static_cast<std::uint64_t>(listed.count(ReleaseOutcome::fell_back));
  const auto good = static_cast<std::uint64_t>(listed.count(ReleaseOutcome::good));
  return of_kiosks(fell, fell + good) + " that took it fell back";
}

std::string standing_words(const ListedRelease& listed, const std::vector<Taker>& takers) {
  switch (listed.release.state) {
    case ReleaseState::paused:
      return "Paused: nobody further is offered it.";
    case ReleaseState::withdrawn:
      return "Withdrawn.";
    case ReleaseState::stopped:
      return "Stopped by itself: " + fallen_words(listed) + ".";
    case ReleaseState::offered:
      break;
  }
  const std::string rings = rings_words(listed.rings);
  if (rings.empty()) return "Nobody is offered it yet.";
  if (takers.empty()) return "Offered to " + rings + ".";
  return "Offered to " + rings + ": " +
         of_kiosks(count_reached(takers, listed.release.version, listed.rings), takers.size()) +
         ".";
}

json what_follows(ReleaseState state) {
  if (state == ReleaseState::offered) return nullptr;
  return state == ReleaseState::paused
             ? "Kiosks that run it keep it."
             : "Kiosks that run it go back to the highest other one that they are offered.";
}

// One bar: those that run it, that are on their way, and in trouble; the rest of it is the others.
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

// What careful people do next: all canaries, then of everybody a tenth, a quarter, half, all.
std::pair<Ring, std::int64_t> next_step(const Rings& rings) {
  const auto percent = [&](Ring ring) {
    const auto offered = rings.find(ring);
    return offered == rings.end() ? 0 : offered->second;
  };
  if (rings_words(rings).empty() || (rings.size() == 1 && percent(Ring::canary) % 100 > 0))
    return {Ring::canary, 100};
  for (const std::int64_t step : {10, 25, 50})
    if (percent(Ring::everybody) < step) return {Ring::everybody, step};
  return {Ring::everybody, 100};
}

json ring_options(Ring likely) {
  json options = json::array();
  for (const Ring ring : {Ring::canary, Ring::early, Ring::everybody})
    options.push_back({{"value", to_string(ring)}, {"selected", ring == likely}});
  return options;
}

json release_view(const ListedRelease& listed, const std::vector<Taker>& takers) {
  const Release& it = listed.release;
  const bool is_out = it.state == ReleaseState::offered && !rings_words(listed.rings).empty();
  const Progress progress = progress_of(listed, takers);
  const auto [ring, percent] = next_step(listed.rings);
  json view{{"version", it.version},
            {"state", is_out || it.state != ReleaseState::offered ? to_string(it.state) : "added"},
            {"standing", standing_words(listed, takers)},
            {"follows", what_follows(it.state)},
            {"missing", !listed.file_is_here},
            {"size", with_thousands((it.size + 999'999) / 1'000'000) + " MB"},
            {"added", moment(it.added_ms)},
            {"floor", it.floor.empty() ? json() : json(it.floor)},
            {"parts", parts_view(progress, takers.size())},
            {"trouble", in_trouble_view(progress)},
            {"rings", ring_options(ring)},
            {"percent", percent},
            {"is_out", is_out},
            {"can_go_back", it.state == ReleaseState::paused || is_out}};
  view["any_part"] = !view["parts"].empty();
  view["any_trouble"] = !view["trouble"].empty();
  view["in_trouble"] =
      counted(progress.in_trouble.size(), "kiosk needs", "kiosks need") + " a look";
  return view;
}

// "212 run 1.5, 80 run 1.4": what stands in the shops, highest first.
std::string what_runs(const std::vector<Taker>& takers) {
  const auto above = [](const std::string& one, const std::string& other) {
    const auto first = record::parse_version(one), second = record::parse_version(other);
    if (!first || !second) return first && !second;
    return *second < *first;
  };
  std::map<std::string, std::uint64_t, decltype(above)> counts(above);
  for (const Taker& it : takers) ++counts[it.runs];
  std::string words;
  for (const auto& [version, count] : counts) {
    words += words.empty() ? "" : ", ";
    words += with_thousands(count) + (count == 1 ? " runs " : " run ") + version;
  }
  return words;
}

const ListedRelease* release_in(const std::vector<ListedRelease>& releases,
                                const std::string& version) {
  const auto found = std::find_if(releases.begin(), releases.end(),
                                  [&](const auto& it) { return it.release.version == version; });
  return found == releases.end() ? nullptr : &*found;
}

std::optional<Question> before_offering(const FleetFacts& fleet, const ListedRelease& listed,
                                        const Fields& form) {
  const auto ring = ring_named(field(form, "ring"));
  const auto percent = percent_in(form);
  if (!ring || !percent) return std::nullopt;  // it is refused without a question
  const auto takers = takers_of(fleet);
  const std::string& version = listed.release.version;
  const bool is_out = listed.release.state == ReleaseState::offered;
  const auto now = is_out ? count_reached(takers, version, listed.rings) : 0;
  Rings rings = listed.rings;
  rings[*ring] = *percent;
  const auto then = count_reached(takers, version, rings);
  if (then <= now) return std::nullopt;
  const std::string again = listed.release.state == ReleaseState::stopped
                                ? "It was stopped: " + fallen_words(listed) +
                                      ". One more that falls back stops it again. "
                                : "";
  return Question{"Offer " + version + " to " + rings_words({{*ring, *percent}}) + "?",
                  again + of_kiosks(then, takers.size()) + (then == 1 ? " is" : " are") +
                      " offered it then, " + with_thousands(now) +
                      " now. Each downloads it and starts it in its quiet hours.",
                  "Offer it", false};
}

Question before_withdrawing(const FleetFacts& fleet, const std::vector<ListedRelease>& releases,
                            const ListedRelease& listed) {
  const auto takers = takers_of(fleet);
  const auto run =
      static_cast<std::uint64_t>(std::count_if(takers.begin(), takers.end(), [&](const Taker& it) {
        return it.runs == listed.release.version;
      }));
  const bool any_other = std::any_of(releases.begin(), releases.end(), [&](const auto& it) {
    return &it != &listed && it.release.state == ReleaseState::offered && it.file_is_here &&
           !rings_words(it.rings).empty();
  });
  const std::string what_follows =
      run == 0 ? "No kiosk runs it."
      : any_other
          ? "Those that run it, " + counted(run, "kiosk", "kiosks") +
                ", go back to the highest other one that they are offered, in their quiet hours."
          : "No other release is offered, so those that run it keep it for now: " +
                counted(run, "kiosk", "kiosks") + ". Offer the one before it, too.";
  return {"Withdraw " + listed.release.version + "?",
          "Nobody is offered it any more. " + what_follows, "Withdraw it"};
}

}  // namespace

std::optional<std::int64_t> percent_in(const Fields& form) {
  const std::string text = field(form, "percent");
  std::int64_t percent = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), percent);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole && percent >= 0 && percent <= 100 ? std::optional(percent) : std::nullopt;
}

json releases_view(const FleetFacts& fleet, const std::vector<ListedRelease>& releases) {
  const auto takers = takers_of(fleet);
  const auto others = untaken(fleet, takers);
  json view{{"releases", json::array()},
            {"none", releases.empty()},
            {"runs", takers.empty() ? json() : json(what_runs(takers))},
            {"others", others == 0 ? json()
                                   : json(counted(others, "kiosk runs", "kiosks run") +
                                          " on no image of ours, or said nothing yet.")},
            {"older", json()}};
  for (std::size_t i = 0; i < std::min(releases.size(), most_shown); ++i)
    view["releases"].push_back(release_view(releases[i], takers));
  if (releases.size() > most_shown)
    view["older"] = counted(releases.size() - most_shown, "older release", "older releases");
  return view;
}

json release_question(const FleetFacts& fleet, const std::vector<ListedRelease>& releases,
                      const Fields& form) {
  const std::string what = field(form, "do");
  const ListedRelease* listed = release_in(releases, field(form, "version"));
  if (listed == nullptr) return nullptr;
  std::optional<Question> asked;
  if (what == "offer") asked = before_offering(fleet, *listed, form);
  if (what == "withdraw") asked = before_withdrawing(fleet, releases, *listed);
  return asked ? question_view(*asked, form, "/fleet/releases", "/fleet/releases") : json();
}

}  // namespace smilepost::backend
