#include "backend/calls.h"

#include "backend/archive/call_rows.h"
#include "backend/archive/newest_key.h"
#include "backend/problem.h"

namespace smilepost::backend {
namespace {

// Then nobody asks for it any more: the page shows today's, and a request of another minute calls
// nobody again.
constexpr std::int64_t call_kept_ms = 30LL * 24 * 3600 * 1000;

// Numbers that anybody may write: no difference of theirs leaves 64 bits.
bool is_of_now(std::int64_t time_ms, std::int64_t now_ms) {
  return time_ms >= now_ms - record::call_clock_ms && time_ms <= now_ms + record::call_clock_ms;
}

}  // namespace

Result<Response> Calls::take(const Request& request) {
  const auto opened = record::open_call_request_unverified(request.bytes());
  if (opened.verdict != record::Verdict::good) {
    return problem(422, "this is no call request (" + std::string(to_string(opened.verdict)) + ")");
  }
  const record::CallRequest& asked = opened.request;
  auto refusal = refusal_of(asked.kiosk, request.bytes());
  if (!refusal) return refusal.error();
  if (*refusal) return **std::move(refusal);

  const std::int64_t now = clock_.wall_ms();
  record::CallAnswer answer{asked.kiosk, record::sha256(request.bytes()), now, 0, {}};
  const auto left = presence_left_ms(archive_.store(), asked.kiosk, now);
  if (!left) return left.error();
  answer.present_ms = *left;
  const auto state = state_of(asked, now);
  if (!state) return state.error();
  answer.call = *state;
  const record::Bytes sealed = record::seal(answer, key_);
  return Response{
      200, "application/cose", {sealed.begin(), sealed.end()}, {{"Cache-Control", "no-store"}}};
}

Result<std::optional<Response>> Calls::refusal_of(const record::KioskId& kiosk,
                                                  record::BytesView cose) {
  bool revoked = false;
  const auto known = read_one(
      archive_.store(), "SELECT revoked_ms FROM kiosk WHERE kiosk = ?1",
      [&](const Row& row) { revoked = !row.is_null(0); }, kiosk);
  if (!known) return known.error();
  if (!*known) return std::optional(problem(403, "no kiosk of this number is enrolled here"));
  if (revoked) return std::optional(problem(403, "this kiosk is revoked"));
  const auto key = newest_key(archive_.store(), kiosk);
  if (!key) return key.error();
  if (*key && record::open_call_request(cose, **key).verdict == record::Verdict::good) {
    return std::optional<Response>();
  }
  return std::optional(problem(403, "this is not signed with the kiosk's newest key"));
}

Result<std::optional<record::CallState>> Calls::state_of(const record::CallRequest& request,
                                                         std::int64_t now_ms) {
  if (!request.call) return std::optional<record::CallState>();
  const CallKey key{request.kiosk, request.call->number};
  Store& store = archive_.store();
  if (is_of_now(request.time_ms, now_ms)) {
    const auto raised = raise(store, key, request.call->language, now_ms);
    if (!raised) return raised.error();
    if (*raised) {
      if (auto done = forget_calls_before(store, key.kiosk, now_ms - call_kept_ms); !done)
        return done.error();
    }
  }
  if (request.call->over) {
    if (auto done = end(store, key, now_ms); !done) return done.error();
  }
  const auto call = read_call(store, key);
  if (!call) return call.error();
  if (!*call) return std::optional<record::CallState>();
  return std::optional((*call)->state_at(now_ms));
}

}  // namespace smilepost::backend
