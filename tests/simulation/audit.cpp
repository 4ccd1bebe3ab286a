#include "tests/simulation/audit.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "record/chain.h"

namespace smilepost::simulation {
namespace {

using backend::Row;
using record::Answer;
using record::Verdict;

struct Stored {
  record::KioskId kiosk{};
  record::Epoch epoch = 0;
  std::int64_t branch = 0;
  record::Bytes cose;
  record::Record record;
};

std::string name_of(const Stored& one) {
  return "record " + std::to_string(one.record.sequence) + " of epoch " +
         std::to_string(one.epoch) + ", branch " + std::to_string(one.branch);
}

// In the order of their places.
std::vector<Stored> all_records(backend::Store& store) {
  std::vector<Stored> all;
  const Status done = backend::read(
      store,
      "SELECT kiosk, epoch, branch, cose FROM record ORDER BY kiosk, epoch, branch, sequence",
      [&](const Row& row) {
        Stored one{
            backend::array_at<16>(row, 0), backend::natural_at(row, 1), row.integer(2), {}, {}};
        const auto cose = row.blob(3);
        one.cose.assign(cose.begin(), cose.end());
        one.record = record::open_unverified(one.cose).record;
        all.push_back(std::move(one));
      });
  if (!done) all.clear();
  return all;
}

std::int64_t count(backend::Store& store, const std::string& sql) {
  const auto found = backend::read_integer(store, sql);
  return found ? *found : -1;
}

const Answer* answer_in(const record::Record& record) {
  return std::get_if<Answer>(&record.body);
}

// A visit as FORMAT.md counts it ("How results count"), of one chain without branches.
struct Visit {
  std::optional<std::string> question;  // of its first vote
  std::map<std::string, const Answer*> in_force;

  // Those that count, the rating first.
  std::vector<const Answer*> path() const {
    std::vector<const Answer*> path;
    for (auto next = question; next; next = path.back()->leads_to) {
      const auto found = in_force.find(*next);
      const bool ends = found == in_force.end() || std::ranges::count(path, found->second) > 0;
      if (ends) break;
      path.push_back(found->second);
    }
    return path;
  }
};

class Recount {
 public:
  void take(const record::Record& record) {
    const Answer* answer = answer_in(record);
    if (answer == nullptr) return;
    const std::uint64_t visit = visit_of(*answer, record.sequence);
    visit_of_[record.sequence] = visit;
    Visit& it = visits_[visit];
    it.in_force[answer->question] = answer;
    const bool votes = std::holds_alternative<record::Vote>(answer->value);
    if (votes && !it.question) it.question = answer->question;
  }

  void add_to(std::map<int, std::int64_t>& votes, std::map<std::string, std::int64_t>& reasons) {
    for (const auto& [sequence, visit] : visits_) {
      const auto path = visit.path();
      for (const Answer* answer : path) {
        const auto* vote = std::get_if<record::Vote>(&answer->value);
        if (vote != nullptr && answer == path.front()) ++votes[vote->value];
        const auto* given = std::get_if<record::Reasons>(&answer->value);
        if (given == nullptr) continue;
        for (const auto& one : given->chosen) ++reasons[one];
      }
    }
  }

 private:
  std::uint64_t visit_of(const Answer& answer, std::uint64_t sequence) const {
    if (answer.visit && visits_.contains(*answer.visit)) return *answer.visit;
    const auto amended = visit_of_.find(answer.amends.value_or(sequence));
    return amended == visit_of_.end() ? sequence : amended->second;
  }

  std::map<std::uint64_t, Visit> visits_;
  std::map<std::uint64_t, std::uint64_t> visit_of_;
};

}  // namespace

std::set<std::uint64_t> stored_taps(backend::Store& store) {
  std::set<std::uint64_t> taps;
  for (const auto& one : all_records(store)) {
    const Answer* answer = answer_in(one.record);
    if (answer == nullptr) continue;
    if (const auto number = Ledger::number_of(*answer)) taps.insert(*number);
  }
  return taps;
}

std::set<std::uint64_t> kept_taps(const kiosk::JournalReader& journal) {
  std::set<std::uint64_t> taps;
  const auto epochs = journal.epochs();
  if (!epochs) return taps;
  for (const auto& epoch : *epochs) {
    const auto page = journal.page(epoch.epoch, 0, 1'000'000, 1U << 30U);
    if (!page) continue;
    for (const auto& stored : *page) {
      const auto opened = record::open_unverified(stored.cose);
      const Answer* answer = answer_in(opened.record);
      if (answer == nullptr) continue;
      if (const auto number = Ledger::number_of(*answer)) taps.insert(*number);
    }
  }
  return taps;
}

std::string check_answers(backend::Store& store, const Ledger& ledger) {
  std::vector<int> seen(ledger.taps().size());
  for (const auto& one : all_records(store)) {
    const Answer* answer = answer_in(one.record);
    if (answer == nullptr) continue;
    const auto number = Ledger::number_of(*answer);
    if (!number || *number >= seen.size()) return name_of(one) + " was never tapped";
    const Tap& tap = ledger.taps()[*number];
    if (tap.answer != *answer || tap.kiosk != one.kiosk) return name_of(one) + " is not its tap";
    if (++seen[*number] > 1) return name_of(one) + ": its tap is stored twice";
  }
  for (std::size_t number = 0; number < seen.size(); ++number) {
    const Tap& tap = ledger.taps()[number];
    if (tap.confirmed && !tap.perished && seen[number] == 0) {
      return "tap " + std::to_string(number) + " of kiosk " + std::to_string(tap.device) +
             ", record " + std::to_string(tap.sequence) + " of epoch " + std::to_string(tap.epoch) +
             ", was confirmed and is not stored";
    }
  }
  return {};
}

std::string check_chains(backend::Store& store) {
  std::map<std::tuple<record::KioskId, record::Epoch, std::uint64_t, record::Hash>, bool> places;
  std::optional<record::Chain> chain;
  const Stored* last = nullptr;
  const auto signed_well = [&] {
    return last == nullptr ||
           record::open(last->cose, chain->public_key()).verdict == Verdict::good;
  };
  const auto all = all_records(store);
  for (const auto& one : all) {
    const bool goes_on = last != nullptr && last->kiosk == one.kiosk && last->epoch == one.epoch &&
                         last->branch == one.branch;
    if (!goes_on) {
      if (!signed_well()) return name_of(*last) + " is not signed by its key";
      if (one.record.sequence == 0) {
        chain.emplace(one.kiosk, one.epoch);
      } else {
        const record::ChainHead before{one.epoch, one.record.sequence - 1, one.record.previous};
        if (!places.contains({one.kiosk, one.epoch, before.sequence, before.hash})) {
          return name_of(one) + " goes on from nothing that is stored";
        }
        if (!chain) return name_of(one) + " has no key";
        chain.emplace(one.kiosk, record::PublicKey(chain->public_key()), before);
      }
    }
    const Verdict verdict = chain->follow(one.record, record::hash_of(one.cose));
    if (verdict != Verdict::good) {
      return name_of(one) + " does not verify: " + std::string(record::to_string(verdict));
    }
    places[{one.kiosk, one.epoch, one.record.sequence, record::hash_of(one.cose)}] = true;
    last = &one;
  }
  return signed_well() ? "" : name_of(*last) + " is not signed by its key";
}

std::string check_figures(backend::Store& store) {
  if (count(store,
            "SELECT count(*) FROM chain AS c WHERE answers <> (SELECT count(*) FROM record "
            "AS r WHERE r.kiosk = c.kiosk AND r.epoch = c.epoch AND r.branch = c.branch AND "
            "r.kind = 2)") != 0) {
    return "a chain's number of answers is not that of its records";
  }
  std::map<std::pair<record::KioskId, record::Epoch>, Recount> recounts;
  bool branched = false;
  const auto all = all_records(store);  // what is recounted points into it
  for (const auto& one : all) {
    branched = branched || one.branch > 0;
    recounts[{one.kiosk, one.epoch}].take(one.record);
  }
  std::map<int, std::int64_t> votes, shown_votes;
  std::map<std::string, std::int64_t> reasons, shown_reasons;
  for (auto& [epoch, recount] : recounts) recount.add_to(votes, reasons);
  const Status read_votes = backend::read(
      store,
      "SELECT value, sum(visits) FROM hourly_vote WHERE further = 0 GROUP BY value HAVING "
      "sum(visits) > 0",
      [&](const Row& row) { shown_votes[static_cast<int>(row.integer(0))] = row.integer(1); });
  const Status read_reasons = backend::read(
      store,
      "SELECT reason, sum(visits) FROM hourly_reason WHERE reason <> '' GROUP BY reason HAVING "
      "sum(visits) > 0",
      [&](const Row& row) { shown_reasons[row.text(0)] = row.integer(1); });
  if (!read_votes || !read_reasons) return "the hourly sums cannot be read";
  if (!branched && votes != shown_votes) return "the hourly votes are not what the records say";
  if (!branched && reasons != shown_reasons) return "the hourly reasons are not what they say";
  if (count(store,
            "SELECT (SELECT count(*) FROM visit WHERE question IS NOT NULL) - "
            "(SELECT coalesce(sum(visits), 0) FROM hourly_vote WHERE further = 0)") != 0) {
    return "the hourly votes are not as many as the visits";
  }
  return {};
}

std::string check_journal(const kiosk::JournalReader& journal) {
  const auto kiosk = journal.kiosk();
  const auto epochs = journal.epochs();
  if (!kiosk || !epochs) return "the journal cannot be read";
  for (const auto& epoch : *epochs) {
    const auto page = journal.page(epoch.epoch, 0, 1'000'000, 1U << 30U);
    if (!page) return "the journal cannot be read: " + page.error().message;
    if (page->empty()) continue;
    auto chain = record::Chain::before(*kiosk, epoch.epoch, epoch.public_key,
                                       page->front().sequence, page->front().cose);
    for (const auto& stored : *page) {
      Verdict verdict = chain.append(stored.cose, record::Signatures::links_only);
      if (verdict == Verdict::gap && epoch.epoch != epochs->back().epoch) {
        // Of an old epoch that was salvaged: what was pruned before may be back in part.
        chain = record::Chain::before(*kiosk, epoch.epoch, epoch.public_key, stored.sequence,
                                      stored.cose);
        verdict = chain.append(stored.cose, record::Signatures::check_each);
      }
      if (verdict != Verdict::good) {
        return "the journal's record " + std::to_string(stored.sequence) +
               " does not verify: " + std::string(record::to_string(verdict));
      }
    }
    if (record::open(page->back().cose, epoch.public_key).verdict != Verdict::good) {
      return "the journal's last record is not signed by its key";
    }
  }
  return {};
}

}  // namespace smilepost::simulation
