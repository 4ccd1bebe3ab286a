#include "backend/audit.h"

#include <fmt/format.h>

#include <algorithm>

#include "backend/archive/rollup.h"
#include "backend/vouching.h"
#include "record/chain.h"

namespace smilepost::backend {
namespace {

using record::Verdict;

constexpr std::int64_t records_a_page = 1'024;
constexpr std::size_t faults_a_chain = 5;

// A row of the archive, and what can be said of it by itself.
struct Found {
  std::uint64_t sequence = 0;
  record::Hash hash{};
  std::int64_t kind = 0;
  record::Bytes cose;
  record::Opened opened;  // once it was looked at
};

// Everything of one kiosk, in one transaction.
class KioskAudit {
 public:
  KioskAudit(Store& store, Pool& pool, const record::KioskId& kiosk,
             const Audit::Progress& progress)
      : store_(store), pool_(pool), kiosk_(kiosk), progress_(progress), keys_(kiosk) {}

  Result<AuditedKiosk> run() {
    if (auto done = load(); !done) return done.error();
    for (const auto& [key, chain] : chains_) {
      if (auto done = follow(chain); !done) return done.error();
    }
    judge_keys();
    judge_gaps();
    if (auto done = judge_late(); !done) return done.error();
    if (auto done = judge_sums(); !done) return done.error();
    return std::move(report_);
  }

 private:
  Status load();
  Status follow(const ChainRow& row);
  Result<record::Chain> start_of(const ChainRow& row);
  Result<std::vector<Found>> page_of(const ChainRow& row, std::uint64_t from);
  Status judge(const ChainRow& row, const Found& found, record::Chain& chain);
  Result<bool> pass_gap(const ChainRow& row, const Found& found, record::Chain& chain);
  void note(const ChainRow& row, const record::Record& it);
  void judge_end(const ChainRow& row, const record::Chain& chain, std::uint64_t answers);
  void judge_keys();
  void judge_gaps();
  Status judge_late();
  Status judge_sums();
  void fault(const ChainRow& row, std::uint64_t sequence, std::string_view what);
  std::string name() const { return "kiosk " + record::to_hex(kiosk_); }

  Store& store_;
  Pool& pool_;
  const record::KioskId kiosk_;
  const Audit::Progress& progress_;
  std::map<ChainKey, ChainRow> chains_;
  Vouching keys_;
  std::vector<record::Gap> signed_gaps_;
  std::vector<std::pair<const ChainRow*, record::Gap>> passed_gaps_;
  std::map<ChainKey, std::size_t> faults_;
  AuditedKiosk report_;
};

Status KioskAudit::load() {
  std::set<EpochKey> epochs;
  Status known = read(
      store_, "SELECT epoch FROM chain WHERE kiosk = ?1",
      [&](const Row& row) {
        epochs.insert({kiosk_, natural_at(row, 0)});
      },
      kiosk_);
  if (!known) return known;
  if (auto done = read_chains(store_, epochs, chains_); !done) return done;
  Status first = read(
      store_, "SELECT first_key FROM kiosk WHERE kiosk = ?1",
      [&](const Row& row) {
        const auto key = array_at<32>(row, 0);
        if (record::kiosk_id_of(key) == kiosk_) keys_.accept(key);
      },
      kiosk_);
  if (!first) return first;
  return read(
      store_, "SELECT public_key FROM waiting_epoch WHERE kiosk = ?1 AND accepted_ms IS NOT NULL",
      [&](const Row& row) { keys_.accept(array_at<32>(row, 0)); }, kiosk_);
}

Status KioskAudit::follow(const ChainRow& row) {
  auto chain = start_of(row);
  if (!chain) return chain.error();
  std::uint64_t answers = 0;
  std::uint64_t from = row.forked_at;
  for (auto page = page_of(row, from); !page || !page->empty(); page = page_of(row, from)) {
    if (!page) return page.error();
    for (const Found& found : *page) {
      if (auto done = judge(row, found, *chain); !done) return done;
      if (found.kind == static_cast<std::int64_t>(record::Kind::answer)) ++answers;
    }
    from = page->back().sequence + 1;
    report_.records += page->size();
    progress_(page->size());
  }
  judge_end(row, *chain, answers);
  return Done{};
}

// A branch begins behind a record of its parent, or of the parent's parent. Where it has none it
// begins its epoch, or beyond a gap.
Result<record::Chain> KioskAudit::start_of(const ChainRow& row) {
  if (!row.parent || row.forked_at == 0) return record::Chain(kiosk_, row.key.epoch);
  const std::uint64_t before = row.forked_at - 1;
  record::Hash hash{};
  const ChainRow* owner = &row;
  while (owner->parent && before < owner->forked_at) {
    const auto parent = chains_.find({kiosk_, row.key.epoch, *owner->parent});
    if (parent == chains_.end()) break;
    owner = &parent->second;
  }
  const auto found = read_one(
      store_,
      "SELECT hash FROM record WHERE kiosk = ?1 AND epoch = ?2 AND branch = ?3 AND sequence = ?4",
      [&](const Row& it) { hash = array_at<32>(it, 0); }, kiosk_, row.key.epoch, owner->key.branch,
      before);
  if (!found) return found.error();
  return record::Chain(kiosk_, row.public_key, {row.key.epoch, before, hash});
}

// With each record's signature, looked at on all processors.
Result<std::vector<Found>> KioskAudit::page_of(const ChainRow& row, std::uint64_t from) {
  std::vector<Found> page;
  Status there = read(
      store_,
      "SELECT sequence, hash, kind, cose FROM record WHERE kiosk = ?1 AND epoch = ?2 AND "
      "branch = ?3 AND sequence >= ?4 AND sequence <= ?5 ORDER BY sequence LIMIT ?6",
      [&](const Row& it) {
        const Blob cose = it.blob(3);
        page.push_back({natural_at(it, 0),
                        array_at<32>(it, 1),
                        it.integer(2),
                        record::Bytes(cose.begin(), cose.end()),
                        {}});
      },
      kiosk_, row.key.epoch, row.key.branch, from, row.head_sequence, records_a_page);
  if (!there) return there.error();
  pool_.each(page.size(),
             [&](std::size_t i) { page[i].opened = record::open(page[i].cose, row.public_key); });
  return page;
}

// What is wrong with one record is said, and the next is asked whether it goes on from there.
Status KioskAudit::judge(const ChainRow& row, const Found& found, record::Chain& chain) {
  const record::Record& it = found.opened.record;
  const record::Hash hash = record::hash_of(found.cose);
  Verdict verdict = found.opened.verdict;
  if (verdict == Verdict::good) verdict = chain.follow(it, hash);
  if (verdict == Verdict::gap || verdict == Verdict::not_opened) {
    const auto passed = pass_gap(row, found, chain);
    if (!passed) return passed.error();
    if (*passed) verdict = chain.follow(it, hash);
  }
  if (verdict != Verdict::good) {
    fault(row, found.sequence, fmt::format("{}: {}", to_string(verdict), record::explain(verdict)));
    chain = record::Chain(kiosk_, row.public_key, {row.key.epoch, found.sequence, found.hash});
    return Done{};
  }
  if (it.sequence != found.sequence || it.epoch != row.key.epoch || hash != found.hash ||
      static_cast<std::int64_t>(it.kind) != found.kind) {
    fault(row, found.sequence, "stands in another place than its signed bytes say");
  }
  note(row, it);
  return Done{};
}

// A kiosk may have signed that it cannot read some of its records any more.
Result<bool> KioskAudit::pass_gap(const ChainRow& row, const Found& found, record::Chain& chain) {
  const std::uint64_t due = chain.empty() ? 0 : chain.head().sequence + 1;
  if (found.sequence <= due) return false;
  record::Gap gap{row.key.epoch, {}, due, found.sequence - 1, {}};
  auto noted = read_one(
      store_,
      "SELECT public_key, last_hash FROM gap WHERE kiosk = ?1 AND epoch = ?2 AND first = ?3 AND "
      "last = ?4",
      [&](const Row& it) {
        gap.public_key = array_at<32>(it, 0);
        gap.last_hash = array_at<32>(it, 1);
      },
      kiosk_, gap.epoch, gap.first, gap.last);
  if (!noted || !*noted) return noted;
  passed_gaps_.emplace_back(&row, gap);
  chain = record::Chain(kiosk_, gap.public_key, {gap.epoch, gap.last, gap.last_hash});
  return true;
}

void KioskAudit::note(const ChainRow& row, const record::Record& it) {
  if (const auto* gap = std::get_if<record::Gap>(&it.body)) {
    signed_gaps_.push_back(*gap);
    keys_.name(row.public_key, gap->public_key);
  }
  const auto* opened = std::get_if<record::EpochOpened>(&it.body);
  if (opened == nullptr || it.sequence != 0) return;
  keys_.open(*opened);
  if (opened->public_key != row.public_key) {
    fault(row, 0, "names another key than the archive keeps for it");
  }
}

void KioskAudit::judge_keys() {
  const auto& own = keys_.own();
  for (const auto& [key, chain] : chains_) {
    if (own.contains(chain.public_key)) continue;
    fault(chain, 0, "no key of this kiosk vouches for it, and no administrator accepted it");
  }
}

// Only the kiosk may say that something is missing.
void KioskAudit::judge_gaps() {
  for (const auto& [chain, gap] : passed_gaps_) {
    if (std::find(signed_gaps_.begin(), signed_gaps_.end(), gap) != signed_gaps_.end()) continue;
    fault(*chain, gap.first, "is missing, and the kiosk has not signed that it is");
  }
}

void KioskAudit::judge_end(const ChainRow& row, const record::Chain& chain, std::uint64_t answers) {
  const bool complete = !chain.empty() && chain.head().sequence == row.head_sequence &&
                        chain.head().hash == row.head_hash;
  if (!complete) fault(row, row.head_sequence, "the last record that was acknowledged is missing");
  if (answers != row.answers) {
    fault(row, row.head_sequence,
          fmt::format("{} answers are kept, {} were counted", answers, row.answers));
  }
}

// They came after the chain had gone on, over a gap, and are not counted.
Status KioskAudit::judge_late() {
  return read(
      store_, "SELECT epoch, sequence, cose FROM late WHERE kiosk = ?1",
      [&](const Row& it) {
        const auto chain = chains_.find({kiosk_, natural_at(it, 0), 0});
        const bool good =
            chain != chains_.end() &&
            record::open(it.blob(2), chain->second.public_key).verdict == Verdict::good;
        ++report_.records;
        if (good) return;
        report_.faults.push_back(
            fmt::format("{}, epoch {:016x}, late record {}: its signature "
                        "does not hold",
                        name(), natural_at(it, 0), natural_at(it, 1)));
      },
      kiosk_);
}

Status KioskAudit::judge_sums() {
  Rollup recount;
  Status counted = read_visits(store_, kiosk_, [&](const VisitRow& visit) { recount.add(visit); });
  if (!counted) return counted;
  const auto same = recount.is_stored_of(store_, kiosk_);
  if (!same) return same.error();
  if (!*same) {
    report_.faults.push_back(name() +
                             ": its hourly figures are not what its visits add up to, by this "
                             "machine's time zone (TZ)");
  }
  return Done{};
}

void KioskAudit::fault(const ChainRow& row, std::uint64_t sequence, std::string_view what) {
  std::size_t& faults = faults_[row.key];
  if (++faults > faults_a_chain) return;
  const std::string branch = row.key.branch == 0 ? "" : fmt::format(", branch {}", row.key.branch);
  report_.faults.push_back(
      fmt::format("{}, epoch {:016x}{}, record {}: {}{}", name(), row.key.epoch, branch, sequence,
                  what, faults == faults_a_chain ? "; more of this epoch is not listed" : ""));
}

}  // namespace

Result<std::uint64_t> Audit::records() const {
  const auto sum = read_integer(
      store_, "SELECT CAST(coalesce(sum(head_sequence + 1 - forked_at), 0) AS BIGINT) FROM chain");
  if (!sum) return sum.error();
  return static_cast<std::uint64_t>(*sum);
}

Result<std::optional<record::KioskId>> Audit::after(
    const std::optional<record::KioskId>& kiosk) const {
  std::optional<record::KioskId> next;
  Status found = read(
      store_, "SELECT kiosk FROM kiosk WHERE kiosk > ?1 ORDER BY kiosk LIMIT 1",
      [&](const Row& row) { next = array_at<16>(row, 0); }, kiosk ? Blob(*kiosk) : Blob());
  if (!found) return found.error();
  return next;
}

Result<AuditedKiosk> Audit::look_at(const record::KioskId& kiosk, const Progress& progress) {
  auto unit = Unit::begin(store_);
  if (!unit) return unit.error();
  return KioskAudit(store_, pool_, kiosk, progress).run();
}

}  // namespace smilepost::backend
