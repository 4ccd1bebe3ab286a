#include "kiosk/sync/sync.h"

#include "kiosk/sync/receipt_check.h"
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
  if (batch.token) request.headers.emplace_back("Smilepost-Token", record::to_hex(*batch.token));
  request.body = batch.body;
  return request;
}

// When the backend, by its own clock, last said something that this journal kept.
std::optional<std::int64_t> last_receipt_time(const JournalReader& journal) {
  std::optional<std::int64_t> newest;
  const auto epochs = journal.epochs();
  if (!epochs) return newest;
  for (const auto& epoch : *epochs) {
    if (epoch.receipt && epoch.receipt->time_ms > newest.value_or(0)) {
      newest = epoch.receipt->time_ms;
    }
  }
  return newest;
}

// A refusal of what was sent, as opposed to "not now".
bool is_refusal(int http_status) {
  return http_status >= 400 && http_status < 500 && http_status != 408 && http_status != 429;
}

}  // namespace

Sync::Sync(const JournalReader& journal, ReceiptSink keep_receipt, RequestHead request_head,
           platform::HttpClient& http, const platform::Clock& clock, SyncSettings settings)
    : journal_(journal),
      keep_receipt_(std::move(keep_receipt)),
      request_head_(std::move(request_head)),
      http_(http),
      clock_(clock),
      settings_(std::move(settings)),
      backoff_(settings_.backoff_first_ms, settings_.backoff_ceiling_ms,
               settings_.seed ? *settings_.seed : record::random_u63()) {
  settings_.backend_url = without_slash(settings_.backend_url);
  status_.last_contact_ms = last_receipt_time(journal_);
  refresh_figures();
}

std::uint64_t Sync::step(std::uint64_t now_ms) {
  refresh_figures();
  if (now_ms < not_before_ms_) return not_before_ms_;
  const auto batch =
      next_batch(journal_, {settings_.batch_records, settings_.batch_bytes}, set_aside_);
  if (!batch) return fail(batch.error(), now_ms);
  if (!*batch) return now_ms + settings_.idle_ms;
  if (wants_head(**batch)) return now_ms + settings_.head_wait_ms;
  return exchange(**batch, now_ms);
}

// Once for each end of the journal: a head that cannot be written must not stop the answers.
bool Sync::wants_head(const Batch& batch) {
  if (!request_head_ || !batch.ends_journal || batch.ends_with_head) return false;
  if (head_asked_after_ == batch.last) return false;
  head_asked_after_ = batch.last;
  request_head_();
  return true;
}

std::uint64_t Sync::exchange(const Batch& batch, std::uint64_t now_ms) {
  const Outcome outcome = send(batch);
  refresh_figures();
  if (!outcome.progress) return fail(outcome.error, now_ms);
  if (!set_aside_) {
    if (!last_fault_.empty()) platform::log_info("sync: the backend confirms records again");
    last_fault_.clear();
  }
  backoff_.succeeded();
  not_before_ms_ = now_ms;
  return now_ms;
}

Sync::Outcome Sync::send(const Batch& batch) {
  const auto response = http_.send(request_for(batch, settings_.backend_url));
  if (!response) return {false, response.error()};
  if (response->status == 200) return take_receipt(batch, *response);
  // 409 with a receipt: it lacks what comes before. With a problem: it has other records here.
  const bool problem = response->content_type == "application/problem+json";
  if (response->status == 409 && !problem) return rewind(batch, *response);
  return refused(batch, response->status);
}

Sync::Outcome Sync::take_receipt(const Batch& batch, const platform::HttpResponse& response) {
  const auto receipt =
      believed_receipt(response, {batch.kiosk, settings_.receipt_key, batch.epoch}, journal_);
  if (!receipt) return {false, receipt.error()};
  if (!receipt->head || receipt->head->sequence < batch.first) {
    return {false, Error{"the receipt names nothing of what was sent: check the backend"}};
  }
  if (auto kept = keep(*receipt); !kept) return {false, kept.error()};
  rewound_ = false;
  if (set_aside_ == batch.epoch) set_aside_.reset();
  return {true, {}};
}

// The batch began beyond what the backend has. A second time in a row is no progress: it waits.
Sync::Outcome Sync::rewind(const Batch& batch, const platform::HttpResponse& response) {
  const auto receipt =
      believed_receipt(response, {batch.kiosk, settings_.receipt_key, batch.epoch}, journal_);
  if (!receipt) return {false, receipt.error()};
  if (receipt->head == batch.acknowledged) {
    return {false, Error{"the backend refuses what follows on its own head: check the backend"}};
  }
  if (auto kept = keep(*receipt); !kept) return {false, kept.error()};
  if (rewound_) return {false, Error{"the backend's head goes to and fro: check the backend"}};
  rewound_ = true;
  return {true, {}};
}

Sync::Outcome Sync::refused(const Batch& batch, int http_status) {
  if (is_refusal(http_status)) set_aside_ = batch.epoch;
  const std::string remedy = http_status == 403   ? "it does not know this kiosk, or its new "
                                                    "key: enrol it if that was never done, else "
                                                    "ask the administrator and keep the state "
                                                    "folder"
                             : http_status == 409 ? "it has other records in this place: was the "
                                                    "card restored or copied? keep the state folder"
                             : http_status == 422 ? "check this journal with `smilepost verify`"
                                                  : "check the backend and what lies between";
  return {false, Error{settings_.backend_url + ": no receipt but HTTP " +
                       std::to_string(http_status) + ": " + remedy}};
}

Status Sync::keep(const record::Receipt& receipt) {
  if (auto kept = keep_receipt_(receipt); !kept) return kept;
  status_.last_contact_ms = clock_.wall_ms();
  status_.online = true;
  return Done{};
}

std::uint64_t Sync::fail(const Error& error, std::uint64_t now_ms) {
  status_.online = false;
  if (error.message != last_fault_) platform::log_warning("sync: " + error.message);
  last_fault_ = error.message;
  not_before_ms_ = now_ms + backoff_.failed();
  return not_before_ms_;
}

void Sync::refresh_figures() {
  const auto figures = journal_.answer_records();
  if (!figures) return;  // the next step's own reading says so
  status_.kept = figures->kept;
  status_.acknowledged = figures->acknowledged;
}

}  // namespace smilepost::kiosk
