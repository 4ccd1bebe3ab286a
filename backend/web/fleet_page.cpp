#include "backend/web/fleet_page.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "backend/fleet/fleet_json.h"
#include "backend/hex_array.h"
#include "backend/web/files.h"
#include "backend/web/fleet_view.h"
#include "backend/web/form.h"
#include "backend/web/safe_response.h"
#include "backend/web/template.h"
#include "backend/web/visitor_view.h"

namespace smilepost::backend {
namespace {

using record::KioskId;

Response html(int status, std::string_view page, const nlohmann::json& view) {
  return safe_html(status, fill(page, view));
}

std::optional<KioskId> kiosk_in(const std::map<std::string, std::string>& form, const char* name) {
  return array_from_hex<16>(field(form, name));
}

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole && number >= 0 ? std::optional(number) : std::nullopt;
}

bool is_of_groups(const std::string& what) {
  return what == "make-group" || what == "change-group" || what == "remove-group" ||
         what == "assign";
}

// The page that the button is on.
std::string page_of(const std::map<std::string, std::string>& form) {
  if (is_of_groups(field(form, "do"))) return "/fleet/groups";
  const std::string id = field(form, "id");
  return id.empty() ? "/fleet" : "/fleet/kiosk?id=" + id;
}

void add_common(nlohmann::json& view, const Request& request, const std::string& notice,
                std::string_view here = {}) {
  add_visitor(view, request, here);
  view["notice"] = notice.empty() ? nlohmann::json() : nlohmann::json(notice);
}

}  // namespace

Result<Response> FleetPage::style(const Request&) {
  return safe_response(200, "text/css; charset=utf-8", std::string(web::fleet_css));
}

Result<Response> FleetPage::json(const Request&) {
  const std::int64_t now = clock_.wall_ms();
  const auto fleet = read_fleet(archive_.store(), now);
  if (!fleet) return fleet.error();
  return safe_response(200, "application/json", fleet_json(*fleet, now));
}

Result<Response> FleetPage::show(const Request& request) {
  return list_page(request, 200, {});
}

Result<Response> FleetPage::list_page(const Request& request, int status,
                                      const std::string& notice) {
  const std::int64_t now = clock_.wall_ms();
  const auto fleet = read_fleet(archive_.store(), now);
  if (!fleet) return fleet.error();
  auto view = fleet_view(*fleet, parse_form(request.query), now);
  add_common(view, request, notice, "/fleet");
  return html(status, web::fleet_html, view);
}

Result<Response> FleetPage::kiosk(const Request& request) {
  const auto kiosk = kiosk_in(parse_form(request.query), "id");
  if (!kiosk) return list_page(request, 404, "There is no kiosk of this number.");
  return kiosk_page(request, *kiosk, 200, {});
}

Result<Response> FleetPage::kiosk_page(const Request& request, const KioskId& id, int status,
                                       const std::string& notice) {
  const std::int64_t now = clock_.wall_ms();
  Store& store = archive_.store();
  const auto fleet = read_fleet(store, now);
  if (!fleet) return fleet.error();
  const Judged* judged = fleet->find(id);
  if (judged == nullptr) {
    return list_page(request, status == 200 ? 404 : status,
                     notice.empty() ? "There is no kiosk of this number." : notice);
  }
  KioskPage page;
  auto log = read_log(store, id);
  if (!log) return log.error();
  page.log = *std::move(log);
  auto standings = read_standings(store, id);
  if (!standings) return standings.error();
  page.standings = *std::move(standings);
  const Status done = read(
      store, "SELECT received_ms FROM diagnostics WHERE kiosk = ?1 ORDER BY received_ms DESC",
      [&](const Row& row) { page.diagnostics.push_back(row.integer(0)); }, id);
  if (!done) return done.error();
  auto view = kiosk_view(*fleet, *judged, page, now);
  add_common(view, request, notice);
  return html(status, web::fleet_kiosk_html, view);
}

Result<Response> FleetPage::groups(const Request& request) {
  return groups_page(request, 200, {});
}

Result<Response> FleetPage::groups_page(const Request& request, int status,
                                        const std::string& notice) {
  const auto fleet = read_fleet(archive_.store(), clock_.wall_ms());
  if (!fleet) return fleet.error();
  const auto log = read_log(archive_.store(), {});
  if (!log) return log.error();
  auto view = groups_view(*fleet, *log);
  add_common(view, request, notice);
  return html(status, web::fleet_groups_html, view);
}

// Never shown in the page: it is what a kiosk's own log says.
Result<Response> FleetPage::diagnostics(const Request& request) {
  const auto asked = parse_form(request.query);
  const auto kiosk = kiosk_in(asked, "id");
  const auto at = number_in(field(asked, "at"));
  std::string text;
  if (kiosk && at) {
    const auto found = read_one(
        archive_.store(), "SELECT report FROM diagnostics WHERE kiosk = ?1 AND received_ms = ?2",
        [&](const Row& row) { text.assign(row.blob(0).begin(), row.blob(0).end()); }, *kiosk, *at);
    if (!found) return found.error();
    if (*found) {
      Response response = safe_response(200, "text/plain; charset=utf-8", std::move(text));
      response.headers.emplace_back("Content-Disposition", "attachment; filename=\"diagnostics-" +
                                                               record::to_hex(*kiosk).substr(0, 8) +
                                                               "-" + std::to_string(*at) +
                                                               ".txt\"");
      return response;
    }
  }
  return list_page(request, 404,
                   "These diagnostics are not here any more: the newest three are kept.");
}

Result<Response> FleetPage::press(const Request& request) {
  const Form form = parse_form(request.body);
  if (field(form, "sure") != "yes") {
    auto asked = confirm_page(request, form);
    if (!asked) return asked.error();
    if (asked->status != 0) return asked;
  }
  const auto decision = decide(request, form);
  if (!decision) return decision.error();
  const std::string what = field(form, "do");
  const auto kiosk = kiosk_in(form, "id");
  if (!decision->done()) {
    const std::string notice = decision->line + ". Nothing was changed.";
    if (is_of_groups(what)) return groups_page(request, decision->status, notice);
    if (kiosk) return kiosk_page(request, *kiosk, decision->status, notice);
    return list_page(request, decision->status, notice);
  }
  if (is_of_groups(what)) return see_other(page_of(form));
  const auto enrolled = read_integer(
      archive_.store(), "SELECT count(*) FROM kiosk WHERE kiosk = ?1", kiosk.value_or(KioskId{}));
  if (!enrolled) return enrolled.error();
  return see_other(*enrolled > 0 ? page_of(form) : "/fleet");
}

// Status 0: there is nothing to ask.
Result<Response> FleetPage::confirm_page(const Request& request, const Form& form) {
  const auto fleet = read_fleet(archive_.store(), clock_.wall_ms());
  if (!fleet) return fleet.error();
  auto view = confirm_view(*fleet, form, page_of(form));
  if (view.is_null()) return Response{0, "", "", {}};
  add_common(view, request, {});
  return html(200, web::fleet_confirm_html, view);
}

Result<Decision> FleetPage::decide(const Request& request, const Form& form) {
  Decisions to(archive_, clock_, name_of_visitor(request));
  const std::string what = field(form, "do"), group = field(form, "group");
  if (what == "make-group")
    return to.make_group({group, field(form, "ring"), field(form, "note"), {}});
  if (what == "change-group")
    return to.change_group({group, field(form, "ring"), field(form, "note"), {}});
  if (what == "remove-group") return to.remove_group(group);
  if (what == "assign") {
    const std::string version = field(form, "bundle");
    const auto number = number_in(version);
    if (!version.empty() && !number) return Decision{422, "a bundle's version is a number"};
    if (!number) return to.assign(group, std::nullopt);
    return to.assign(group, static_cast<std::uint64_t>(*number));
  }
  if (what == "refuse-all") return to.refuse_all();
  const auto kiosk = kiosk_in(form, "id");
  if (!kiosk) return Decision{404, "there is no kiosk of this number"};
  if (what == "accept") return to.accept(*kiosk);
  if (what == "refuse") return to.refuse(*kiosk);
  if (what == "revoke") return to.revoke(*kiosk);
  if (what == "rename") return to.rename(*kiosk, field(form, "place"), field(form, "label"));
  if (what == "move") return to.move(*kiosk, field(form, "place"), field(form, "label"));
  if (what == "join") return to.join(*kiosk, group);
  if (what == "diagnostics") return to.ask_for_diagnostics(*kiosk);
  if (what == "replace") {
    const auto by = kiosk_in(form, "by");
    if (!by) return Decision{422, "say which kiosk stands in its place"};
    return to.replace(*kiosk, *by);
  }
  return Decision{400, "there is no such button"};
}

}  // namespace smilepost::backend
