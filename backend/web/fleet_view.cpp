#include "backend/web/fleet_view.h"

#include <algorithm>
#include <compare>
#include <nlohmann/json.hpp>
#include <set>

#include "backend/day.h"
#include "backend/fleet/natural_order.h"
#include "backend/web/fleet_search.h"
#include "backend/web/fleet_words.h"
#include "backend/web/form.h"
#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;
using Fields = std::map<std::string, std::string>;

constexpr std::size_t rows_a_page = 100;

const char* health_word(Condition health) {
  return health == Condition::watch ? "look after" : to_string(health);
}

std::string kiosk_link(const record::KioskId& kiosk) {
  return "/fleet/kiosk?id=" + record::to_hex(kiosk);
}

json row_view(const Judged& kiosk, std::int64_t now_ms) {
  const KioskFacts& it = kiosk.facts;
  return {{"href", kiosk_link(it.kiosk)},
          {"id", record::to_hex(it.kiosk)},
          {"name", it.name()},
          {"place", it.place},
          {"has_place", !it.place.empty()},
          {"group", it.group},
          {"health", to_string(kiosk.health)},
          {"health_word", health_word(kiosk.health)},
          {"findings", findings_view(kiosk.findings)},
          {"alone", true},
          {"contact", ago(now_ms - it.last_contact_ms)},
          {"version", version_words(it)},
          {"backlog", backlog_words(it)},
          {"clock", clock_words(it)},
          {"storage", storage_words(it)},
          {"temperature", temperature_words(it)},
          {"screen", screen_words(it)},
          {"touch", touch_words(it, now_ms)}};
}

json option(const std::string& value, const std::string& text, const std::string& chosen) {
  return {{"value", value}, {"text", text}, {"selected", value == chosen}};
}

json filters_view(const FleetFacts& fleet, const Fields& asked) {
  const auto before = [](const std::string& left, const std::string& right) {
    return std::is_lt(natural_order(left, right));
  };
  std::set<std::string, decltype(before)> places(before);
  bool any_without = false;
  for (const Judged& kiosk : fleet.kiosks) {
    if (kiosk.facts.place.empty())
      any_without = true;
    else
      places.insert(kiosk.facts.place);
  }
  json filters{{"q", field(asked, "q")},
               {"places", json::array()},
               {"groups", json::array()},
               {"healths", json::array()}};
  for (const std::string& place : places)
    filters["places"].push_back(option(place, place, field(asked, "place")));
  if (any_without)
    filters["places"].push_back(option(no_place, "no place yet", field(asked, "place")));
  for (const Group& group : fleet.groups)
    filters["groups"].push_back(option(group.name, group.name, field(asked, "group")));
  for (const auto& [value, text] :
       {std::pair("sick", "whoever needs you"), std::pair("ill", "ill"),
        std::pair("watch", "to look after"), std::pair("waits", "waits"), std::pair("well", "well"),
        std::pair("revoked", "revoked")})
    filters["healths"].push_back(option(value, text, field(asked, "health")));
  return filters;
}

std::string page_link(Fields asked, std::size_t page) {
  asked["page"] = std::to_string(page);
  std::string link = "/fleet?";
  for (const auto& [name, value] : asked) {
    if (value.empty()) continue;
    link += (link.back() == '?' ? "" : "&") + encode_percent(name) + "=" + encode_percent(value);
  }
  return link;
}

std::size_t page_asked(const Fields& asked, std::size_t pages) {
  const std::string text = field(asked, "page");
  if (text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != std::string::npos)
    return 1;
  return std::clamp<std::size_t>(std::stoul(text), 1, pages);
}

// Those of one place that ail from the same, first of all: one card, or a shop without power fills
// a page.
bool shares_card(const json& one, const json& other) {
  return one["has_place"] && one["place"] == other["place"] && one["health"] == other["health"] &&
         !one["findings"].empty() && !other["findings"].empty() &&
         one["findings"][0]["remedy"] == other["findings"][0]["remedy"];
}

constexpr std::size_t fewest_on_a_card = 3;

json card_of(const json& rows, const std::vector<std::size_t>& together) {
  json card = rows[together.front()];
  card["alone"] = false;
  card["together"] = counted(together.size(), "kiosk", "kiosks");
  card["each"] = json::array();
  for (const std::size_t at : together) {
    json one = rows[at];
    one["findings"].erase(0);  // the card says it
    card["each"].push_back(std::move(one));
  }
  card["findings"] = json::array({rows[together.front()]["findings"][0]});
  return card;
}

json gathered(const json& rows) {
  json cards = json::array();
  std::vector<bool> is_on_one(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (is_on_one[i]) continue;
    std::vector<std::size_t> together;
    for (std::size_t at = i; at < rows.size(); ++at)
      if (!is_on_one[at] && shares_card(rows[i], rows[at])) together.push_back(at);
    if (together.size() < fewest_on_a_card) {
      cards.push_back(rows[i]);
      continue;
    }
    for (const std::size_t at : together) is_on_one[at] = true;
    cards.push_back(card_of(rows, together));
  }
  return cards;
}

void add_rows(json& view, const std::vector<const Judged*>& found, const Fields& asked,
              std::int64_t now_ms) {
  const std::size_t pages =
      std::max<std::size_t>((found.size() + rows_a_page - 1) / rows_a_page, 1);
  const std::size_t page = page_asked(asked, pages), begin = (page - 1) * rows_a_page;
  view["sick"] = view["rest"] = json::array();
  for (std::size_t i = begin; i < std::min(begin + rows_a_page, found.size()); ++i) {
    const bool sick = found[i]->health <= Condition::watch;
    view[sick ? "sick" : "rest"].push_back(row_view(*found[i], now_ms));
  }
  view["sick"] = gathered(view["sick"]);
  view["any_rest"] = !view["rest"].empty();
  view["nothing"] = found.empty() && view["applicants"].empty() && view["refused"].empty();
  view["paged"] = pages > 1;
  view["page"] = page;
  view["pages"] = pages;
  view["before"] = page > 1 ? json{{"href", page_link(asked, page - 1)}} : json();
  view["after"] = page < pages ? json{{"href", page_link(asked, page + 1)}} : json();
}

json applicant_view(const Applicant& it, std::int64_t now_ms) {
  return {{"id", record::to_hex(it.kiosk)},
          {"short_id", record::to_hex(it.kiosk).substr(0, 8)},
          {"name", it.label.empty() ? std::string("A kiosk without a name") : it.label},
          {"asked", ago(now_ms - it.asked_ms)},
          {"refused", ago(now_ms - it.refused_ms.value_or(now_ms))}};
}

constexpr std::size_t few_applicants = 5;  // as many are refused one by one

json applicants_view(const std::vector<Applicant>& all, const Fields& asked, std::int64_t now_ms) {
  json found = json::array();
  for (const Applicant& it : all)
    if (matches(it, asked)) found.push_back(applicant_view(it, now_ms));
  return found;
}

// On the first page. Returns how many are found, whatever the page. Who looks for one that was
// refused, by the code on its screen as well, sees it at once.
std::size_t add_applicants(json& view, const FleetFacts& fleet, const Fields& asked,
                           std::int64_t now_ms) {
  const bool first_page = field(asked, "page").empty() || field(asked, "page") == "1";
  json waiting = applicants_view(fleet.applicants, asked, now_ms);
  json refused = field(asked, "health").empty() ? applicants_view(fleet.refused, asked, now_ms)
                                                : json::array();
  const std::size_t count = waiting.size() + refused.size();
  view["refused_words"] = counted(refused.size(), "kiosk was refused", "kiosks were refused");
  view["unfolded"] = !field(asked, "q").empty();
  view["applicants"] = first_page ? std::move(waiting) : json::array();
  view["refused"] = first_page ? std::move(refused) : json::array();
  view["any_refused"] = !view["refused"].empty();
  view["many_wait"] = view["applicants"].size() > few_applicants;
  view["all_waiting"] = with_thousands(fleet.applicants.size());
  return count;
}

// "297 well, 2 ill, 1 waits to be accepted", each a way to these.
json counts_view(const FleetFacts& fleet) {
  json counts = json::array();
  const auto add = [&](std::size_t count, const std::string& words, const char* health,
                       bool always = false) {
    if (count > 0 || always) {
      counts.push_back({{"count", with_thousands(count)},
                        {"words", words},
                        {"health", health},
                        {"href", std::string("/fleet?health=") + health}});
    }
  };
  const std::size_t waiting = fleet.applicants.size() + fleet.count(Condition::waits);
  add(fleet.count(Condition::ill), "ill", "ill", true);
  add(waiting, waiting == 1 ? "waits to be accepted" : "wait to be accepted", "waits");
  add(fleet.count(Condition::watch), "to look after", "watch");
  add(fleet.count(Condition::well), "well", "well", true);
  add(fleet.count(Condition::retired), "revoked", "revoked");
  return counts;
}

std::string title_of(const FleetFacts& fleet) {
  const std::size_t ill = fleet.count(Condition::ill);
  const std::size_t waiting = fleet.applicants.size() + fleet.count(Condition::waits);
  if (ill > 0) return "(" + std::to_string(ill) + " ill) Fleet";
  return waiting > 0 ? "(" + std::to_string(waiting) + " waiting) Fleet" : "Fleet";
}

}  // namespace

json findings_view(const std::vector<Finding>& findings) {
  json all = json::array();
  for (const Finding& it : findings) {
    all.push_back({{"what", it.what},
                   {"remedy", it.remedy.empty() ? json() : json(it.remedy)},
                   {"ill", it.severity == Severity::ill},
                   {"watch", it.severity == Severity::watch}});
  }
  return all;
}

std::string moment(std::int64_t wall_ms) {
  return day_of(wall_ms).words + ", " + time_of_day(wall_ms);
}

json fleet_view(const FleetFacts& fleet, const Fields& asked, std::int64_t now_ms) {
  std::vector<const Judged*> found;
  for (const Judged& kiosk : fleet.kiosks) {
    if (matches(kiosk, asked)) found.push_back(&kiosk);
  }
  json view{{"title", title_of(fleet)},
            {"counts", counts_view(fleet)},
            {"filters", filters_view(fleet, asked)},
            {"any_kiosk", !fleet.kiosks.empty()},
            {"now", time_of_day(now_ms)}};
  const std::size_t others = add_applicants(view, fleet, asked, now_ms);
  const std::size_t all = fleet.kiosks.size() + fleet.applicants.size() + fleet.refused.size();
  view["found"] = counted(found.size() + others, "kiosk", "kiosks");
  view["filtered"] = found.size() + others != all;
  add_rows(view, found, asked, now_ms);
  return view;
}

}  // namespace smilepost::backend
