#include "backend/web/fleet_search.h"

#include <sstream>

#include "backend/fleet/natural_order.h"
#include "backend/web/form.h"

namespace smilepost::backend {
namespace {

using Fields = std::map<std::string, std::string>;

// Of a kiosk's number: fewer digits would be part of most names, too.
constexpr std::size_t least_digits = 4;

bool holds_all(const std::string& words, const std::string& text, const record::KioskId& kiosk) {
  const std::string all = folded(text), number = record::to_hex(kiosk);
  std::istringstream each(folded(words));
  for (std::string word; each >> word;) {
    const bool is_number = word.size() >= least_digits && number.starts_with(word);
    if (!is_number && all.find(word) == std::string::npos) return false;
  }
  return true;
}

bool has_health(const Judged& kiosk, const std::string& health) {
  if (health == "sick") return kiosk.health <= Condition::watch;
  return health.empty() || health == to_string(kiosk.health);
}

std::string words_of(const Judged& kiosk) {
  const KioskFacts& it = kiosk.facts;
  std::string words = it.name() + "\n" + it.place + "\n" + it.group;
  for (const Finding& finding : kiosk.findings) words += "\n" + finding.what;
  words += "\nversion " + it.software;
  if (it.status) words += "\nimage " + it.status->image + "\nslot " + it.status->slot;
  return words;
}

}  // namespace

bool matches(const Judged& kiosk, const Fields& asked) {
  const std::string group = field(asked, "group"), place = field(asked, "place");
  const KioskFacts& it = kiosk.facts;
  if (!has_health(kiosk, field(asked, "health"))) return false;
  if (!group.empty() && group != it.group) return false;
  if (!place.empty() && place != (it.place.empty() ? no_place : it.place)) return false;
  return holds_all(field(asked, "q"), words_of(kiosk), it.kiosk);
}

bool matches(const Applicant& applicant, const Fields& asked) {
  const std::string health = field(asked, "health"), place = field(asked, "place");
  if (!health.empty() && health != "waits" && health != "sick") return false;
  if (!field(asked, "group").empty() || (!place.empty() && place != no_place)) return false;
  return holds_all(field(asked, "q"), applicant.label, applicant.kiosk);
}

}  // namespace smilepost::backend
