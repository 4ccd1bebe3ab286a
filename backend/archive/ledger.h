// What a group of batches reads and changes, in memory: read in a few statements for all of them,
// written back in a few more. So a commit serves many kiosks, at the price of one. Lives within one
// transaction.
#pragma once

#include "backend/archive/rollup.h"
#include "backend/archive/rows.h"
#include "backend/batch.h"

namespace smilepost::backend {

class Ledger {
 public:
  // `now_ms`: when the group came in.
  Ledger(Store& store, std::int64_t now_ms) : store_(store), now_ms_(now_ms) {}
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  std::int64_t now_ms() const { return now_ms_; }

  // Locks the kiosks, and reads their rows and chains.
  Status open(const std::set<EpochKey>& epochs);

  KioskRow* kiosk(const record::KioskId& kiosk);  // null: not enrolled
  ChainRow* chain(const ChainKey& key);           // null: not there
  std::vector<ChainRow*> chains(const EpochKey& epoch);
  ChainRow& add(ChainRow chain);

  // Of a chain's record, those it shares with its parent too; nothing where it has none there.
  Result<std::optional<record::Hash>> hash_at(const ChainKey& key, std::uint64_t sequence);
  // The answer records of a chain before that place.
  Result<std::uint64_t> answers_before(const ChainKey& key, std::uint64_t sequence);
  // Whether a key known for this kiosk endorses the one that this epoch begins with.
  Result<bool> endorsed(const record::KioskId& kiosk, const record::EpochOpened& opened);
  // The gap that the kiosk has noted there, if any.
  Result<std::optional<record::Gap>> gap(const EpochKey& epoch, std::uint64_t first,
                                         std::uint64_t last);

  void append(const ChainKey& key, const ReceivedRecord& received);
  void keep_late(const EpochKey& epoch, const ReceivedRecord& received);
  void note(const record::KioskId& kiosk, const record::Gap& gap);

  // What was appended, in order: its rows may still be marked.
  std::vector<RecordRow>& appended() { return records_; }

  // Reads ahead what the answers refer to. A place that is not asked for here is not found below.
  Status load(const std::set<VisitKey>& answers, const std::set<BootKey>& boots);
  // The visit that an answer belongs to: nothing where it is no readable answer of that chain.
  std::optional<VisitKey> visit_of(const VisitKey& answer) const;
  void belongs(const VisitKey& answer, const VisitKey& visit) { visit_of_[answer] = visit; }
  VisitRow& visit(const VisitKey& key) { return visits_.at(key); }
  void add(VisitRow visit);

  const std::vector<Contact>& contacts(const BootKey& boot) { return contacts_[boot]; }
  // Adds a contact, and calls `improve` for every visit of its boot that it may improve.
  Status add(const ContactRow& contact, const std::function<void(VisitRow&)>& improve);
  void confirm(const BootKey& boot) { confirmed_.insert(boot); }

  // All that is new or changed, and the hourly figures with it.
  Status write();

 private:
  Status load_hashes(const ChainKey& key, std::uint64_t page);
  Status improve_stored(const ContactRow& contact, const std::function<void(VisitRow&)>& improve);
  Status write_visits();

  Store& store_;
  const std::int64_t now_ms_;
  std::map<record::KioskId, KioskRow> kiosks_, kiosks_before_;
  std::map<ChainKey, ChainRow> chains_, chains_before_;
  std::map<ChainKey, std::map<std::uint64_t, record::Hash>> hashes_;
  std::set<std::pair<ChainKey, std::uint64_t>> hash_pages_;
  std::vector<RecordRow> records_, late_;
  std::vector<GapRow> gaps_;
  std::map<VisitKey, VisitRow> visits_, visits_before_;
  std::map<VisitKey, VisitKey> visit_of_;
  std::map<BootKey, std::vector<Contact>> contacts_;
  std::vector<ContactRow> new_contacts_;
  std::set<BootKey> confirmed_;
  Rollup rollup_;  // what the changed visits change
};

}  // namespace smilepost::backend
