// The question before a release goes to more kiosks, or back.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "backend/web/form.h"
#include "backend/web/question.h"
#include "backend/web/releases_view.h"
#include "backend/web/rollout.h"
#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;
using Fields = std::map<std::string, std::string>;

const Release* told(const std::vector<Release>& releases, const Taker& taker) {
  return offered_among(releases, taker.kiosk->kiosk, taker.ring, taker.runs);
}

// As things would stand.
std::vector<Release> with(const std::vector<Release>& releases, const Release& changed) {
  std::vector<Release> all = releases;
  for (Release& it : all)
    if (it.version == changed.version) it = changed;
  return all;
}

std::string held_up_words(const Release& release, const ReleaseFacts& facts) {
  if (release.state == ReleaseState::stopped)
    return "It was stopped: " + fallen_words(release, facts) + "; one more may stop it again. ";
  return release.state == ReleaseState::withdrawn ? "It was withdrawn. " : "";
}

std::string reach_words(const ReleaseFacts& facts, const Release& changed,
                        const std::vector<Taker>& takers) {
  const auto then = with(facts.releases, changed);
  std::uint64_t take = 0, back = 0;
  for (const Taker& it : takers) {
    const Release *before = told(facts.releases, it), *after = told(then, it);
    if (after == nullptr || after->version != changed.version) continue;
    if (before != nullptr && before->version == changed.version) continue;
    ++take;
    if (is_lower_version(changed.version, it.runs)) ++back;
  }
  std::string words =
      take == 0 ? "No further kiosk takes it now."
      : take == 1
          ? "1 kiosk more downloads it and starts it in its quiet hours."
          : with_thousands(take) + " kiosks more download it and start it in their quiet hours.";
  if (back > 0) words += " " + with_thousands(back) + " of them go back to it from a higher one.";
  const auto run = count_running(changed, takers);
  if (run > 0) words += " " + with_thousands(run) + (run == 1 ? " runs" : " run") + " it already.";
  return words;
}

std::optional<Question> before_offering(const FleetFacts& fleet, const ReleaseFacts& facts,
                                        const Release& release, const Fields& form) {
  const auto ring = ring_named(field(form, "ring"));
  const auto percent = percent_in(form);
  if (!ring || !percent) return std::nullopt;  // it is refused without a question
  Release changed = release;
  changed.state = ReleaseState::offered;
  const auto before = release.rings.find(*ring);
  changed.rings[*ring] = *percent;
  const std::string whom = rings_words(changed.rings);
  const bool is_held_up = release.state != ReleaseState::offered;
  const bool widens = *percent > (before == release.rings.end() ? 0 : before->second);
  if (whom.empty() || !(is_held_up || widens)) return std::nullopt;
  return Question{"Offer " + release.version + " to " + whom + "?",
                  held_up_words(release, facts) + reach_words(facts, changed, takers_of(fleet)),
                  "Offer it", false};
}

// "30 go back to 1.4, 4 keep it, …". Below the floor that it set no kiosk goes.
std::string way_back_words(const ReleaseFacts& facts, const Release& release,
                           const std::vector<Taker>& takers) {
  Release changed = release;
  changed.state = ReleaseState::withdrawn;
  const auto then = with(facts.releases, changed);
  std::map<std::string, std::uint64_t> to;
  std::uint64_t keep = 0;
  for (const Taker& it : takers) {
    if (!is_same_version(it.runs, release.version)) continue;
    const Release* next = told(then, it);
    if (next == nullptr || is_lower_version(next->version, release.floor))
      ++keep;
    else
      ++to[next->version];
  }
  std::string words;
  for (const auto& [version, count] : to)
    words += with_thousands(count) + (count == 1 ? " kiosk goes" : " kiosks go") + " to " +
             version + ", in the quiet hours. ";
  if (keep > 0)
    words += counted(keep, "kiosk keeps", "kiosks keep") +
             " it: no other release that they take is offered to them.";
  return words.empty() ? "No kiosk runs it." : words;
}

Question before_withdrawing(const FleetFacts& fleet, const ReleaseFacts& facts,
                            const Release& release) {
  return {"Withdraw " + release.version + "?",
          "Nobody is offered it any more. " + way_back_words(facts, release, takers_of(fleet)),
          "Withdraw it"};
}

}  // namespace

std::optional<std::int64_t> percent_in(const Fields& form) {
  const std::string text = field(form, "percent");
  std::int64_t percent = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), percent);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole && percent >= 0 && percent <= 100 ? std::optional(percent) : std::nullopt;
}

json release_question(const FleetFacts& fleet, const ReleaseFacts& facts, const Fields& form) {
  const std::string what = field(form, "do"), version = field(form, "version");
  const auto release =
      std::find_if(facts.releases.begin(), facts.releases.end(),
                   [&](const Release& it) { return is_same_version(it.version, version); });
  if (release == facts.releases.end()) return nullptr;
  const std::string state(to_string(release->state));
  if (field(form, "sure") == "yes" && field(form, "state") == state) return nullptr;
  std::optional<Question> asked;
  if (what == "offer") asked = before_offering(fleet, facts, *release, form);
  if (what == "withdraw") asked = before_withdrawing(fleet, facts, *release);
  if (!asked) return nullptr;
  Fields again = form;
  again["state"] = state;
  return question_view(*asked, again, "/fleet/releases", "/fleet/releases");
}

}  // namespace smilepost::backend
