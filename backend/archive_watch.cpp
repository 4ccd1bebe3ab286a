#include "backend/archive_watch.h"

#include "backend/fleet/fleet_facts.h"
#include "platform/log.h"

namespace smilepost::backend {
namespace {

constexpr std::uint64_t a_minute_ms = 60'000;
constexpr std::int64_t a_day_ms = 86'400'000;
// To judge a fleet of tens of thousands takes seconds: a hundredth of the archive's time at most.
constexpr std::uint64_t health_share = 100;

}  // namespace

void ArchiveWatch::look() {
  const Status answer = ask();
  answer ? health_.archive_answers() : health_.archive_fails();
  if (!answer && !away_) platform::log_error("archive: " + answer.error().message);
  if (answer && away_) platform::log_info("archive: it is there again");
  away_ = !answer;
}

Status ArchiveWatch::ask() {
  if (auto answer = archive_.probe(); !answer) return answer;
  const std::uint64_t now = clock_.monotonic_ms();
  if (now < next_count_ms_) return Done{};
  next_count_ms_ = now + a_minute_ms;
  if (auto counted = count_kiosks(); !counted) return counted;
  if (now < next_health_ms_) return Done{};
  Status counted = count_health();
  next_health_ms_ = now + (clock_.monotonic_ms() - now) * health_share;
  return counted;
}

Status ArchiveWatch::count_health() {
  const auto fleet = read_fleet(archive_.store(), clock_.wall_ms());
  if (!fleet) return fleet.error();
  metrics_.kiosks_ill = fleet->count(Condition::ill);
  metrics_.kiosks_watch = fleet->count(Condition::watch);
  metrics_.kiosks_waiting = fleet->applicants.size() + fleet->count(Condition::waits);
  return Done{};
}

// One pass over a row a kiosk.
Status ArchiveWatch::count_kiosks() {
  return read(
      archive_.store(),
      "SELECT count(*) - count(revoked_ms), count(revoked_ms), "
      "CAST(coalesce(sum(CASE WHEN revoked_ms IS NULL AND last_contact_ms < ?1 "
      "AND enrolled_ms < ?1 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM kiosk",
      [&](const Row& row) {
        metrics_.kiosks_enrolled = natural_at(row, 0);
        metrics_.kiosks_revoked = natural_at(row, 1);
        metrics_.kiosks_silent = natural_at(row, 2);
      },
      clock_.wall_ms() - a_day_ms);
}

}  // namespace smilepost::backend
