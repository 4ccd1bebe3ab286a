#include "backend/fleet/fleet_facts.h"

#include <algorithm>
#include <tuple>

#include "backend/fleet/natural_order.h"
#include "backend/fleet/status_facts.h"
#include "platform/log.h"

namespace smilepost::backend {
namespace {

using record::KioskId;
using Facts = std::map<KioskId, KioskFacts>;

constexpr std::int64_t day_ms = 86'400'000, trend_days = 35;

std::optional<std::uint64_t> natural_if(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(natural_at(row, column));
}

Status read_kiosks(Store& store, Facts& facts) {
  return read(store,
              "SELECT k.kiosk, k.label, k.enrolled_ms, k.last_contact_ms, k.revoked_ms, "
              "k.restored_ms, k.copied_ms, k.replaced_by, coalesce(m.group_name, 'everybody'), "
              "f.version, f.fetched_ms, w.asked_ms FROM kiosk k "
              "LEFT JOIN group_member m ON m.kiosk = k.kiosk "
              "LEFT JOIN fetched_bundle f ON f.kiosk = k.kiosk "
              "LEFT JOIN diagnostics_wanted w ON w.kiosk = k.kiosk",
              [&](const Row& row) {
                KioskFacts& kiosk = facts[array_at<16>(row, 0)];
                kiosk.kiosk = array_at<16>(row, 0);
                kiosk.label = row.text(1);
                kiosk.enrolled_ms = row.integer(2);
                kiosk.last_contact_ms = row.integer(3);
                kiosk.revoked_ms = integer_at(row, 4);
                kiosk.restored_ms = integer_at(row, 5);
                kiosk.copied_ms = integer_at(row, 6);
                if (!row.is_null(7)) kiosk.replaced_by = array_at<16>(row, 7);
                kiosk.group = row.text(8);
                kiosk.bundle = natural_if(row, 9);
                kiosk.bundle_fetched_ms = integer_at(row, 10);
                kiosk.diagnostics_asked_ms = integer_at(row, 11);
              });
}

// The newest row of each comes last.
Status read_places(Store& store, Facts& facts) {
  return read(store, "SELECT kiosk, since_ms, place FROM kiosk_place ORDER BY since_ms",
              [&](const Row& row) {
                const auto kiosk = facts.find(array_at<16>(row, 0));
                if (kiosk == facts.end()) return;
                kiosk->second.placed_ms = row.integer(1);
                kiosk->second.place = row.text(2);
              });
}

Status read_chains(Store& store, Facts& facts) {
  Status sums = read(store,
                     "SELECT kiosk, CAST(coalesce(sum(answers), 0) AS BIGINT), "
                     "CAST(coalesce(sum(CASE WHEN branch > 0 THEN 1 ELSE 0 END), 0) AS BIGINT), "
                     "CAST(coalesce(sum(unreadable), 0) AS BIGINT) FROM chain GROUP BY kiosk",
                     [&](const Row& row) {
                       const auto kiosk = facts.find(array_at<16>(row, 0));
                       if (kiosk == facts.end()) return;
                       kiosk->second.answers = natural_at(row, 1);
                       kiosk->second.forks = natural_at(row, 2);
                       kiosk->second.unreadable = natural_at(row, 3);
                     });
  if (!sums) return sums;
  return read(store,
              "SELECT kiosk, software, free_bytes, failed_writes, damaged_files FROM chain "
              "WHERE reported_ms IS NOT NULL ORDER BY reported_ms",
              [&](const Row& row) {
                const auto kiosk = facts.find(array_at<16>(row, 0));
                if (kiosk == facts.end()) return;
                if (!row.is_null(1)) kiosk->second.software = row.text(1);
                kiosk->second.free_bytes = natural_if(row, 2);
                kiosk->second.failed_writes = natural_if(row, 3).value_or(0);
                kiosk->second.damaged_files = natural_if(row, 4).value_or(0);
              });
}

Status read_troubles(Store& store, Facts& facts) {
  Status gaps = read(store, "SELECT kiosk, count(*) FROM gap GROUP BY kiosk", [&](const Row& row) {
    const auto kiosk = facts.find(array_at<16>(row, 0));
    if (kiosk != facts.end()) kiosk->second.gaps = natural_at(row, 1);
  });
  if (!gaps) return gaps;
  return read(store,
              "SELECT kiosk, min(asked_ms) FROM waiting_epoch WHERE accepted_ms IS NULL GROUP BY "
              "kiosk",
              [&](const Row& row) {
                const auto kiosk = facts.find(array_at<16>(row, 0));
                if (kiosk != facts.end()) kiosk->second.epoch_waits_ms = row.integer(1);
              });
}

Status read_reports(Store& store, std::int64_t now_ms, Facts& facts) {
  Status reports =
      read(store, "SELECT kiosk, received_ms, cose FROM kiosk_status", [&](const Row& row) {
        const auto kiosk = facts.find(array_at<16>(row, 0));
        if (kiosk == facts.end()) return;
        kiosk->second.status = kept_status_facts(row.blob(2), row.integer(1));
        if (!kiosk->second.status) return;
        kiosk->second.last_contact_ms = std::max(kiosk->second.last_contact_ms, row.integer(1));
        if (!kiosk->second.status->software.empty())
          kiosk->second.software = kiosk->second.status->software;
        if (kiosk->second.status->bundle) kiosk->second.bundle = kiosk->second.status->bundle;
      });
  if (!reports) return reports;
  return read(
      store, "SELECT kiosk, day, hours, wear_percent, temperature FROM status_day WHERE day >= ?1",
      [&](const Row& row) {
        const auto kiosk = facts.find(array_at<16>(row, 0));
        if (kiosk == facts.end()) return;
        kiosk->second.days[row.integer(1)] = {static_cast<std::uint32_t>(row.integer(2)),
                                              natural_if(row, 3), integer_at(row, 4)};
      },
      now_ms / day_ms - trend_days);
}

Status read_applicants(Store& store, FleetFacts& fleet) {
  return read(store,
              "SELECT kiosk, label, asked_ms, refused_ms FROM applicant WHERE accepted_ms IS NULL "
              "ORDER BY refused_ms DESC, asked_ms, kiosk",
              [&](const Row& row) {
                Applicant it{array_at<16>(row, 0), row.text(1), row.integer(2), integer_at(row, 3)};
                (it.refused_ms ? fleet.refused : fleet.applicants).push_back(std::move(it));
              });
}

Status read_bundles(Store& store, std::map<std::uint64_t, std::int64_t>& bundles) {
  return read(store, "SELECT version, received_ms FROM kept_bundle",
              [&](const Row& row) { bundles[natural_at(row, 0)] = row.integer(1); });
}

struct Name {
  std::string_view text;
  friend std::strong_ordering operator<=>(Name a, Name b) { return natural_order(a.text, b.text); }
};

// The sick first, by urgency; then by place and name, whoever has none after the others.
auto place_in_list(const Judged& it) {
  return std::make_tuple(it.health, urgency_of(it.findings), it.facts.place.empty(),
                         Name{it.facts.place}, it.facts.label.empty(), Name{it.facts.label},
                         it.facts.kiosk);
}

void judge_all(Facts&& facts, std::int64_t now_ms, FleetFacts& fleet) {
  const Neighbourhood neighbourhood(facts, now_ms);
  for (auto& [id, kiosk] : facts) {
    kiosk.due_bundle = fleet.bundle_of(kiosk.group);
    Judged judged;
    judged.findings = judge(kiosk, neighbourhood.of(kiosk), now_ms);
    judged.health = condition_of(kiosk, judged.findings);
    judged.facts = std::move(kiosk);
    fleet.kiosks.push_back(std::move(judged));
  }
  std::sort(fleet.kiosks.begin(), fleet.kiosks.end(),
            [](const Judged& a, const Judged& b) { return place_in_list(a) < place_in_list(b); });
}

}  // namespace

std::size_t FleetFacts::count(Condition health) const {
  return static_cast<std::size_t>(std::count_if(
      kiosks.begin(), kiosks.end(), [&](const Judged& it) { return it.health == health; }));
}

const Judged* FleetFacts::find(const KioskId& kiosk) const {
  const auto found = std::find_if(kiosks.begin(), kiosks.end(),
                                  [&](const Judged& it) { return it.facts.kiosk == kiosk; });
  return found == kiosks.end() ? nullptr : &*found;
}

const Group* FleetFacts::group(const std::string& name) const {
  const auto found =
      std::find_if(groups.begin(), groups.end(), [&](const Group& it) { return it.name == name; });
  return found == groups.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> FleetFacts::bundle_of(const std::string& name) const {
  const Group* own = group(name);
  if (own != nullptr && own->bundle) return own->bundle;
  return groups.empty() ? std::nullopt : groups.front().bundle;
}

Result<std::vector<Group>> read_groups(Store& store) {
  std::vector<Group> groups;
  const Status done = read(
      store, "SELECT name, ring, note, bundle FROM kiosk_group ORDER BY name <> 'everybody', name",
      [&](const Row& row) {
        groups.push_back({row.text(0), row.text(1), row.text(2), natural_if(row, 3)});
      });
  if (!done) return done.error();
  return groups;
}

Result<FleetFacts> read_fleet(Store& store, std::int64_t now_ms) {
  FleetFacts fleet;
  Facts facts;
  auto groups = read_groups(store);
  if (!groups) return groups.error();
  fleet.groups = *std::move(groups);
  if (auto done = read_kiosks(store, facts); !done) return done.error();
  if (auto done = read_places(store, facts); !done) return done.error();
  if (auto done = read_chains(store, facts); !done) return done.error();
  if (auto done = read_troubles(store, facts); !done) return done.error();
  if (auto done = read_reports(store, now_ms, facts); !done) return done.error();
  if (auto done = read_applicants(store, fleet); !done) return done.error();
  if (auto done = read_bundles(store, fleet.bundles); !done) return done.error();
  judge_all(std::move(facts), now_ms, fleet);
  return fleet;
}

Status add_to_log(Store& store, std::span<const std::uint8_t> kiosk, const LogEntry& entry) {
  platform::log_info("fleet: " + entry.what + " (" + entry.who + ")");
  return run(store,
             "INSERT INTO fleet_log (kiosk, at_ms, what, who) VALUES (?1, ?2, ?3, ?4) "
             "ON CONFLICT DO NOTHING",
             kiosk, entry.at_ms, entry.what, entry.who);
}

Result<std::vector<LogEntry>> read_log(Store& store, std::span<const std::uint8_t> kiosk) {
  std::vector<LogEntry> entries;
  const Status done = read(
      store,
      "SELECT at_ms, what, who FROM fleet_log WHERE kiosk = ?1 ORDER BY at_ms DESC, what "
      "LIMIT 100",
      [&](const Row& row) {
        entries.push_back({row.integer(0), row.text(1), row.text(2)});
      },
      kiosk);
  if (!done) return done.error();
  return entries;
}

Result<std::vector<Standing>> read_standings(Store& store, const KioskId& kiosk) {
  std::vector<Standing> standings;
  const Status done = read(
      store,
      "SELECT since_ms, place, label FROM kiosk_place WHERE kiosk = ?1 ORDER BY since_ms DESC",
      [&](const Row& row) {
        standings.push_back({row.integer(0), row.text(1), row.text(2)});
      },
      kiosk);
  if (!done) return done.error();
  return standings;
}

}  // namespace smilepost::backend
