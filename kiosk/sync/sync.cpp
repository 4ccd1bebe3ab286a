#include "kiosk/sync/sync.h"

#include <algorithm>
#include <set>

#include "kiosk/sync/receipt_check.h"
#include "kiosk/sync/refusal.h"
#include "platform/log.h"
#include "record/keys.h"

namespace smilepost::kiosk {
namespace {

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

platform::HttpRequest request_for(const Batch& batch, const std::string& url) {
  platform::HttpRequest request;
  request.method = "POST";
  request.url = url + "/v1/records";
  request.headers = {{"Content-Type", "application/cbor-seq"}};
  if (batch.last_receipt) {
    request.headers.emplace_back("Smilepost-Token", record::to_hex(batch.last_receipt->next_token));
  }
  request.body = batch.body;
  return request;
}

Error not_of_this_journal(const record::ChainHead& head) {
  return Error{"the backend has a record " + std::to_string(head.sequence) +
               " that this journal does not have: was this kiosk's state restored or copied?"};
}

}  // namespace

Sync::Sync(const JournalReader& journal, Writer writer, platform::HttpClient& http,
           const platform::Clock& clock, SyncSettings settings)
    : journal_(journal),
      writer_(std::move(writer)),
      http_(http),
      clock_(clock),
      settings_(std::move(settings)),
      backoff_(new_backoff()),
      size_({settings_.batch_records, settings_.batch_bytes}) {
  settings_.backend_url = without_slash(settings_.backend_url);
  status_.last_contact_ms = last_receipt_time(journal_);
  refresh_figures();
}

std::uint64_t Sync::step(std::uint64_t now_ms) {
  if (writer_.keep_clock) writer_.keep_clock();
  refresh_figures();
  if (now_ms < not_before_ms_) return not_before_ms_;
  const auto batch = choose(now_ms);
  if (!batch) return fail({Course::failed, batch.error()}, now_ms);
  if (!*batch) return rest(now_ms);
  if ((*batch)->fault) return pass_over(**batch, now_ms);
  if (wants_head(**batch)) return now_ms + settings_.head_wait_ms;
  return exchange(**batch, now_ms);
}

// An epoch that was refused is tried again when it has waited and nothing else is left.
Result<std::optional<Batch>> Sync::choose(std::uint64_t now_ms) const {
  const BatchLimits limits = size_.limits();
  std::set<record::Epoch> refused, waiting;
  for (const auto& [epoch, aside] : set_aside_) {
    refused.insert(epoch);
    if (aside.until_ms > now_ms) waiting.insert(epoch);
  }
  auto batch = next_batch(journal_, limits, refused);
  if (!batch || *batch || waiting.size() == refused.size()) return batch;
  return next_batch(journal_, limits, waiting);
}

// Until there may be something new, or an epoch that was refused has waited.
std::uint64_t Sync::rest(std::uint64_t now_ms) {
  std::uint64_t until_ms = now_ms + settings_.idle_ms;
  for (const auto& [epoch, aside] : set_aside_) {
    if (aside.until_ms > now_ms) until_ms = std::min(until_ms, aside.until_ms);
  }
  status_.held_up = !set_aside_.empty();
  faults_.drained(status_.acknowledged);
  return until_ms;
}

// Once for each end of the journal: a head that cannot be written must not stop the answers.
bool Sync::wants_head(const Batch& batch) {
  if (!writer_.request_head || !batch.ends_journal || batch.ends_with_head) return false;
  if (head_asked_after_ == batch.last) return false;
  head_asked_after_ = batch.last;
  writer_.request_head();
  return true;
}

std::uint64_t Sync::exchange(const Batch& batch, std::uint64_t now_ms) {
  const std::uint64_t before = status_.acknowledged;
  const Outcome outcome = send(batch);
  refresh_figures();
  if (outcome.course == Course::failed) return fail(outcome, now_ms);
  if (outcome.course == Course::refused) return set_aside(batch.epoch, outcome.error, now_ms);
  faults_.arrived(before, set_aside_.erase(batch.epoch) > 0);
  return progress(now_ms);
}

std::uint64_t Sync::progress(std::uint64_t now_ms) {
  status_.held_up = false;
  backoff_.succeeded();
  not_before_ms_ = now_ms;
  return now_ms;
}

Sync::Outcome Sync::send(const Batch& batch) {
  Trip trip{clock_.monotonic_ms(), 0};
  const auto response = http_.send(request_for(batch, settings_.backend_url));
  trip.heard_ms = clock_.monotonic_ms();
  if (!response) {
    size_.broken_off();
    return {Course::failed, response.error()};
  }
  if (response->status == 200 && !is_web_page(*response)) {
    return take_receipt(batch, *response, trip);
  }
  // 409 with a receipt: it lacks what comes before.
  const bool problem = response->content_type == "application/problem+json";
  if (response->status == 409 && !problem) return rewind(batch, *response);
  if (response->status == 413 && batch.first < batch.last) return too_large(batch);
  return {is_refusal(*response) ? Course::refused : Course::failed,
          no_receipt(settings_.backend_url, *response), asked_to_wait_ms(*response)};
}

Sync::Outcome Sync::too_large(const Batch& batch) {
  size_.too_large(batch.body.size());
  return {Course::failed, Error{settings_.backend_url + ": HTTP 413: so much at once is not let " +
                                "through: smaller batches are sent instead"}};
}

// Reads the receipt, and whether it names a record of this journal's or none.
Sync::Outcome Sync::believe(const Batch& batch, const platform::HttpResponse& response,
                            record::Receipt& receipt, bool& ours) const {
  const auto genuine = genuine_receipt(response, {batch.kiosk, settings_.receipt_key, batch.epoch});
  if (!genuine) return {Course::failed, genuine.error()};
  const auto named = names_ours(*genuine, journal_);
  if (!named) {
    if (writer_.note_gap) writer_.note_gap(batch.epoch, batch.due);
    return {Course::refused, named.error()};
  }
  receipt = *genuine;
  ours = *named;
  return {Course::progress, {}};
}

Sync::Outcome Sync::take_receipt(const Batch& batch, const platform::HttpResponse& response,
                                 Trip trip) {
  record::Receipt receipt;
  bool ours = false;
  if (auto read = believe(batch, response, receipt, ours); read.course != Course::progress) {
    return read;
  }
  if (!ours) return {Course::refused, not_of_this_journal(*receipt.head)};
  if (!receipt.head || receipt.head->sequence < batch.first) {
    return {Course::failed, Error{"the receipt names nothing of what was sent: check the backend"}};
  }
  if (auto kept = keep(receipt); !kept) return {Course::failed, kept.error()};
  rewound_ = false;
  const auto apart = apart_.find(batch.epoch);
  if (apart != apart_.end() && receipt.head->sequence >= apart->second) apart_.erase(apart);
  if (receipt.forked && writer_.leave_forked) writer_.leave_forked(batch.epoch);
  size_.delivered(batch.body.size(), trip.heard_ms - trip.sent_ms);
  hear_time(batch, receipt, trip);
  return {Course::progress, {}};
}

// Of a receipt for what was just sent alone: an older one, shown again, would tell an older time.
void Sync::hear_time(const Batch& batch, const record::Receipt& receipt, Trip trip) {
  timekeeper_.delivered(batch.body);
  const record::TimeHeard heard{receipt.time_ms, trip.sent_ms, trip.heard_ms};
  if (writer_.note_time && timekeeper_.wants(heard)) writer_.note_time(heard);
}

// The batch began beyond what the backend has.
Sync::Outcome Sync::rewind(const Batch& batch, const platform::HttpResponse& response) {
  record::Receipt receipt;
  bool ours = false;
  if (auto read = believe(batch, response, receipt, ours); read.course != Course::progress) {
    return read;
  }
  if (ours && receipt.head == batch.acknowledged) return refused_beyond(batch);
  if (ours) return go_back(batch, receipt);
  // Another device went on from a copy of this card, and a restored backend has what that one sent
  // alone. Somewhere the two part: the backend finds the place when all that is here comes again,
  // which helps at once or never.
  if (!batch.acknowledged || !apart_.try_emplace(batch.epoch, batch.due).second) {
    return refused_apart(batch, *receipt.head);
  }
  receipt.head.reset();
  return go_back(batch, receipt);
}

// A second time in a row is no progress: it waits.
Sync::Outcome Sync::go_back(const Batch& batch, record::Receipt receipt) {
  // Anybody may show an older receipt again as a 409: the token that it hands out may be done with.
  if (batch.last_receipt) {
    receipt.next_token = batch.last_receipt->next_token;
    receipt.time_ms = std::max(receipt.time_ms, batch.last_receipt->time_ms);
  }
  if (auto kept = keep(receipt); !kept) return {Course::failed, kept.error()};
  if (rewound_) {
    return {Course::failed, Error{"the backend's head goes to and fro: check the backend"}};
  }
  rewound_ = true;
  return {Course::progress, {}};
}

// What the two devices share is not here any more: it was delivered so long ago. What is here goes
// once the backend has heard of that, in an epoch that this device has for itself.
Sync::Outcome Sync::refused_apart(const Batch& batch, const record::ChainHead& head) {
  if (writer_.leave_forked) writer_.leave_forked(batch.epoch);
  if (writer_.note_gap) writer_.note_gap(batch.epoch, batch.due);
  return {Course::refused, not_of_this_journal(head)};
}

// What lies between is not here, or the batch would begin with it.
Sync::Outcome Sync::refused_beyond(const Batch& batch) {
  if (batch.first <= batch.due) {
    return {Course::failed,
            Error{"the backend refuses what follows on its own head: check the backend"}};
  }
  if (writer_.note_gap) writer_.note_gap(batch.epoch, batch.due);
  return {Course::refused, Error{"record " + std::to_string(batch.due) + " is missing, and what " +
                                 "follows waits until this kiosk has noted that"}};
}

Status Sync::keep(const record::Receipt& receipt) {
  if (auto kept = writer_.keep_receipt(receipt); !kept) return kept;
  status_.last_contact_ms = clock_.wall_ms();
  status_.online = true;
  return Done{};
}

std::uint64_t Sync::fail(const Outcome& outcome, std::uint64_t now_ms) {
  status_.online = false;
  status_.held_up = true;
  faults_.fault(outcome.error, status_.acknowledged);
  not_before_ms_ = now_ms + backoff_.failed(outcome.asked_to_wait_ms);
  return not_before_ms_;
}

// What follows on it can go once the backend has heard of the gap.
std::uint64_t Sync::pass_over(const Batch& batch, std::uint64_t now_ms) {
  if (writer_.note_gap) writer_.note_gap(batch.epoch, batch.due);
  return set_aside(batch.epoch, *batch.fault, now_ms);
}

// The others go on at once.
std::uint64_t Sync::set_aside(record::Epoch epoch, const Error& error, std::uint64_t now_ms) {
  status_.online = false;
  SetAside& aside = set_aside_.try_emplace(epoch, SetAside{new_backoff(), 0, {}}).first->second;
  if (error.message != aside.fault) platform::log_warning("sync: " + error.message);
  aside.fault = error.message;
  aside.until_ms = now_ms + aside.backoff.failed();
  const auto other = choose(now_ms);
  return other && *other ? now_ms : rest(now_ms);
}

Backoff Sync::new_backoff() const {
  return {settings_.backoff_first_ms, settings_.backoff_ceiling_ms,
          settings_.seed ? *settings_.seed : record::random_u63()};
}

void Sync::refresh_figures() {
  const auto figures = journal_.answer_records();
  if (!figures) return;  // the next step's own reading says so
  status_.kept = figures->kept;
  status_.acknowledged = figures->acknowledged;
}

}  // namespace smilepost::kiosk
