// Takes a kiosk's records in: each once, verified, chained, and durable before it is acknowledged.
#pragma once

#include "backend/archive.h"
#include "backend/batch.h"
#include "backend/receipts.h"
#include "backend/stored_chain.h"
#include "platform/clock.h"

namespace smilepost::backend {

class Ingest {
 public:
  Ingest(Archive& archive, const platform::Clock& clock, Receipts& receipts)
      : archive_(archive), clock_(clock), receipts_(receipts) {}

  // POST /v1/records (FORMAT.md, "Wire"):
  //   200 receipt   stored, or stored before: the receipt names the head
  //   409 receipt   the batch begins beyond the head that the receipt names; resend from there
  //   409 problem   signed records contradict those stored: kept aside, raised
  //   403 problem   this kiosk is not known, or no key of it vouches for this epoch
  //   422 problem   not to be believed: which record, and the verdict on it
  Result<Response> take(const Request& request);

 private:
  struct Arrival;
  Result<Response> judge(Arrival& arrival);
  Result<Response> extend(Arrival& arrival, std::size_t from);
  static Status keep_late(Arrival& arrival, const ReceivedRecord& received);
  Result<Response> pass_gap(Arrival& arrival, std::uint64_t due);
  Result<Response> refuse_gap(const Arrival& arrival);
  Result<Response> refuse_fork(Arrival& arrival, std::size_t from);
  Result<Response> acknowledge(const Arrival& arrival, int status);
  Result<bool> may_open(const Arrival& arrival);
  Result<bool> is_enrolled(const Arrival& arrival);
  Result<bool> is_from_kiosk(const Arrival& arrival);
  Status note_contact(const Arrival& arrival);
  Status store(Arrival& arrival, std::size_t from, const record::PublicKey& key);

  Archive& archive_;
  const platform::Clock& clock_;
  Receipts& receipts_;
};

}  // namespace smilepost::backend
