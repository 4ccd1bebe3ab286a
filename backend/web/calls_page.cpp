#include "backend/web/calls_page.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "backend/archive/call_rows.h"
#include "backend/day.h"
#include "backend/hex_array.h"
#include "backend/web/calls_view.h"
#include "backend/web/files.h"
#include "backend/web/form.h"
#include "backend/web/safe_response.h"
#include "backend/web/template.h"
#include "backend/web/visitor_view.h"

namespace smilepost::backend {

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
  const std::string what = field(form, "do");
  if (what == "coming") return claim_call(request, form);
  const std::int64_t now = clock_.wall_ms(), until = now + record::presence_ms;
  const auto kiosk = array_from_hex<16>(field(form, "kiosk"));
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
  const auto kiosk = array_from_hex<16>(field(form, "kiosk"));
  const auto number = array_from_hex<16>(field(form, "call"));
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
