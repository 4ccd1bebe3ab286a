#include "backend/fleet/statuses.h"

#include "backend/fleet/reporter.h"
#include "backend/fleet/status_facts.h"
#include "backend/problem.h"

namespace smilepost::backend {
namespace {

constexpr std::int64_t hour_ms = 3'600'000, day_ms = 24 * hour_ms;
// For habits two weeks, for wear as long as can be had for little.
constexpr std::int64_t kept_days = 35;

// Numbers that anybody may write: no difference of theirs leaves 64 bits.
bool is_of_now(std::int64_t time_ms, std::int64_t now_ms) {
  return time_ms >= now_ms - record::status_clock_ms && time_ms <= now_ms + record::status_clock_ms;
}

}  // namespace

Result<Response> Statuses::take(const Request& request) {
  const auto opened = record::open_status_report_unverified(request.bytes());
  if (opened.verdict != record::Verdict::good) {
    return problem(422,
                   "this is no status report (" + std::string(to_string(opened.verdict)) + ")");
  }
  auto refusal = refusal_of(opened.report, request.bytes());
  if (!refusal) return refusal.error();
  if (*refusal) return **std::move(refusal);
  const auto kept = keep(opened.report, request.bytes());
  if (!kept) return kept.error();
  return reply(opened.report, request.bytes(), *kept);
}

Result<std::optional<Response>> Statuses::refusal_of(const record::StatusReport& report,
                                                     record::BytesView cose) {
  auto key = key_of_reporter(archive_.store(), report.kiosk, report.epoch);
  if (!key) return key.error();
  if (auto* const refusal = std::get_if<Response>(&*key))
    return std::optional<Response>(std::move(*refusal));
  const auto& by = std::get<record::PublicKey>(*key);
  if (record::open_status_report(cose, by).verdict == record::Verdict::good)
    return std::optional<Response>();
  return std::optional<Response>(not_signed_by_reporter());
}

Result<bool> Statuses::keep(const record::StatusReport& report, record::BytesView cose) {
  const std::int64_t now = clock_.wall_ms();
  if (!is_of_now(report.time_ms, now)) return false;
  const auto kept = read_one(
      archive_.store(),
      "INSERT INTO kiosk_status (kiosk, received_ms, said_ms, cose) VALUES (?1, ?2, ?3, ?4) ON "
      "CONFLICT (kiosk) DO UPDATE SET received_ms = excluded.received_ms, said_ms = "
      "excluded.said_ms, cose = excluded.cose WHERE kiosk_status.said_ms < excluded.said_ms "
      "RETURNING kiosk",
      [](const Row&) {}, report.kiosk, now, report.time_ms, cose);
  if (!kept) return kept.error();
  if (!*kept) return false;
  if (auto done = keep_day(report); !done) return done.error();
  return true;
}

Status Statuses::keep_day(const record::StatusReport& report) {
  const std::int64_t now = clock_.wall_ms(), day = now / day_ms;
  const StatusFacts facts = facts_of(report, now);
  const std::int64_t hour = std::int64_t{1} << ((now / hour_ms) % 24);
  Status kept = run(
      archive_.store(),
      "INSERT INTO status_day (kiosk, day, hours, wear_percent, temperature) VALUES (?1, ?2, ?3, "
      "?4, ?5) ON CONFLICT (kiosk, day) DO UPDATE SET hours = status_day.hours | excluded.hours, "
      "wear_percent = coalesce(excluded.wear_percent, status_day.wear_percent), "
      "temperature = CASE WHEN status_day.temperature > excluded.temperature THEN "
      "status_day.temperature ELSE coalesce(excluded.temperature, status_day.temperature) END",
      report.kiosk, day, hour, facts.wear_percent, facts.temperature);
  if (!kept) return kept;
  return run(archive_.store(), "DELETE FROM status_day WHERE kiosk = ?1 AND day < ?2", report.kiosk,
             day - kept_days);
}

Result<Response> Statuses::reply(const record::StatusReport& report, record::BytesView cose,
                                 bool kept) {
  record::StatusReply reply;
  reply.kiosk = report.kiosk;
  reply.report = record::sha256(cose);
  reply.time_ms = clock_.wall_ms();
  reply.kept = kept;
  const auto wanted = read_one(
      archive_.store(), "SELECT number FROM diagnostics_wanted WHERE kiosk = ?1",
      [&](const Row& row) { reply.diagnostics_wanted = array_at<16>(row, 0); }, report.kiosk);
  if (!wanted) return wanted.error();
  if (offer_) {
    auto offer = offer_(archive_.store(), report);
    if (!offer) return offer.error();
    reply.release = *std::move(offer);
  }
  const auto sealed = record::seal(reply, key_);
  if (!sealed) return Error{"a release's name cannot be said in a status reply: report this"};
  return Response{
      200, "application/cose", {sealed->begin(), sealed->end()}, {{"Cache-Control", "no-store"}}};
}

}  // namespace smilepost::backend
