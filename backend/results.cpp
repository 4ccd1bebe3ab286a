#include "backend/results.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "backend/archive/rows.h"

namespace smilepost::backend {
namespace {

// Of the column `flagged`.
std::int64_t highest(Flagged flagged) {
  return flagged == Flagged::counted ? 1 : 0;
}

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

void add_votes(KioskFigures& kiosk, std::uint8_t steps, std::size_t value, std::uint64_t visits) {
  if (value < 1 || value > steps) return;
  auto& all = kiosk.distributions;
  if (all.empty() || all.back().steps != steps) {
    all.push_back({steps, std::vector<std::uint64_t>(steps)});
  }
  all.back().votes[value - 1] += visits;
}

Status read_votes(Store& store, const Day& today, Flagged flagged, KioskFigures& kiosk) {
  Status done = read(
      store,
      "SELECT steps, value, CAST(sum(visits) AS BIGINT) FROM hourly_vote "
      "WHERE kiosk = ?1 AND hour_ms >= ?2 AND hour_ms < ?3 AND visits > 0 AND flagged <= ?4 "
      "GROUP BY steps, value ORDER BY steps, value",
      [&](const Row& row) {
        add_votes(kiosk, static_cast<std::uint8_t>(row.integer(0)), natural_at(row, 1),
                  natural_at(row, 2));
      },
      kiosk.kiosk, today.begin_ms, today.end_ms, highest(flagged));
  kiosk.happy_index = happy_index_of(kiosk.distributions);
  return done;
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
      "FROM visit WHERE kiosk = ?1 AND counted_ms >= ?2 AND counted_ms < ?3 "
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
      "counted_ms < ?3 AND flags <> 0 GROUP BY flags",
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
      "AND (counted_ms < ?2 OR counted_ms >= ?3) AND (flags = 0 OR ?4 = 1)",
      [&](const Row& row) { kiosk.visits_moved = natural_at(row, 0); }, kiosk.kiosk, today.begin_ms,
      today.end_ms, highest(flagged));
}

// Praise before blame, then what was said most.
void put_in_order(std::vector<FollowUp>& follow_ups) {
  for (FollowUp& follow_up : follow_ups) {
    std::stable_sort(
        follow_up.reasons.begin(), follow_up.reasons.end(),
        [](const ReasonCount& a, const ReasonCount& b) { return a.visits > b.visits; });
  }
  std::stable_sort(follow_ups.begin(), follow_ups.end(), [](const FollowUp& a, const FollowUp& b) {
    return std::tuple(a.after_good_votes, a.sample) > std::tuple(b.after_good_votes, b.sample);
  });
}

Status read_reasons(Store& store, const Day& today, Flagged flagged, KioskFigures& kiosk) {
  Status done = read(
      store,
      "SELECT question, reason, CAST(sum(visits) AS BIGINT), CAST(sum(good_visits) AS BIGINT) "
      "FROM hourly_reason WHERE kiosk = ?1 AND hour_ms >= ?2 AND hour_ms < ?3 AND flagged <= ?4 "
      "GROUP BY question, reason HAVING sum(visits) > 0 ORDER BY question, reason",
      [&](const Row& row) {
        // The row without a reason comes first: it counts the visits.
        const std::string reason = row.text(1);
        if (reason.empty()) {
          const bool good = natural_at(row, 3) * 2 > natural_at(row, 2);
          kiosk.follow_ups.push_back({row.text(0), natural_at(row, 2), good, {}});
        } else if (!kiosk.follow_ups.empty()) {
          kiosk.follow_ups.back().reasons.push_back({reason, natural_at(row, 2)});
        }
      },
      kiosk.kiosk, today.begin_ms, today.end_ms, highest(flagged));
  put_in_order(kiosk.follow_ups);
  return done;
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

// The spread needs the mean first, hence two passes.
std::optional<HappyIndex> happy_index_of(const std::vector<Distribution>& distributions) {
  HappyIndex index;
  double sum = 0;
  double squares = 0;
  const auto each_vote = [&](auto&& add) {
    for (const auto& [steps, votes] : distributions) {
      for (std::size_t i = 0; steps > 1 && i < votes.size(); ++i) {
        add(100.0 * static_cast<double>(i) / (steps - 1), static_cast<double>(votes[i]));
      }
    }
  };
  each_vote([&](double score, double visits) {
    index.sample += static_cast<std::uint64_t>(visits);
    sum += score * visits;
  });
  if (index.sample == 0) return std::nullopt;
  const auto sample = static_cast<double>(index.sample);
  index.mean = sum / sample;
  if (index.sample < smallest_for_range) return index;
  each_vote([&](double score, double visits) {
    squares += (score - index.mean) * (score - index.mean) * visits;
  });
  const double half = 1.96 * std::sqrt(squares / (sample - 1) / sample);
  index.range = {std::max(0.0, index.mean - half), std::min(100.0, index.mean + half)};
  return index;
}

Result<Figures> figures_of(Store& store, const Day& today, Flagged flagged) {
  auto kiosks = kiosks_of(store);
  if (!kiosks) return kiosks.error();
  for (KioskFigures& kiosk : *kiosks) {
    for (const auto& read_part : {read_votes, read_times, read_moved, read_reasons}) {
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
