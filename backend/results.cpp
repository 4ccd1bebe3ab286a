#include "backend/results.h"

#include <algorithm>
#include <limits>

#include "backend/archive/rows.h"
#include "backend/fleet/fleet_facts.h"

namespace smilepost::backend {
namespace {

record::Flag after(record::Flag flag) {
  return static_cast<record::Flag>(static_cast<std::uint8_t>(flag) + 1);
}

Result<std::vector<KioskFigures>> kiosks_of(Store& store) {
  std::vector<KioskFigures> kiosks;
  const Status done = read(store,
                           "SELECT kiosk, label, last_contact_ms, copied_ms, revoked_ms FROM kiosk "
                           "ORDER BY label = '', label, kiosk",
                           [&](const Row& row) {
                             KioskFigures& kiosk = kiosks.emplace_back();
                             kiosk.kiosk = array_at<16>(row, 0);
                             kiosk.label = row.text(1);
                             kiosk.last_contact_ms = row.integer(2);
                             kiosk.copied = !row.is_null(3);
                             kiosk.revoked = !row.is_null(4);
                           });
  if (!done) return done.error();
  return kiosks;
}

Status read_answers(Store& store, const Day& today, Flagged flagged, KioskFigures& kiosk) {
  auto answers = answer_figures_of(store, kiosk.kiosk, record::Audience::shoppers, today, flagged);
  if (!answers) return answers.error();
  kiosk.answers = *std::move(answers);
  auto staff = staff_figures_of(store, kiosk.kiosk, today, flagged);
  if (!staff) return staff.error();
  kiosk.staff = *std::move(staff);
  return Done{};
}

// Of today's visits, how many stand at another time than their kiosk's clock said, or at one that
// nobody confirmed: two minutes are no matter, but where they are those around midnight.
Status read_times(Store& store, const Day& today, Flagged flagged, KioskFigures& kiosk) {
  return read(
      store,
      "SELECT count(*), count(*) FILTER (WHERE corrected_ms IS NOT NULL AND (clock = 0 OR "
      "believed_ms < ?2 OR believed_ms >= ?3 OR said_ms NOT BETWEEN corrected_ms - 120000 AND "
      "corrected_ms + 120000)), "
      "count(*) FILTER (WHERE corrected_ms IS NULL AND by_arrival = 1), "
      "count(*) FILTER (WHERE corrected_ms IS NULL AND by_arrival = 0 AND clock = 1 AND "
      "NOT EXISTS (SELECT 1 FROM confirmed_boot c WHERE c.kiosk = visit.kiosk AND "
      "c.boot = visit.boot)) "
      "FROM visit WHERE kiosk = ?1 AND counted_ms >= ?2 AND counted_ms < ?3 AND audience = 0 "
      "AND (flags = 0 OR ?4 = 1)",
      [&](const Row& row) {
        kiosk.visits = natural_at(row, 0);
        kiosk.visits_corrected = natural_at(row, 1);
        kiosk.visits_by_arrival = natural_at(row, 2);
        kiosk.visits_unconfirmed = natural_at(row, 3);
      },
      kiosk.kiosk, today.begin_ms, today.end_ms, highest(flagged));
}

// Whichever way the figures are shown: nobody should have to guess what was left out.
Status read_flags(Store& store, const Day& today, KioskFigures& kiosk) {
  return read(
      store,
      "SELECT flags, count(*) FROM visit WHERE kiosk = ?1 AND counted_ms >= ?2 AND "
      "counted_ms < ?3 AND flags <> 0 AND audience = 0 GROUP BY flags",
      [&](const Row& row) {
        const std::uint64_t flags = natural_at(row, 0), visits = natural_at(row, 1);
        kiosk.visits_flagged += visits;
        for (auto flag = record::Flag::quick; flag <= record::Flag::pattern; flag = after(flag)) {
          if ((flags & flag_bit(flag)) != 0) kiosk.flags[flag] += visits;
        }
      },
      kiosk.kiosk, today.begin_ms, today.end_ms);
}

Status read_moved(Store& store, const Day& today, Flagged flagged, KioskFigures& kiosk) {
  return read(
      store,
      "SELECT count(*) FROM visit WHERE kiosk = ?1 AND believed_ms >= ?2 AND believed_ms < ?3 "
      "AND (counted_ms < ?2 OR counted_ms >= ?3) AND audience = 0 AND (flags = 0 OR ?4 = 1)",
      [&](const Row& row) { kiosk.visits_moved = natural_at(row, 0); }, kiosk.kiosk, today.begin_ms,
      today.end_ms, highest(flagged));
}

// The last move of today; what was before an earlier one is before this one, too.
Status read_elsewhere(Store& store, const Day& today, Flagged flagged, KioskFigures& kiosk) {
  const auto standings = read_standings(store, kiosk.kiosk);
  if (!standings) return standings.error();
  if (standings->size() < 2) return Done{};
  const std::int64_t since = standings->front().since_ms;
  if (since < today.begin_ms || since >= today.end_ms) return Done{};
  const Standing& before = (*standings)[1];
  auto& elsewhere = kiosk.elsewhere.emplace(StoodElsewhere{before.label, before.place, since});
  return read(
      store,
      "SELECT count(*) FROM visit WHERE kiosk = ?1 AND counted_ms >= ?2 AND counted_ms < ?3 "
      "AND audience = 0 AND (flags = 0 OR ?4 = 1)",
      [&](const Row& row) { elsewhere.visits = natural_at(row, 0); }, kiosk.kiosk, today.begin_ms,
      since, highest(flagged));
}

// Figures that a kiosk signs may be anything; a sum that is too large stays the largest.
void add(std::uint64_t& sum, std::uint64_t figure) {
  sum += std::min(figure, std::numeric_limits<std::uint64_t>::max() - sum);
}

// Both figures stop at the same place of each chain, so they may be compared.
void add_report(const Row& row, KioskFigures& kiosk) {
  if (row.is_null(5)) return;
  if (!kiosk.comparison) kiosk.comparison.emplace();
  add(kiosk.comparison->kiosk_has, natural_at(row, 5));
  add(kiosk.comparison->server_has, natural_at(row, 6));
  kiosk.software = row.text(7);  // the last row's: the newest report's
}

// From the counters that the tally keeps: the page must not cost a count of all records.
Status read_chains(Store& store, KioskFigures& kiosk) {
  return read(
      store,
      "SELECT answers, unreadable, without_visit, implausible, "
      "CASE WHEN branch = 0 THEN 0 ELSE head_sequence + 1 - forked_at END, "
      "reported_answers, reported_stored, software, wrong_times FROM chain WHERE kiosk = ?1 "
      "ORDER BY coalesce(reported_ms, 0)",
      [&](const Row& row) {
        kiosk.answer_records += natural_at(row, 0);
        kiosk.unreadable += natural_at(row, 1);
        kiosk.without_visit += natural_at(row, 2);
        kiosk.implausible += natural_at(row, 3);
        add(kiosk.forks, natural_at(row, 4));
        kiosk.wrong_times += natural_at(row, 8);
        add_report(row, kiosk);
      },
      kiosk.kiosk);
}

}  // namespace

Result<Figures> figures_of(Store& store, const Day& today, Flagged flagged) {
  auto kiosks = kiosks_of(store);
  if (!kiosks) return kiosks.error();
  for (KioskFigures& kiosk : *kiosks) {
    for (const auto& read_part : {read_answers, read_times, read_moved, read_elsewhere}) {
      if (auto done = read_part(store, today, flagged, kiosk); !done) return done.error();
    }
    if (auto done = read_flags(store, today, kiosk); !done) return done.error();
    if (auto done = read_chains(store, kiosk); !done) return done.error();
    auto storage = storage_of(store, kiosk.kiosk, today);
    if (!storage) return storage.error();
    kiosk.storage = *storage;
  }
  return Figures{today, *std::move(kiosks)};
}

}  // namespace smilepost::backend
