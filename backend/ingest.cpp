#include "backend/ingest.h"

#include "backend/fleet.h"
#include "backend/problem.h"
#include "backend/tally.h"
#include "platform/log.h"
#include "record/chain.h"
#include "record/cose.h"

namespace smilepost::backend {

using record::Verdict;

struct Ingest::Arrival {
  std::optional<BatchFault> fault;  // then there is no batch
  Batch batch;
  std::optional<record::Token> token;
  KioskRow* kiosk = nullptr;
  std::int64_t now_ms = 0;
  bool brought_new = false;                    // records that the kiosk's key vouched for
  std::optional<record::PublicKey> newest_by;  // this key signed the newest record
  std::optional<record::Receipt> receipt;      // the response, once it is signed
  Intake intake{};

  const ReceivedRecord& at(std::size_t place) const { return batch.records[place]; }
  std::size_t newest() const { return batch.records.size() - 1; }
  EpochKey epoch() const { return {batch.kiosk, batch.epoch}; }
  // Branch 0 of its epoch, of which nothing is known yet.
  ChainRow new_chain() const {
    ChainRow chain;
    chain.key = {batch.kiosk, batch.epoch, 0};
    return chain;
  }
  std::string name() const { return "kiosk " + record::to_hex(batch.kiosk); }
  Verdict signature_of_newest(const record::PublicKey& key) const;
  void warn(Shown shown) {
    if (shown == Shown::copied) intake.copies = 1;
    Receipts::warn(batch.kiosk, shown);
  }
  void note_new(std::size_t from, std::size_t to) {
    intake.records_new = static_cast<std::uint32_t>(to - from);
    intake.records_repeated = static_cast<std::uint32_t>(batch.records.size() - (to - from));
    for (std::size_t place = from; place < to; ++place) {
      if (std::holds_alternative<record::Gap>(at(place).record.body)) ++intake.gaps;
    }
  }
};

namespace {

// Whoever holds a kiosk's key may sign as many as it likes.
constexpr std::size_t most_branches = 100;

Response not_believed(std::size_t place, Verdict verdict) {
  return problem(422, to_string(BatchFault{place + 1, verdict}));
}

Verdict signature_of(const ReceivedRecord& received, const record::PublicKey& key) {
  const record::Sign1 message = record::open_sign1(received.cose, record::record_message);
  return record::signature_holds(message, record::record_message, key) ? Verdict::good
                                                                       : Verdict::wrong_signature;
}

// Whose signature the newest record would have to bear to be taken; nothing where that is not as
// plain as it mostly is, or where the record is stored already.
std::optional<record::PublicKey> likely_signer(Ledger& ledger, const Batch& batch) {
  const auto chains = ledger.chains({batch.kiosk, batch.epoch});
  if (chains.empty()) {
    const auto* opened = std::get_if<record::EpochOpened>(&batch.records.front().record.body);
    return opened == nullptr ? std::nullopt : std::optional(opened->public_key);
  }
  const std::uint64_t newest = batch.records.back().record.sequence;
  return newest > chains.back()->head_sequence ? std::optional(chains.back()->public_key)
                                               : std::nullopt;
}

void warn_of_unreadable(const RecordRow& row) {
  platform::log_warning("kiosk " + record::to_hex(row.chain.kiosk) + ": record " +
                        std::to_string(row.record().sequence) +
                        " has a body that this version cannot read: kept, not counted; "
                        "install a newer smilepost-backend");
}

// As if all from `due` up to there were stored; nothing where the kiosk has noted no such gap.
Result<std::optional<ChainRow>> beyond_gap(Ledger& ledger, ChainRow chain, std::uint64_t due,
                                           std::uint64_t first) {
  if (due >= first) return std::optional<ChainRow>();
  const auto gap = ledger.gap({chain.key.kiosk, chain.key.epoch}, due, first - 1);
  if (!gap) return gap.error();
  if (!*gap) return std::optional<ChainRow>();
  chain.public_key = (*gap)->public_key;
  chain.head_sequence = (*gap)->last;
  chain.head_hash = (*gap)->last_hash;
  return std::optional(std::move(chain));
}

Status count(Ledger& ledger) {
  Tally tally(ledger);
  for (const RecordRow& row : ledger.appended()) tally.expect(row);
  if (auto done = tally.load(); !done) return done;
  for (RecordRow& row : ledger.appended()) {
    if (auto done = tally.count(row); !done) return done;
    if (row.raised == Raised::unreadable) warn_of_unreadable(row);
  }
  return Done{};
}

}  // namespace

// First what all of them are and where they belong, then what their answers say: each asks the
// archive once for all.
Result<std::vector<Response>> Ingest::take(const std::vector<const Request*>& requests) {
  Ledger ledger(archive_.store(), clock_.wall_ms());
  std::vector<Arrival> arrivals = read_batches(requests);
  std::set<EpochKey> epochs;
  for (const Arrival& arrival : arrivals) {
    if (!arrival.fault) epochs.insert(arrival.epoch());
  }
  if (auto done = ledger.open(epochs); !done) return done.error();
  check_newest_signatures(ledger, arrivals);
  std::vector<Response> responses;
  responses.reserve(arrivals.size());
  for (Arrival& arrival : arrivals) {
    auto response = judge(ledger, arrival);
    if (!response) return response.error();
    responses.push_back(*std::move(response));
    responses.back().intake = arrival.intake;
  }
  if (auto done = count(ledger); !done) return done.error();
  if (auto done = ledger.write(); !done) return done.error();
  seal_receipts(arrivals, responses);
  return responses;
}

std::vector<Ingest::Arrival> Ingest::read_batches(const std::vector<const Request*>& requests) {
  std::vector<Arrival> arrivals(requests.size());
  pool_.each(requests.size(), [&](std::size_t i) {
    auto read = read_batch(requests[i]->bytes());
    if (auto* batch = std::get_if<Batch>(&read)) arrivals[i].batch = std::move(*batch);
    if (auto* fault = std::get_if<BatchFault>(&read)) arrivals[i].fault = *fault;
    arrivals[i].token = parse_token(requests[i]->header("smilepost-token"));
  });
  return arrivals;
}

// Ahead of time, and side by side: one signature takes as long as all else of a batch.
void Ingest::check_newest_signatures(Ledger& ledger, std::vector<Arrival>& arrivals) {
  std::vector<std::pair<Arrival*, record::PublicKey>> due;
  due.reserve(arrivals.size());
  for (Arrival& arrival : arrivals) {
    const KioskRow* kiosk = arrival.fault ? nullptr : ledger.kiosk(arrival.batch.kiosk);
    if (kiosk == nullptr || kiosk->revoked_ms) continue;
    if (const auto key = likely_signer(ledger, arrival.batch)) due.emplace_back(&arrival, *key);
  }
  pool_.each(due.size(), [&](std::size_t i) {
    auto& [arrival, key] = due[i];
    const ReceivedRecord& newest = arrival->at(arrival->newest());
    if (signature_of(newest, key) == Verdict::good) arrival->newest_by = key;
  });
}

// Each says what is durable once the transaction is.
void Ingest::seal_receipts(const std::vector<Arrival>& arrivals, std::vector<Response>& responses) {
  pool_.each(arrivals.size(), [&](std::size_t i) {
    if (!arrivals[i].receipt) return;
    const record::Bytes cose = receipts_.seal(*arrivals[i].receipt);
    responses[i].body.assign(cose.begin(), cose.end());
  });
}

Verdict Ingest::Arrival::signature_of_newest(const record::PublicKey& key) const {
  return newest_by == key ? Verdict::good : signature_of(at(newest()), key);
}

Result<Response> Ingest::judge(Ledger& ledger, Arrival& arrival) {
  if (arrival.fault) return problem(422, to_string(*arrival.fault));
  arrival.kiosk = ledger.kiosk(arrival.batch.kiosk);
  arrival.now_ms = ledger.now_ms();
  if (arrival.kiosk == nullptr) {
    return problem(403, "this kiosk is not enrolled here; enrol it with a new code");
  }
  if (arrival.kiosk->revoked_ms) {
    return problem(403, "this kiosk was revoked; enrol it anew where that was a mistake");
  }
  const auto place = find_place(ledger, arrival.batch);
  if (!place) return place.error();
  for (const std::size_t late : place->late) {
    const ReceivedRecord& received = arrival.at(late);
    const auto* chain = ledger.chains(arrival.epoch()).front();
    if (signature_of(received, chain->public_key) != Verdict::good) continue;
    ledger.keep_late(arrival.epoch(), received);
  }
  return settle(ledger, arrival, *place);
}

Result<Response> Ingest::settle(Ledger& ledger, Arrival& arrival, const Place& place) {
  switch (place.kind) {
    case Place::Kind::stored:
      arrival.intake.records_repeated = static_cast<std::uint32_t>(arrival.batch.records.size());
      return acknowledge_stored(ledger, arrival, *place.chain);
    case Place::Kind::extension:
      return go_on(ledger, arrival, place);
    case Place::Kind::fork:
      return branch_off(ledger, arrival, place);
    case Place::Kind::beginning:
      return begin(ledger, arrival, place);
    case Place::Kind::gap:
      return pass_gap(ledger, arrival, place.to);
  }
  std::abort();
}

// Where the kiosk has noted that what lies between is lost, the chain goes on beyond it. Else it
// has to send what comes before. Without a chain there is no key yet to ask whether this is the
// kiosk.
Result<Response> Ingest::pass_gap(Ledger& ledger, Arrival& arrival, std::size_t to) {
  const auto chains = ledger.chains(arrival.epoch());
  for (const ChainRow* chain : chains) {
    if (chain->closed) continue;
    auto beyond = beyond_gap(ledger, *chain, chain->head_sequence + 1, arrival.batch.first());
    if (!beyond) return beyond.error();
    if (*beyond && (*beyond)->public_key == chain->public_key) {
      return extend(ledger, arrival, **std::move(beyond), 0, to);
    }
  }
  auto beyond = beyond_gap(ledger, arrival.new_chain(), 0, arrival.batch.first());
  if (!beyond) return beyond.error();
  if (!chains.empty()) return pass_beginning(ledger, arrival, *std::move(beyond), to);
  if (*beyond) return extend(ledger, arrival, **std::move(beyond), 0, to);
  return acknowledge(arrival, nullptr, 409);
}

// Two devices with one key, and of one nothing came or a backup lacks it: where it says that its
// beginning is lost, nobody knows any more where the two part.
Result<Response> Ingest::pass_beginning(Ledger& ledger, Arrival& arrival,
                                        std::optional<ChainRow> beyond, std::size_t to) {
  const ChainRow* oldest = ledger.chains(arrival.epoch()).front();
  const Verdict signature = arrival.signature_of_newest(oldest->public_key);
  if (signature != Verdict::good) return not_believed(arrival.newest(), signature);
  if (!beyond || beyond->public_key != oldest->public_key) return acknowledge(arrival, oldest, 409);
  beyond->opening = oldest->opening;
  beyond->forked_at = arrival.batch.first();
  return fork(ledger, arrival, *std::move(beyond), 0, to);
}

// The first epoch's key made the kiosk's id; a later one must be endorsed by a key before it.
Result<Response> Ingest::begin(Ledger& ledger, Arrival& arrival, const Place& place) {
  const record::Record& first = arrival.at(place.from).record;
  const auto* opened = std::get_if<record::EpochOpened>(&first.body);
  if (opened == nullptr) return not_believed(place.from, Verdict::not_opened);
  ChainRow chain = arrival.new_chain();
  chain.public_key = opened->public_key;
  if (record::kiosk_id_of(opened->public_key) != arrival.batch.kiosk) {
    const auto endorsed = ledger.endorsed(arrival.batch.kiosk, *opened);
    if (!endorsed) return endorsed.error();
    if (!*endorsed) {
      const auto accepted = is_accepted(arrival, place.from, *opened);
      if (!accepted) return accepted.error();
      if (!*accepted) {
        return problem(403,
                       "no key known here vouches for this epoch: an administrator must accept it "
                       "(smilepost fleet accept); until then keep the kiosk's state folder");
      }
    } else if (auto done = forget_waiting(archive_.store(), arrival.epoch()); !done) {
      return done.error();
    }
  }
  if (ledger.chains(arrival.epoch()).empty()) {
    return extend(ledger, arrival, std::move(chain), place.from, place.to);
  }
  return fork(ledger, arrival, std::move(chain), place.from, place.to);
}

// Only what its own key signed may wait for an administrator.
Result<bool> Ingest::is_accepted(const Arrival& arrival, std::size_t place,
                                 const record::EpochOpened& opened) {
  if (signature_of(arrival.at(place), opened.public_key) != Verdict::good) return false;
  return ask_for_epoch(archive_.store(), arrival.batch.kiosk, arrival.batch.epoch, opened,
                       arrival.now_ms);
}

// After an earlier record of a chain than its last.
Result<Response> Ingest::branch_off(Ledger& ledger, Arrival& arrival, const Place& place) {
  const record::Record& first = arrival.at(place.from).record;
  ChainRow branch = arrival.new_chain();
  branch.parent = place.chain->key.branch;
  branch.public_key = place.chain->public_key;
  branch.opening = place.chain->opening;
  branch.forked_at = first.sequence;
  branch.head_sequence = first.sequence - 1;
  branch.head_hash = first.previous;
  const auto answers = ledger.answers_before(place.chain->key, first.sequence);
  if (!answers) return answers.error();
  branch.answers_before = *answers;
  return fork(ledger, arrival, std::move(branch), place.from, place.to);
}

// Both are kept. What its key did not sign is no contradiction, and is refused.
Result<Response> Ingest::fork(Ledger& ledger, Arrival& arrival, ChainRow branch, std::size_t from,
                              std::size_t to) {
  const auto chains = ledger.chains(arrival.epoch());
  if (chains.size() >= most_branches) {
    return problem(403, "this kiosk has contradicted itself too often; revoke or replace it");
  }
  branch.key.branch = chains.back()->key.branch + 1;
  const std::string sequence = std::to_string(branch.forked_at);
  auto response = extend(ledger, arrival, std::move(branch), from, to);
  if (response && arrival.brought_new) {
    arrival.kiosk->tokens.restored_ms = arrival.now_ms;
    arrival.intake.forks = 1;
    platform::log_error(arrival.name() + ": signed records from sequence " + sequence +
                        " on contradict those stored: a copied or restored card; both are kept "
                        "and counted");
  }
  return response;
}

// Where a younger branch is there, the device that wrote it went back to an older state: who goes
// on here is another one.
Result<Response> Ingest::go_on(Ledger& ledger, Arrival& arrival, const Place& place) {
  const bool left_behind = place.chain != ledger.chains(arrival.epoch()).back();
  auto response = extend(ledger, arrival, *place.chain, place.from, place.to);
  if (response && arrival.brought_new && left_behind) {
    if (!arrival.kiosk->tokens.copied_ms) arrival.warn(Shown::copied);
    arrival.kiosk->tokens.copied_ms = arrival.now_ms;
  }
  return response;
}

Result<bool> Ingest::is_open(const Arrival& arrival, const ChainRow& chain) {
  if (!chain.closed) return true;
  const ReceivedRecord& newest = arrival.at(arrival.newest());
  return is_missing_before_accepted(archive_.store(), arrival.batch.kiosk, chain.head(),
                                    {chain.key.epoch, newest.record.sequence, newest.hash});
}

// Whoever still signs with the key of an epoch that ended is another device than the one that goes
// on. It keeps its records until somebody decides: an administrator said that these keys are lost.
Response Ingest::refuse_closed(Arrival& arrival, const record::PublicKey& key, std::size_t from) {
  Tokens& tokens = arrival.kiosk->tokens;
  if (!tokens.copied_ms && arrival.signature_of_newest(key) == Verdict::good) {
    tokens.copied_ms = arrival.now_ms;
    arrival.warn(Shown::copied);
  }
  return not_believed(from, Verdict::after_close);
}

// Every link, and the newest signature, which vouches for all before it. What lies from `to` on is
// stored already.
Result<Response> Ingest::extend(Ledger& ledger, Arrival& arrival, ChainRow chain, std::size_t from,
                                std::size_t to) {
  const auto open = is_open(arrival, chain);
  if (!open) return open.error();
  if (!*open) return refuse_closed(arrival, chain.public_key, from);
  const bool begins = arrival.at(from).record.sequence == 0;
  record::Chain links = begins ? record::Chain(arrival.batch.kiosk, arrival.batch.epoch)
                               : record::Chain(arrival.batch.kiosk, chain.public_key, chain.head());
  for (std::size_t place = from; place <= arrival.newest(); ++place) {
    const ReceivedRecord& received = arrival.at(place);
    const Verdict verdict = links.follow(received.record, received.hash);
    if (verdict != Verdict::good) return not_believed(place, verdict);
  }
  const Verdict signature = arrival.signature_of_newest(chain.public_key);
  if (signature != Verdict::good) return not_believed(arrival.newest(), signature);
  const ReceivedRecord& last = arrival.at(to - 1);
  chain.head_sequence = last.record.sequence;
  chain.head_hash = last.hash;
  chain.closed = chain.closed || last.record.kind == record::Kind::epoch_closed;
  const ChainRow& stored = ledger.add(std::move(chain));
  for (std::size_t place = from; place < to; ++place) ledger.append(stored.key, arrival.at(place));
  arrival.note_new(from, to);
  arrival.brought_new = true;
  return acknowledge(arrival, &stored, 200);
}

// Where the epoch has several continuations, or who sent this may be another device than the one
// heard of last (nobody knows after a restore), it may not have the head: then no more is said than
// that this much is durable.
Response Ingest::acknowledge_stored(Ledger& ledger, Arrival& arrival, const ChainRow& chain) {
  const Tokens& tokens = arrival.kiosk->tokens;
  const bool known = is_current(tokens, arrival.token);
  if (known && ledger.chains(arrival.epoch()).size() == 1) return acknowledge(arrival, &chain, 200);
  ChainRow so_far = chain;
  so_far.head_sequence = arrival.at(arrival.newest()).record.sequence;
  so_far.head_hash = arrival.at(arrival.newest()).hash;
  return acknowledge(arrival, &so_far, 200);
}

// Bytes that are stored already, or that no key here can judge, may come from anybody who once saw
// them: they are answered with the token that was shown, and are no sign of life.
Response Ingest::acknowledge(Arrival& arrival, const ChainRow* chain, int status) {
  Tokens& tokens = arrival.kiosk->tokens;
  record::Receipt receipt;
  receipt.kiosk = arrival.batch.kiosk;
  receipt.epoch = arrival.batch.epoch;
  if (chain != nullptr) receipt.head = chain->head();
  receipt.forked = chain != nullptr && chain->key.branch > 0;
  receipt.next_token = arrival.token.value_or(record::Token{});
  const bool from_kiosk =
      arrival.brought_new || (chain != nullptr && is_current(tokens, arrival.token));
  if (from_kiosk) {
    arrival.kiosk->last_contact_ms = arrival.now_ms;
    const bool told = tokens.copied_ms.has_value();
    const Shown shown = show(tokens, arrival.token, Receipts::fresh_token(), arrival.now_ms);
    receipt.next_token = *tokens.newest;
    if (!told) arrival.warn(shown);
  }
  arrival.receipt = receipt;
  return Response{status, "application/cose", {}, {}};
}

}  // namespace smilepost::backend
