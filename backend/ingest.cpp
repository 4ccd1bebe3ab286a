#include "backend/ingest.h"

#include "backend/fleet.h"
#include "backend/problem.h"
#include "backend/tally.h"
#include "platform/log.h"
#include "record/chain.h"

namespace smilepost::backend {

using record::Verdict;

struct Ingest::Arrival {
  Batch batch;
  std::optional<record::Token> token;
  KioskRow* kiosk = nullptr;
  std::int64_t now_ms = 0;
  bool brought_new = false;  // records that the kiosk's key vouched for
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
  void warn(Shown shown) {
    if (shown == Shown::copied) intake.copies = 1;
    Receipts::warn(batch.kiosk, shown);
  }
  void note_new_from(std::size_t from) {
    intake.records_repeated = static_cast<std::uint32_t>(from);
    intake.records_new = static_cast<std::uint32_t>(batch.records.size() - from);
    for (std::size_t place = from; place < batch.records.size(); ++place) {
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
  return record::open(received.cose, key).verdict;
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
  std::vector<Response> responses(requests.size());
  std::vector<std::optional<Arrival>> arrivals(requests.size());
  std::set<EpochKey> epochs;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    auto read = read_batch(requests[i]->bytes());
    if (const auto* fault = std::get_if<BatchFault>(&read)) {
      responses[i] = problem(422, to_string(*fault));
      continue;
    }
    arrivals[i].emplace(Arrival{std::get<Batch>(std::move(read)),
                                parse_token(requests[i]->header("smilepost-token"))});
    epochs.insert(arrivals[i]->epoch());
  }
  if (auto done = ledger.open(epochs); !done) return done.error();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!arrivals[i]) continue;
    auto response = judge(ledger, *arrivals[i]);
    if (!response) return response.error();
    responses[i] = *std::move(response);
    responses[i].intake = arrivals[i]->intake;
  }
  if (auto done = count(ledger); !done) return done.error();
  if (auto done = ledger.write(); !done) return done.error();
  return responses;
}

Result<Response> Ingest::judge(Ledger& ledger, Arrival& arrival) {
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
      return acknowledge(arrival, place.chain, 200);
    case Place::Kind::extension:
      return go_on(ledger, arrival, place);
    case Place::Kind::fork:
      return branch_off(ledger, arrival, place);
    case Place::Kind::beginning:
      return begin(ledger, arrival, place);
    case Place::Kind::gap:
      return pass_gap(ledger, arrival);
  }
  std::abort();
}

// Where the kiosk has noted that what lies between is lost, the chain goes on beyond it. Else it
// has to send what comes before. Without a chain there is no key yet to ask whether this is the
// kiosk.
Result<Response> Ingest::pass_gap(Ledger& ledger, Arrival& arrival) {
  const auto chains = ledger.chains(arrival.epoch());
  for (const ChainRow* chain : chains) {
    if (chain->closed) continue;
    auto beyond = beyond_gap(ledger, *chain, chain->head_sequence + 1, arrival.batch.first());
    if (!beyond) return beyond.error();
    if (*beyond && (*beyond)->public_key == chain->public_key) {
      return extend(ledger, arrival, **std::move(beyond), 0);
    }
  }
  if (chains.empty()) {
    auto beyond = beyond_gap(ledger, arrival.new_chain(), 0, arrival.batch.first());
    if (!beyond) return beyond.error();
    if (*beyond) return extend(ledger, arrival, **std::move(beyond), 0);
    return acknowledge(arrival, nullptr, 409);
  }
  const Verdict signature = signature_of(arrival.at(arrival.newest()), chains.front()->public_key);
  if (signature != Verdict::good) return not_believed(arrival.newest(), signature);
  return acknowledge(arrival, chains.front(), 409);
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
    }
  }
  if (ledger.chains(arrival.epoch()).empty()) {
    return extend(ledger, arrival, std::move(chain), place.from);
  }
  return fork(ledger, arrival, std::move(chain), place.from);
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
  return fork(ledger, arrival, std::move(branch), place.from);
}

// Both are kept. What its key did not sign is no contradiction, and is refused.
Result<Response> Ingest::fork(Ledger& ledger, Arrival& arrival, ChainRow branch, std::size_t from) {
  const auto chains = ledger.chains(arrival.epoch());
  if (chains.size() >= most_branches) {
    return problem(403, "this kiosk has contradicted itself too often; revoke or replace it");
  }
  branch.key.branch = chains.back()->key.branch + 1;
  const std::string sequence = std::to_string(branch.forked_at);
  auto response = extend(ledger, arrival, std::move(branch), from);
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
  auto response = extend(ledger, arrival, *place.chain, place.from);
  if (response && arrival.brought_new && left_behind) {
    if (!arrival.kiosk->tokens.copied_ms) arrival.warn(Shown::copied);
    arrival.kiosk->tokens.copied_ms = arrival.now_ms;
  }
  return response;
}

// Every link, and the newest signature, which vouches for all before it.
Result<Response> Ingest::extend(Ledger& ledger, Arrival& arrival, ChainRow chain,
                                std::size_t from) {
  if (chain.closed) return not_believed(from, Verdict::after_close);
  const bool begins = arrival.at(from).record.sequence == 0;
  record::Chain links = begins ? record::Chain(arrival.batch.kiosk, arrival.batch.epoch)
                               : record::Chain(arrival.batch.kiosk, chain.public_key, chain.head());
  for (std::size_t place = from; place <= arrival.newest(); ++place) {
    const ReceivedRecord& received = arrival.at(place);
    const Verdict verdict = links.follow(received.record, received.hash);
    if (verdict != Verdict::good) return not_believed(place, verdict);
  }
  const Verdict signature = signature_of(arrival.at(arrival.newest()), chain.public_key);
  if (signature != Verdict::good) return not_believed(arrival.newest(), signature);
  chain.head_sequence = links.head().sequence;
  chain.head_hash = links.head().hash;
  chain.closed = links.last().kind == record::Kind::epoch_closed;
  const ChainRow& stored = ledger.add(std::move(chain));
  for (std::size_t place = from; place <= arrival.newest(); ++place) {
    ledger.append(stored.key, arrival.at(place));
  }
  arrival.note_new_from(from);
  arrival.brought_new = true;
  return acknowledge(arrival, &stored, 200);
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
  const record::Bytes cose = receipts_.seal(receipt);
  return Response{status, "application/cose", {cose.begin(), cose.end()}, {}};
}

}  // namespace smilepost::backend
