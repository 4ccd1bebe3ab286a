#include "backend/ingest.h"

#include "backend/problem.h"
#include "backend/sql.h"
#include "backend/tally.h"
#include "platform/log.h"
#include "record/chain.h"

namespace smilepost::backend {

using record::Verdict;

struct Ingest::Arrival {
  Batch batch;
  std::string_view token;
  std::int64_t received_ms = 0;
  StoredChain chain;
  std::optional<StoredEpoch> stored;  // nothing of this epoch yet
  bool brought_new = false;           // records that the kiosk's key vouched for, now stored

  const ReceivedRecord& at(std::size_t place) const { return batch.records[place]; }
};

namespace {

Response not_believed(std::size_t place, Verdict verdict) {
  return problem(422, to_string(BatchFault{place + 1, verdict}));
}

}  // namespace

Result<Response> Ingest::take(const Request& request) {
  auto read =
      read_batch({reinterpret_cast<const std::uint8_t*>(request.body.data()), request.body.size()});
  if (const auto* fault = std::get_if<BatchFault>(&read)) return problem(422, to_string(*fault));
  auto& batch = std::get<Batch>(read);
  StoredChain chain(archive_.database(), batch.kiosk, batch.epoch);
  Arrival arrival{std::move(batch), request.header("smilepost-token"), clock_.wall_ms(), chain, {}};
  const auto known = is_enrolled(arrival);
  if (!known) return known.error();
  if (!*known) return problem(403, "this kiosk is not enrolled here; enrol it with a new code");
  auto stored = chain.load();
  if (!stored) return stored.error();
  arrival.stored = *std::move(stored);
  return judge(arrival);
}

// Skips what is stored already, and decides what the rest is: a continuation, a gap or a fork.
Result<Response> Ingest::judge(Arrival& arrival) {
  const std::uint64_t due = arrival.stored ? arrival.stored->head.sequence + 1 : 0;
  if (arrival.batch.first() > due) return pass_gap(arrival, due);
  std::size_t place = 0;
  for (; place < arrival.batch.records.size(); ++place) {
    const ReceivedRecord& received = arrival.at(place);
    if (received.record.sequence >= due) break;
    const auto hash = arrival.chain.hash_at(received.record.sequence);
    if (!hash) return hash.error();
    if (!*hash) {
      if (auto kept = keep_late(arrival, received); !kept) return kept.error();
      continue;
    }
    if (*hash != received.hash) return refuse_fork(arrival, place);
  }
  if (place == arrival.batch.records.size()) return acknowledge(arrival, 200);
  if (arrival.stored && !arrival.stored->closed &&
      arrival.at(place).record.previous != arrival.stored->head.hash) {
    return refuse_fork(arrival, place);
  }
  return extend(arrival, place);
}

// Of what a gap was noted for, and what was found after all: no place is left for it, since what
// counts is counted in order.
Status Ingest::keep_late(Arrival& arrival, const ReceivedRecord& received) {
  const auto opened = record::open(received.cose, arrival.stored->public_key);
  if (opened.verdict != Verdict::good) return Done{};
  return arrival.chain.keep_late(received, arrival.received_ms);
}

// Where the kiosk has noted that what lies between is lost, the chain goes on beyond it.
Result<Response> Ingest::pass_gap(Arrival& arrival, std::uint64_t due) {
  auto beyond = arrival.chain.beyond_gap(due, arrival.batch.first());
  if (!beyond) return beyond.error();
  const auto& stored = arrival.stored;
  const bool ended = stored && stored->closed;
  const bool other_key = stored && *beyond && (*beyond)->public_key != stored->public_key;
  if (!*beyond || ended || other_key) return refuse_gap(arrival);
  arrival.stored = *std::move(beyond);
  return extend(arrival, 0);
}

// Without a stored epoch there is no key yet to ask whether this is the kiosk.
Result<Response> Ingest::refuse_gap(const Arrival& arrival) {
  const std::size_t newest = arrival.batch.records.size() - 1;
  if (arrival.stored) {
    const auto opened = record::open(arrival.at(newest).cose, arrival.stored->public_key);
    if (opened.verdict != Verdict::good) return not_believed(newest, opened.verdict);
  }
  return acknowledge(arrival, 409);
}

// Every link, and the newest signature, which vouches for all before it.
Result<Response> Ingest::extend(Arrival& arrival, std::size_t from) {
  if (arrival.stored && arrival.stored->closed) return not_believed(from, Verdict::after_close);
  record::Chain chain =
      arrival.stored
          ? record::Chain(arrival.batch.kiosk, arrival.stored->public_key, arrival.stored->head)
          : record::Chain(arrival.batch.kiosk, arrival.batch.epoch);
  for (std::size_t place = from; place < arrival.batch.records.size(); ++place) {
    const Verdict verdict = chain.append(arrival.at(place).cose, record::Signatures::links_only);
    if (verdict != Verdict::good) return not_believed(place, verdict);
  }
  const std::size_t newest = arrival.batch.records.size() - 1;
  const Verdict signature = record::open(arrival.at(newest).cose, chain.public_key()).verdict;
  if (signature != Verdict::good) return not_believed(newest, signature);
  if (!arrival.stored) {
    const auto allowed = may_open(arrival);
    if (!allowed) return allowed.error();
    if (!*allowed) {
      return problem(403,
                     "no key known here vouches for this epoch: an administrator must accept it; "
                     "not possible in this version, keep the kiosk's state folder");
    }
  }
  if (auto done = store(arrival, from, chain.public_key()); !done) return done.error();
  arrival.stored = StoredEpoch{chain.public_key(), chain.head(), false};
  arrival.brought_new = true;
  return acknowledge(arrival, 200);
}

// The first epoch's key made the kiosk's id; a later one must be endorsed by a key before it.
Result<bool> Ingest::may_open(const Arrival& arrival) {
  const auto& opened = std::get<record::EpochOpened>(arrival.at(0).record.body);
  if (record::kiosk_id_of(opened.public_key) == arrival.batch.kiosk) return true;
  return arrival.chain.endorsed(opened);
}

Status Ingest::store(Arrival& arrival, std::size_t from, const record::PublicKey& key) {
  Tally tally(archive_.database(), arrival.batch.kiosk, arrival.batch.epoch);
  // The epoch's row first: the tally writes into it.
  const ReceivedRecord& newest = arrival.batch.records.back();
  if (auto done = arrival.chain.advance(key, newest); !done) return done;
  for (std::size_t place = from; place < arrival.batch.records.size(); ++place) {
    const ReceivedRecord& received = arrival.at(place);
    if (auto done = arrival.chain.append(received, arrival.received_ms); !done) return done;
    if (auto done = tally.count(received.record, arrival.received_ms); !done) return done;
    if (std::holds_alternative<record::UnreadableBody>(received.record.body)) {
      platform::log_warning("kiosk " + record::to_hex(arrival.batch.kiosk) + ": record " +
                            std::to_string(received.record.sequence) +
                            " has a body that this version cannot read: kept, not counted; "
                            "install a newer smilepost-backend");
    }
  }
  return Done{};
}

// Only what the kiosk's own key signed is evidence; each record must prove itself, since the chain
// before it is not the stored one.
Result<Response> Ingest::refuse_fork(Arrival& arrival, std::size_t from) {
  for (std::size_t place = from; place < arrival.batch.records.size(); ++place) {
    const auto opened = record::open(arrival.at(place).cose, arrival.stored->public_key);
    if (opened.verdict != Verdict::good) return not_believed(place, opened.verdict);
  }
  for (std::size_t place = from; place < arrival.batch.records.size(); ++place) {
    if (auto kept = arrival.chain.keep_fork(arrival.at(place), arrival.received_ms); !kept) {
      return kept.error();
    }
  }
  const std::string sequence = std::to_string(arrival.at(from).record.sequence);
  platform::log_error("kiosk " + record::to_hex(arrival.batch.kiosk) +
                      ": signed records from sequence " + sequence +
                      " on contradict those stored: a copied or restored card; both are kept");
  return problem(409, "records from sequence " + sequence +
                          " on contradict those stored; both are kept; open a new epoch");
}

// Bytes that are stored already, or that no key here can judge, may come from anybody who once saw
// them: they are answered, but hand out no token and are no sign of life.
Result<Response> Ingest::acknowledge(const Arrival& arrival, int status) {
  const auto from_kiosk = is_from_kiosk(arrival);
  if (!from_kiosk) return from_kiosk.error();
  std::optional<record::ChainHead> head;
  if (arrival.stored) head = arrival.stored->head;
  Result<record::Bytes> receipt =
      receipts_.repeat(arrival.batch.kiosk, arrival.batch.epoch, head, arrival.token);
  if (*from_kiosk) {
    if (auto noted = note_contact(arrival); !noted) return noted.error();
    receipt = receipts_.issue(arrival.batch.kiosk, arrival.batch.epoch, head, arrival.token);
    if (!receipt) return receipt.error();
  }
  return Response{status, "application/cose", {receipt->begin(), receipt->end()}, {}};
}

Result<bool> Ingest::is_from_kiosk(const Arrival& arrival) {
  if (arrival.brought_new) return true;
  if (!arrival.stored) return false;
  return receipts_.knows(arrival.batch.kiosk, arrival.token);
}

Result<bool> Ingest::is_enrolled(const Arrival& arrival) {
  const auto row =
      first_row(archive_.database(), "SELECT 1 FROM kiosk WHERE kiosk = ?", arrival.batch.kiosk);
  if (!row) return row.error();
  return row->has_value();
}

Status Ingest::note_contact(const Arrival& arrival) {
  return run(archive_.database(), "UPDATE kiosk SET last_contact_ms = ? WHERE kiosk = ?",
             arrival.received_ms, arrival.batch.kiosk);
}

}  // namespace smilepost::backend
