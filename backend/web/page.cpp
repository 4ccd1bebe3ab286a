#include "backend/web/page.h"

#include <nlohmann/json.hpp>

#include "backend/results.h"
#include "backend/web/files.h"
#include "backend/web/template.h"
#include "backend/web/view.h"
#include "backend/web/visitor_view.h"

namespace smilepost::backend {
namespace {

constexpr const char* html = "text/html; charset=utf-8";

// Nothing from elsewhere, nothing inline, no frame around the page; its one form signs out.
constexpr const char* policy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

Response page_response(int status, std::string type, std::string body) {
  return Response{status,
                  std::move(type),
                  std::move(body),
                  {{"Content-Security-Policy", policy},
                   {"X-Content-Type-Options", "nosniff"},
                   {"Referrer-Policy", "same-origin"},
                   {"Cross-Origin-Resource-Policy", "same-origin"},
                   {"Cache-Control", "no-cache"}}};
}

std::string dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Strong enough to tell figures apart; no secret.
std::string tag_of(const std::string& text) {
  const record::Hash hash =
      record::sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  return '"' + record::to_hex(record::BytesView(hash).first(12)) + '"';
}

Response tagged(const Request& request, const std::string& tag, Response response) {
  if (request.header("if-none-match") == tag) response = page_response(304, "", "");
  response.headers.emplace_back("ETag", tag);
  return response;
}

Flagged asked_for(const Request& request) {
  return request.path.starts_with("/unflagged") ? Flagged::left_out : Flagged::counted;
}

}  // namespace

Result<Response> ResultsPage::whole(const Request& request) {
  const std::int64_t now = clock_.wall_ms();
  const auto figures = current(asked_for(request), now);
  if (!figures) return figures.error();
  auto view = page_view(**figures, now, asked_for(request));
  add_visitor(view, request, "/");
  view["pauses"] = true;
  return page_response(200, html, fill(web::page_html, view));
}

// The tag changes with the figures, and each minute, since a kiosk may have fallen silent.
Result<Response> ResultsPage::figures(const Request& request) {
  const std::int64_t now = clock_.wall_ms();
  const auto figures = current(asked_for(request), now);
  if (!figures) return figures.error();
  const std::string tag = tag_of(dump(results_json(**figures)) + std::to_string(now / 60'000));
  return tagged(
      request, tag,
      page_response(200, html,
                    fill(web::figures_html, page_view(**figures, now, asked_for(request)))));
}

Result<Response> ResultsPage::json(const Request& request) {
  const auto figures = current(asked_for(request), clock_.wall_ms());
  if (!figures) return figures.error();
  std::string body = dump(results_json(**figures));
  const std::string tag = tag_of(body);
  return tagged(request, tag, page_response(200, "application/json", std::move(body)));
}

Result<const Figures*> ResultsPage::current(Flagged flagged, std::int64_t now_ms) {
  Read& last = flagged == Flagged::counted ? counted_ : left_out_;
  const Day today = day_of(now_ms);
  auto version = archive_.store().version();
  if (!version) return version.error();
  if (!last.figures || last.version != *version || last.figures->today != today) {
    auto read = figures_of(archive_.store(), today, flagged);
    if (!read) return read.error();
    last = {*std::move(read), *std::move(version)};
  }
  return &*last.figures;
}

std::optional<Response> page_file(const std::string& path) {
  if (path == "/style.css") {
    return page_response(200, "text/css; charset=utf-8", std::string(web::style_css));
  }
  if (path == "/refresh.js") {
    return page_response(200, "text/javascript; charset=utf-8", std::string(web::refresh_js));
  }
  if (path == "/icon.svg") return page_response(200, "image/svg+xml", std::string(web::icon_svg));
  return std::nullopt;
}

}  // namespace smilepost::backend
