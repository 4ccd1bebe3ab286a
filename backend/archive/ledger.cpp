#include "backend/archive/ledger.h"

namespace smilepost::backend {
namespace {

constexpr std::uint64_t hashes_a_page = 512;

template <class Key, class Value>
std::vector<const Value*> changed(const std::map<Key, Value>& now,
                                  const std::map<Key, Value>& before) {
  std::vector<const Value*> rows;
  for (const auto& [key, value] : now) {
    const auto was = before.find(key);
    if (was == before.end() || !(was->second == value)) rows.push_back(&value);
  }
  return rows;
}

std::vector<const VisitRow*> pointers_to(const std::vector<VisitRow>& visits) {
  std::vector<const VisitRow*> pointers;
  pointers.reserve(visits.size());
  for (const VisitRow& visit : visits) pointers.push_back(&visit);
  return pointers;
}

}  // namespace

Status Ledger::open(const std::set<EpochKey>& epochs) {
  std::set<record::KioskId> kiosks;
  for (const EpochKey& epoch : epochs) kiosks.insert(epoch.first);
  if (auto done = lock_kiosks(store_, kiosks, kiosks_); !done) return done;
  if (auto done = read_chains(store_, epochs, chains_); !done) return done;
  kiosks_before_ = kiosks_;
  chains_before_ = chains_;
  return Done{};
}

KioskRow* Ledger::kiosk(const record::KioskId& kiosk) {
  const auto found = kiosks_.find(kiosk);
  return found == kiosks_.end() ? nullptr : &found->second;
}

ChainRow* Ledger::chain(const ChainKey& key) {
  const auto found = chains_.find(key);
  return found == chains_.end() ? nullptr : &found->second;
}

std::vector<ChainRow*> Ledger::chains(const EpochKey& epoch) {
  std::vector<ChainRow*> rows;
  for (auto at = chains_.lower_bound({epoch.first, epoch.second, 0}); at != chains_.end(); ++at) {
    if (at->first.kiosk != epoch.first || at->first.epoch != epoch.second) break;
    rows.push_back(&at->second);
  }
  return rows;
}

ChainRow& Ledger::add(ChainRow chain) {
  const ChainKey key = chain.key;
  return chains_.insert_or_assign(key, std::move(chain)).first->second;
}

Result<std::optional<record::Hash>> Ledger::hash_at(const ChainKey& key, std::uint64_t sequence) {
  const ChainRow& row = chains_.at(key);
  if (sequence < row.forked_at) {
    if (!row.parent) return std::optional<record::Hash>();
    return hash_at({key.kiosk, key.epoch, *row.parent}, sequence);
  }
  if (sequence > row.head_sequence) return std::optional<record::Hash>();
  const auto known = hashes_[key].find(sequence);
  if (known != hashes_[key].end()) return std::optional(known->second);
  if (auto done = load_hashes(key, sequence / hashes_a_page); !done) return done.error();
  const auto found = hashes_[key].find(sequence);
  if (found == hashes_[key].end()) return std::optional<record::Hash>();
  return std::optional(found->second);
}

Status Ledger::load_hashes(const ChainKey& key, std::uint64_t page) {
  if (!hash_pages_.insert({key, page}).second) return Done{};
  const std::uint64_t first = page * hashes_a_page;
  return read(
      store_,
      "SELECT sequence, hash FROM record WHERE kiosk = ?1 AND epoch = ?2 AND branch = ?3 AND "
      "sequence BETWEEN ?4 AND ?5",
      [&](const Row& row) { hashes_[key].try_emplace(natural_at(row, 0), array_at<32>(row, 1)); },
      key.kiosk, key.epoch, key.branch, first, first + (hashes_a_page - 1));
}

// Only where a chain forks.
Result<std::uint64_t> Ledger::answers_before(const ChainKey& key, std::uint64_t sequence) {
  const ChainRow& row = chains_.at(key);
  if (sequence <= row.forked_at) {
    if (!row.parent) return std::uint64_t{0};
    return answers_before({key.kiosk, key.epoch, *row.parent}, sequence);
  }
  const auto stored = read_integer(
      store_,
      "SELECT count(*) FROM record WHERE kiosk = ?1 AND epoch = ?2 AND branch = ?3 AND kind = ?4 "
      "AND sequence < ?5",
      key.kiosk, key.epoch, key.branch, record::Kind::answer, sequence);
  if (!stored) return stored.error();
  std::uint64_t answers = row.answers_before + static_cast<std::uint64_t>(*stored);
  for (const RecordRow& row_ahead : records_) {
    const record::Record& it = row_ahead.record();
    const bool counts = it.kind == record::Kind::answer && it.sequence < sequence;
    if (counts && row_ahead.chain == key) ++answers;
  }
  return answers;
}

Result<bool> Ledger::endorsed(const record::KioskId& kiosk, const record::EpochOpened& opened) {
  if (!opened.endorsement) return false;
  bool found = false;
  const auto vouch = [&](const record::PublicKey& key) {
    found = found || record::verify(key, opened.public_key, *opened.endorsement);
  };
  vouch(kiosks_.at(kiosk).first_key);
  for (const auto& [key, chain] : chains_) {
    if (key.kiosk == kiosk) vouch(chain.public_key);
  }
  if (found) return true;
  const Status done = read(
      store_, "SELECT public_key FROM chain WHERE kiosk = ?1",
      [&](const Row& row) { vouch(array_at<32>(row, 0)); }, kiosk);
  if (!done) return done.error();
  return found;
}

Result<std::optional<record::Gap>> Ledger::gap(const EpochKey& epoch, std::uint64_t first,
                                               std::uint64_t last) {
  std::optional<record::Gap> gap;
  const Status done = read(
      store_,
      "SELECT public_key, last_hash FROM gap WHERE kiosk = ?1 AND epoch = ?2 AND first = ?3 AND "
      "last = ?4",
      [&](const Row& row) {
        gap = record::Gap{epoch.second, array_at<32>(row, 0), first, last, array_at<32>(row, 1)};
      },
      epoch.first, epoch.second, first, last);
  if (!done) return done.error();
  for (const GapRow& noted : gaps_) {
    const bool same = noted.kiosk == epoch.first && noted.gap.epoch == epoch.second;
    if (same && noted.gap.first == first && noted.gap.last == last) gap = noted.gap;
  }
  return gap;
}

void Ledger::append(const ChainKey& key, const ReceivedRecord& received) {
  records_.push_back({key, &received, now_ms_, Raised::no, std::nullopt});
  hashes_[key].insert_or_assign(received.record.sequence, received.hash);
}

void Ledger::keep_late(const EpochKey& epoch, const ReceivedRecord& received) {
  late_.push_back({{epoch.first, epoch.second, 0}, &received, now_ms_, Raised::no, std::nullopt});
}

// The last word counts, and one statement may not write a row twice.
void Ledger::note(const record::KioskId& kiosk, const record::Gap& gap) {
  for (GapRow& noted : gaps_) {
    const bool same = noted.kiosk == kiosk && noted.gap.epoch == gap.epoch &&
                      noted.gap.first == gap.first && noted.gap.last == gap.last;
    if (same) return void(noted.gap = gap);
  }
  gaps_.push_back({kiosk, gap});
}

Status Ledger::load(const std::set<VisitKey>& answers, const std::set<BootKey>& boots) {
  if (auto done = read_visits_of(store_, answers, day_received(now_ms_), visit_of_, visits_);
      !done) {
    return done;
  }
  visits_before_ = visits_;
  return read_contacts(store_, boots, contacts_);
}

std::optional<VisitKey> Ledger::visit_of(const VisitKey& answer) const {
  const auto found = visit_of_.find(answer);
  return found == visit_of_.end() ? std::nullopt : std::optional(found->second);
}

void Ledger::add(VisitRow visit) {
  const VisitKey key = visit.key;
  visit_of_[key] = key;
  visits_.insert_or_assign(key, std::move(visit));
}

Status Ledger::add(const ContactRow& contact, const std::function<void(VisitRow&)>& improve) {
  contacts_[contact.key].push_back(contact.contact);
  new_contacts_.push_back(contact);
  for (auto& [key, visit] : visits_) {
    if (key.chain.kiosk == contact.key.kiosk && visit.boot == contact.key.boot) improve(visit);
  }
  return improve_stored(contact, improve);
}

// A kiosk that was weeks without a network may have a million of them: never all at once.
Status Ledger::improve_stored(const ContactRow& contact,
                              const std::function<void(VisitRow&)>& improve) {
  VisitKey last{{contact.key.kiosk, 0, -1}, 0};  // before all
  for (;;) {
    std::vector<VisitRow> before;
    if (auto done = read_improvable(store_, contact, last, before); !done) return done;
    if (before.empty()) return Done{};
    last = before.back().key;
    std::vector<VisitRow> after;
    std::erase_if(before, [&](const VisitRow& visit) { return visits_.count(visit.key) != 0; });
    for (const VisitRow& visit : before) {
      rollup_.remove(visit);
      improve(after.emplace_back(visit));
      rollup_.add(after.back());
    }
    if (auto done = change_visits(store_, pointers_to(after)); !done) return done;
  }
}

Status Ledger::write() {
  if (auto done = write_kiosks(store_, changed(kiosks_, kiosks_before_)); !done) return done;
  if (auto done = write_chains(store_, changed(chains_, chains_before_)); !done) return done;
  if (auto done = add_records(store_, records_); !done) return done;
  if (auto done = add_late(store_, late_); !done) return done;
  if (auto done = write_gaps(store_, gaps_); !done) return done;
  if (auto done = add_contacts(store_, new_contacts_); !done) return done;
  if (auto done = confirm_boots(store_, confirmed_); !done) return done;
  return write_visits();
}

Status Ledger::write_visits() {
  std::vector<const VisitRow*> added, rewritten;
  for (const VisitRow* visit : changed(visits_, visits_before_)) {
    const auto before = visits_before_.find(visit->key);
    const bool is_new = before == visits_before_.end();
    (is_new ? added : rewritten).push_back(visit);
    if (!is_new) rollup_.remove(before->second);
    rollup_.add(*visit);
  }
  if (auto done = add_visits(store_, added); !done) return done;
  if (auto done = change_visits(store_, rewritten); !done) return done;
  return rollup_.write(store_);
}

}  // namespace smilepost::backend
