#include "backend/web/releases_page.h"

#include <nlohmann/json.hpp>

#include "backend/web/files.h"
#include "backend/web/fleet_view.h"
#include "backend/web/form.h"
#include "backend/web/safe_response.h"
#include "backend/web/template.h"
#include "backend/web/visitor_view.h"

namespace smilepost::backend {

Result<Response> ReleasesPage::show(const Request& request) {
  return page(request, 200, {});
}

Result<ReleaseFacts> ReleasesPage::facts() {
  auto releases = releases_.list();
  if (!releases) return releases.error();
  auto outcomes = releases_.outcomes();
  if (!outcomes) return outcomes.error();
  return ReleaseFacts{*std::move(releases), *std::move(outcomes)};
}

Result<Response> ReleasesPage::page(const Request& request, int status, const std::string& notice) {
  const auto fleet = read_fleet(archive_.store(), clock_.wall_ms());
  if (!fleet) return fleet.error();
  const auto releases = facts();
  if (!releases) return releases.error();
  const auto log = read_log(archive_.store(), {});
  if (!log) return log.error();
  auto view = releases_view(*fleet, *releases);
  view["log"] = log_view(*log);
  view["any_log"] = !log->empty();
  view["notice"] = notice.empty() ? nlohmann::json() : nlohmann::json(notice);
  add_visitor(view, request);
  return safe_html(status, fill(web::releases_html, view));
}

Result<Response> ReleasesPage::press(const Request& request) {
  const Form form = parse_form(request.body);
  auto asked = ask(request, form);
  if (!asked) return asked.error();
  if (asked->status != 0) return asked;
  const auto decision = decide(request, form);
  if (!decision) return decision.error();
  if (!decision->done())
    return page(request, decision->status, decision->line + ". Nothing was changed.");
  return see_other("/fleet/releases");
}

Result<Response> ReleasesPage::ask(const Request& request, const Form& form) {
  const auto fleet = read_fleet(archive_.store(), clock_.wall_ms());
  if (!fleet) return fleet.error();
  const auto releases = facts();
  if (!releases) return releases.error();
  auto view = release_question(*fleet, *releases, form);
  if (view.is_null()) return Response{0, "", "", {}};
  add_visitor(view, request);
  return safe_html(200, fill(web::fleet_confirm_html, view));
}

Result<Decision> ReleasesPage::decide(const Request& request, const Form& form) {
  const std::string what = field(form, "do"), version = field(form, "version");
  const std::string who = name_of_visitor(request);
  if (what == "pause") return releases_.pause(version, who);
  if (what == "withdraw") return releases_.withdraw(version, who);
  if (what != "offer") return Decision{400, "There is no such button"};
  const auto ring = ring_named(field(form, "ring"));
  if (!ring) return Decision{422, "A ring is canary, early or everybody"};
  const auto percent = percent_in(form);
  if (!percent) return Decision{422, "Percent is a whole number from 0 to 100"};
  return releases_.offer(version, *ring, *percent, who);
}

}  // namespace smilepost::backend
