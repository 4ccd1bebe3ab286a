#include "backend/front.h"

#include <chrono>
#include <utility>

#include "backend/accounts/password.h"
#include "backend/metrics_text.h"
#include "backend/problem.h"
#include "platform/log.h"

namespace smilepost::backend {
namespace {

using Clock = std::chrono::steady_clock;

Response text(std::string_view type, std::string words) {
  return {200, std::string(type), std::move(words), {{"Cache-Control", "no-store"}}};
}

constexpr std::string_view plain = "text/plain; charset=utf-8";

bool is_batch(const Request& request) {
  return request.method == "POST" && request.path == "/v1/records";
}

// What the backend says of itself is for its owner, unless an address of its own is given for it.
bool is_at_once(const Request& request) {
  if (request.door == Door::metrics || request.path == "/livez" || request.path == "/readyz") {
    return true;
  }
  return request.path == "/metrics" && request.door == Door::admin_socket;
}

using Reply = std::function<void(Response)>;

Response too_many_passwords() {
  return problem_retry(503, "too many are signing in just now; try again in a moment", 2);
}

PasswordFound find_out(const Aside& aside) {
  if (!aside.hash.empty()) return {verify_password(aside.password, aside.hash), aside.hash};
  const auto made = hash_password(aside.password);
  if (!made) platform::log_error(made.error().message);
  return {false, made ? *made : std::string()};
}

// On the desk's thread the work, then to the archive's again. The worker is there for as long as
// the desk works.
void do_aside(Worker& worker, Desk& desk, std::shared_ptr<Aside> aside, const Reply& reply) {
  const bool taken = desk.take([&worker, aside = std::move(aside), reply] {
    Job again;
    again.request = std::move(aside->again);
    again.request.password = find_out(*aside);
    again.reply = reply;
    if (!worker.submit(std::move(again))) reply(too_many_passwords());
  });
  if (!taken) reply(too_many_passwords());
}

}  // namespace

void Front::take(Request request, std::function<void(Response)> reply) {
  if (is_at_once(request)) return reply(at_once(request));
  const bool batch = is_batch(request);
  auto measured_reply = measured(request, batch, std::move(reply));
  Job job;
  job.is_batch = batch;
  job.reply = [&worker = worker_, &desk = desk_, measured_reply](Response response) {
    if (!response.aside) return measured_reply(std::move(response));
    do_aside(worker, desk, std::move(response.aside), measured_reply);
  };
  job.request = std::move(request);
  if (worker_.submit(std::move(job))) return;
  ++metrics_.sent_away;
  measured_reply(problem_retry(503, "too many requests are waiting; try again later",
                               worker_.come_back_after()));
}

// The worker may answer what it still has when this is gone; the metrics outlive both.
std::function<void(Response)> Front::measured(const Request& request, bool is_batch,
                                              std::function<void(Response)> reply) {
  return [&metrics = metrics_, is_batch, bytes = request.body.size(), begun = Clock::now(),
          reply = std::move(reply)](Response response) {
    const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    (is_batch ? metrics.batch_seconds : metrics.other_seconds).observe(seconds);
    if (is_batch) metrics.note_batch(response, bytes);
    reply(std::move(response));
  };
}

Response Front::at_once(const Request& request) const {
  if (request.path != "/livez" && request.path != "/readyz" && request.path != "/metrics") {
    return problem(404, "there is nothing at this path");
  }
  if (request.method != "GET" && request.method != "HEAD") {
    Response refusal = problem(405, "this path takes GET, HEAD");
    refusal.headers.emplace_back("Allow", "GET, HEAD");
    return refusal;
  }
  if (request.path == "/livez") return text(plain, "alive\n");
  if (request.path == "/metrics") {
    const Gauges gauges{version_, worker_.waiting(), health_.archive_is_there(),
                        platform::own_process()};
    return text(metrics_type, metrics_text(metrics_, traffic_, gauges));
  }
  if (const auto reason = health_.why_not_ready()) return problem_retry(503, *reason, 1);
  return text(plain, "ready\n");
}

}  // namespace smilepost::backend
