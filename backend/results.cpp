#include "backend/results.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "backend/sql.h"

namespace smilepost::backend {
namespace {

using platform::Database;
using platform::Statement;

std::uint64_t count_at(const Statement& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

Result<std::vector<KioskFigures>> kiosks_of(Database& database) {
  auto rows =
      query(database,
            "SELECT kiosk, label, last_contact_ms FROM kiosk ORDER BY label = '', label, kiosk");
  if (!rows) return rows.error();
  std::vector<KioskFigures> kiosks;
  Status read = each_row(*rows, [&](const Statement& row) {
    KioskFigures& kiosk = kiosks.emplace_back();
    const auto id = row.blob(0);
    std::copy_n(id.begin(), std::min(id.size(), kiosk.kiosk.size()), kiosk.kiosk.begin());
    kiosk.label = row.text(1);
    kiosk.last_contact_ms = row.integer(2);
  });
  if (!read) return read.error();
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

// Of today's visits, how many stand at another time than their kiosk's clock said, or at one that
// nobody confirmed: two minutes are no matter, but where they are those around midnight.
constexpr const char* votes_today =
    "SELECT steps, value, count(*), "
    "sum(corrected_ms IS NOT NULL AND (clock = 0 OR believed_ms < ?2 OR believed_ms >= ?3 "
    "OR said_ms NOT BETWEEN corrected_ms - 120000 AND corrected_ms + 120000)), "
    "sum(corrected_ms IS NULL AND by_arrival), "
    "sum(corrected_ms IS NULL AND NOT by_arrival AND clock = 1 AND NOT EXISTS "
    "(SELECT 1 FROM confirmed_boot c WHERE c.kiosk = visit.kiosk AND c.boot = visit.boot)) "
    "FROM visit WHERE kiosk = ?1 AND counted_ms >= ?2 AND counted_ms < ?3 "
    "GROUP BY steps, value ORDER BY steps, value";

Status read_votes(Database& database, const Day& today, KioskFigures& kiosk) {
  auto rows = query(database, votes_today, kiosk.kiosk, today.begin_ms, today.end_ms);
  if (!rows) return rows.error();
  Status read = each_row(*rows, [&](const Statement& row) {
    kiosk.visits += count_at(row, 2);
    kiosk.visits_corrected += count_at(row, 3);
    kiosk.visits_by_arrival += count_at(row, 4);
    kiosk.visits_unconfirmed += count_at(row, 5);
    if (!row.is_null(0)) {
      add_votes(kiosk, static_cast<std::uint8_t>(row.integer(0)), count_at(row, 1),
                count_at(row, 2));
    }
  });
  kiosk.happy_index = happy_index_of(kiosk.distributions);
  return read;
}

Status read_moved(Database& database, const Day& today, KioskFigures& kiosk) {
  const auto row = first_row(database,
                             "SELECT count(*) FROM visit WHERE kiosk = ?1 "
                             "AND believed_ms >= ?2 AND believed_ms < ?3 "
                             "AND (counted_ms < ?2 OR counted_ms >= ?3)",
                             kiosk.kiosk, today.begin_ms, today.end_ms);
  if (!row) return row.error();
  if (*row) kiosk.visits_moved = count_at(**row, 0);
  return Done{};
}

// Reasons of a follow-up that the last vote no longer leads to were taken back with that vote.
constexpr const char* reasons_today =
    "FROM visit v JOIN reason r ON r.kiosk = v.kiosk AND r.epoch = v.epoch "
    "AND r.visit = v.sequence AND r.question = v.leads_to "
    "WHERE v.kiosk = ? AND v.counted_ms >= ? AND v.counted_ms < ? ";

Status read_reasons(Database& database, const Day& today, KioskFigures& kiosk) {
  auto follow_ups = query(database,
                          std::string("SELECT r.question, "
                                      "count(DISTINCT v.epoch || '-' || v.sequence), "
                                      "avg(v.value * 2 > v.steps + 1) > 0.5 ") +
                              reasons_today + "GROUP BY r.question ORDER BY 3 DESC, 2 DESC, 1",
                          kiosk.kiosk, today.begin_ms, today.end_ms);
  if (!follow_ups) return follow_ups.error();
  Status read = each_row(*follow_ups, [&](const Statement& row) {
    kiosk.follow_ups.push_back({row.text(0), count_at(row, 1), row.integer(2) != 0, {}});
  });
  if (!read) return read;
  for (FollowUp& follow_up : kiosk.follow_ups) {
    auto reasons = query(database,
                         std::string("SELECT r.chosen, count(*) ") + reasons_today +
                             "AND r.question = ? GROUP BY r.chosen ORDER BY 2 DESC, 1",
                         kiosk.kiosk, today.begin_ms, today.end_ms, follow_up.question);
    if (!reasons) return reasons.error();
    Status counted = each_row(*reasons, [&](const Statement& row) {
      follow_up.reasons.push_back({row.text(0), count_at(row, 1)});
    });
    if (!counted) return counted;
  }
  return Done{};
}

// Figures that a kiosk signs may be anything; a sum that is too large stays the largest.
void add(std::uint64_t& sum, std::uint64_t figure) {
  sum += std::min(figure, std::numeric_limits<std::uint64_t>::max() - sum);
}

// Both figures stop at the same place of each epoch's chain, so they may be compared.
void add_report(const Statement& row, KioskFigures& kiosk) {
  if (row.is_null(5)) return;
  if (!kiosk.comparison) kiosk.comparison.emplace();
  add(kiosk.comparison->kiosk_has, count_at(row, 5));
  add(kiosk.comparison->server_has, count_at(row, 6));
  kiosk.software = row.text(7);  // the last row's: the newest report's
}

// From the counters that the tally keeps: the page must not cost a count of all records.
Status read_epochs(Database& database, KioskFigures& kiosk) {
  auto rows = query(database,
                    "SELECT answers, unreadable, without_visit, implausible, forks, "
                    "reported_answers, reported_stored, software, wrong_times "
                    "FROM epoch WHERE kiosk = ? "
                    "ORDER BY reported_ms",
                    kiosk.kiosk);
  if (!rows) return rows.error();
  return each_row(*rows, [&](const Statement& row) {
    kiosk.answer_records += count_at(row, 0);
    kiosk.unreadable += count_at(row, 1);
    kiosk.without_visit += count_at(row, 2);
    kiosk.implausible += count_at(row, 3);
    kiosk.forks += count_at(row, 4);
    kiosk.wrong_times += count_at(row, 8);
    add_report(row, kiosk);
  });
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

Result<Figures> figures_of(Database& database, const Day& today) {
  auto kiosks = kiosks_of(database);
  if (!kiosks) return kiosks.error();
  for (KioskFigures& kiosk : *kiosks) {
    if (auto done = read_votes(database, today, kiosk); !done) return done.error();
    if (auto done = read_moved(database, today, kiosk); !done) return done.error();
    if (auto done = read_reasons(database, today, kiosk); !done) return done.error();
    if (auto done = read_epochs(database, kiosk); !done) return done.error();
    auto storage = storage_of(database, kiosk.kiosk, today);
    if (!storage) return storage.error();
    kiosk.storage = *storage;
  }
  return Figures{today, *std::move(kiosks)};
}

}  // namespace smilepost::backend
