#include "backend/web/calls_page.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "backend/archive/call_rows.h"
#include "backend/day.h"
#include "backend/web/calls_view.h"
#include "backend/web/files.h"
#include "backend/web/form.h"
#include "backend/web/safe_response.h"
#include "backend/web/template.h"
#include "backend/web/visitor_view.h"

namespace smilepost::backend {
namespace {

std::optional<std::array<std::uint8_t, 16>> number_in(
    const std::map<std::string, std::string>& form, const char* name) {
  const auto field = form.find(name);
  if (field == form.end()) return std::nullopt;
  const auto bytes = record::from_hex(field->second);
  std::array<std::uint8_t, 16> number{};
  if (!bytes || bytes->size() != number.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), number.begin());
  return number;
}

}  // namespace

Result<Response> CallsPage::show(const Request& request) {
  return page(request, 200, {});
}

Result<Response> CallsPage::style(const Request&) {
  return safe_response(200, "text/css; charset=utf-8", std::string(web::calls_css));
}

Result<Response> CallsPage::page(const Request& request, int status, const std::string& notice) {
  const std::int64_t now = clock_.wall_ms();
  CallBoard board;
  Status done = read_screens(archive_.store(),
                             [&](const ScreenRow& screen) { board.screens.push_back(screen); });
  if (!done) return done.error();
  // Just after midnight yesterday's last calls are still under way.
  const std::int64_t since = std::min(day_of(now).begin_ms, now - record::call_waits_ms);
  done = read_calls_since(archive_.store(), since,
                          [&](const CallRow& call) { board.calls.push_back(call); });
  if (!done) return done.error();
  auto view = calls_view(board, now, notice);
  add_visitor(view, request, "/calls");
  return safe_html(status, fill(web::calls_html, view));
}

Result<Response> CallsPage::press(const Request& request) {
  const Form form = parse_form(request.body);
  const auto field = form.find("do");
  const std::string what = field == form.end() ? std::string() : field->second;
  if (what == "coming") return claim_call(request, form);
  const std::int64_t now = clock_.wall_ms(), until = now + record::presence_ms;
  const auto kiosk = number_in(form, "kiosk");
  Store& store = archive_.store();
  Status done = Error{};
  if (what == "stay") {
    done = stay(store, now, until);
  } else if (what == "here-for-all") {
    done = come(store, std::nullopt, until);
  } else if (what == "here" && kiosk) {
    done = come(store, kiosk, until);
  } else if (what == "leave" && kiosk) {
    done = leave(store, *kiosk);
  } else {
    return page(request, 400, "There is no such button. Nothing was changed.");
  }
  if (!done) return done.error();
  return see_other("/calls");
}

// Who presses second, or twice, is not told that they were too late: somebody is coming.
Result<Response> CallsPage::claim_call(const Request& request, const Form& form) {
  const auto kiosk = number_in(form, "kiosk"), number = number_in(form, "call");
  if (!kiosk || !number) return page(request, 400, "There is no such call.");
  const CallKey key{*kiosk, *number};
  const auto claimed = claim(archive_.store(), key, clock_.wall_ms());
  if (!claimed) return claimed.error();
  if (*claimed) return see_other("/calls");
  const auto call = read_call(archive_.store(), key);
  if (!call) return call.error();
  if (*call && (*call)->claimed_ms) return see_other("/calls");
  return page(request, 409, "Too late: the shopper went on, or was told that nobody is free.");
}

}  // namespace smilepost::backend
