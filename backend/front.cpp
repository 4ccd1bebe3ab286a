#include "backend/front.h"

#include <utility>

#include "backend/problem.h"

namespace smilepost::backend {
namespace {

Response text(std::string words) {
  return {200, "text/plain; charset=utf-8", std::move(words), {{"Cache-Control", "no-store"}}};
}

bool is_batch(const Request& request) {
  return request.method == "POST" && request.path == "/v1/records";
}

}  // namespace

void Front::take(Request request, std::function<void(Response)> reply) {
  if (auto response = at_once(request)) return reply(*std::move(response));
  Job job{std::move(request), std::move(reply)};
  job.is_batch = is_batch(job.request);
  if (worker_.submit(std::move(job))) return;
  job.reply(problem_retry(503, "too many requests are waiting; try again later",
                          worker_.come_back_after()));
}

std::optional<Response> Front::at_once(const Request& request) const {
  if (request.path != "/livez" && request.path != "/readyz") return std::nullopt;
  if (request.method != "GET" && request.method != "HEAD") {
    Response refusal = problem(405, "this path takes GET, HEAD");
    refusal.headers.emplace_back("Allow", "GET, HEAD");
    return refusal;
  }
  if (request.path == "/livez") return text("alive\n");
  if (const auto reason = health_.why_not_ready()) return problem_retry(503, *reason, 1);
  return text("ready\n");
}

}  // namespace smilepost::backend
