// Takes kiosks' records in: each once, verified, chained, and durable before it is acknowledged.
#pragma once

#include "backend/archive.h"
#include "backend/batch.h"
#include "backend/branches.h"
#include "backend/pool.h"
#include "backend/receipts.h"

namespace smilepost::backend {

class Ingest {
 public:
  // What can be computed for each batch by itself is shared out to `pool`.
  Ingest(Archive& archive, const platform::Clock& clock, const Receipts& receipts, Pool& pool)
      : archive_(archive), clock_(clock), receipts_(receipts), pool_(pool) {}

  // POST /v1/records (FORMAT.md, "Wire"), for several requests at once, in one transaction of the
  // archive:
  //   200 receipt   stored, or stored before: the receipt names the head
  //   409 receipt   the batch begins beyond the head that the receipt names; resend from there
  //   403 problem   this kiosk is not known, or revoked, or no key of it vouches for this epoch
  //   422 problem   not to be believed: which record, and the verdict on it
  // After an Error nothing of it may be committed.
  Result<std::vector<Response>> take(const std::vector<const Request*>& requests);

 private:
  struct Arrival;
  std::vector<Arrival> read_batches(const std::vector<const Request*>& requests);
  void check_newest_signatures(Ledger& ledger, std::vector<Arrival>& arrivals);
  void seal_receipts(const std::vector<Arrival>& arrivals, std::vector<Response>& responses);
  Result<Response> judge(Ledger& ledger, Arrival& arrival);
  Result<Response> settle(Ledger& ledger, Arrival& arrival, const Place& place);
  Result<Response> pass_gap(Ledger& ledger, Arrival& arrival, std::size_t to);
  Result<Response> pass_beginning(Ledger& ledger, Arrival& arrival, std::optional<ChainRow> beyond,
                                  std::size_t to);
  Result<Response> begin(Ledger& ledger, Arrival& arrival, const Place& place);
  Result<bool> is_accepted(const Arrival& arrival, std::size_t place,
                           const record::EpochOpened& opened);
  Result<Response> go_on(Ledger& ledger, Arrival& arrival, const Place& place);
  Result<Response> branch_off(Ledger& ledger, Arrival& arrival, const Place& place);
  Result<Response> fork(Ledger& ledger, Arrival& arrival, ChainRow branch, std::size_t from,
                        std::size_t to);
  Result<bool> is_open(const Arrival& arrival, const ChainRow& chain);
  static Response refuse_closed(Arrival& arrival, const record::PublicKey& key, std::size_t from);
  Result<Response> extend(Ledger& ledger, Arrival& arrival, ChainRow chain, std::size_t from,
                          std::size_t to);
  Response acknowledge_stored(Ledger& ledger, Arrival& arrival, const ChainRow& chain);
  Response acknowledge(Arrival& arrival, const ChainRow* chain, int status);

  Archive& archive_;
  const platform::Clock& clock_;
  const Receipts& receipts_;
  Pool& pool_;
};

}  // namespace smilepost::backend
