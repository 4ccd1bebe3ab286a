#include "kiosk/sync/status_line.h"

#include <algorithm>
#include <utility>

#include "kiosk/journal/moment.h"
#include "platform/log.h"
#include "record/diagnostics.h"
#include "record/keys.h"

namespace smilepost::kiosk {
namespace {

constexpr std::size_t records_looked_at = 64, bytes_looked_at = std::size_t{64} << 10;

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

void add(std::optional<record::DisplayStatus>& sum,
         const std::optional<record::DisplayStatus>& more) {
  if (!sum || !more) return void(sum = more ? more : sum);
  sum->renderer = more->renderer;
  sum->frames += more->frames;
  sum->slow += more->slow;
  sum->worst_ms = std::max(sum->worst_ms, more->worst_ms);
}

void add(std::optional<record::TouchStatus>& sum, const std::optional<record::TouchStatus>& more) {
  if (!sum || !more) return void(sum = more ? more : sum);
  sum->touches += more->touches;
  sum->stuck += more->stuck;
  sum->since_ms = more->since_ms;
}

std::optional<std::int64_t> first_answer_ms(const std::vector<StoredRecord>& page) {
  for (const auto& stored : page) {
    const auto opened = record::open_unverified(stored.cose);
    if (opened.verdict == record::Verdict::good &&
        std::holds_alternative<record::Answer>(opened.record.body))
      return opened.record.moment.wall_ms;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> oldest_waiting_ms(const JournalReader& journal) {
  const auto epochs = journal.epochs();
  if (!epochs) return std::nullopt;
  for (const auto& epoch : *epochs) {
    const auto& head = epoch.receipt ? epoch.receipt->head : std::nullopt;
    const auto page = journal.page(epoch.epoch, head ? head->sequence + 1 : 0, records_looked_at,
                                   bytes_looked_at);
    if (!page) continue;
    if (const auto found = first_answer_ms(*page)) return found;
  }
  return std::nullopt;
}

StatusLine::StatusLine(StatusSettings settings, const EpochKeys& keys, platform::HttpClient& http,
                       const platform::Clock& clock, std::function<StatusFigures()> figures,
                       BackendWishes& wishes)
    : settings_(std::move(settings)),
      keys_(keys),
      http_(http),
      clock_(clock),
      figures_(std::move(figures)),
      wishes_(wishes),
      random_(settings_.seed ? *settings_.seed : record::random_u63()) {
  settings_.backend_url = without_slash(settings_.backend_url);
}

void StatusLine::step(const SyncStatus& sync, const JournalReader& journal) {
  const std::uint64_t now_ms = clock_.monotonic_ms();
  if (!is_time(sync, now_ms)) return;
  exchange_ms_ = sync.last_contact_ms;
  unknown_ = false;
  gather(sync, journal);
  auto kept = report();
  if (kept && !*kept && !unknown_) kept = report();  // once, by the time it has now heard
  if (kept && !*kept && !unknown_)
    kept =
        Error{settings_.backend_url + ": keeps no status: its clock and this kiosk's do not meet"};
  if (!unknown_) say(kept ? std::string{} : kept.error().message);
  plan(now_ms);
}

bool StatusLine::is_time(const SyncStatus& sync, std::uint64_t now_ms) const {
  if (now_ms >= latest_ms_) return true;
  return !unknown_ && now_ms >= earliest_ms_ && sync.last_contact_ms != exchange_ms_;
}

void StatusLine::plan(std::uint64_t now_ms) {
  const auto later = [&](std::uint64_t ms) {
    return now_ms + ms + std::uniform_int_distribution<std::uint64_t>(0, ms / 5)(random_);
  };
  earliest_ms_ = later(settings_.least_ms);
  latest_ms_ = std::max(earliest_ms_, later(unknown_ ? settings_.unknown_ms : settings_.most_ms));
}

void StatusLine::gather(const SyncStatus& sync, const JournalReader& journal) {
  const StatusFigures figures = figures_();
  report_.program = figures.program;
  report_.program.update = wishes_.update_state();
  report_.storage = figures.storage;
  report_.temperature_mc = figures.temperature_mc;
  add(report_.display, figures.display);
  add(report_.touch, figures.touch);
  const std::uint64_t waiting = sync.kept - std::min(sync.kept, sync.acknowledged);
  report_.waiting =
      record::WaitingStatus{waiting, waiting > 0 ? oldest_waiting_ms(journal) : std::nullopt};
}

Result<bool> StatusLine::report() {
  const auto message = sealed_report();
  if (!message) return message.error();
  platform::HttpRequest request;
  request.method = "POST";
  request.url = settings_.backend_url + "/v1/status";
  request.headers = {{"Content-Type", "application/cose"}};
  request.body = *message;
  const auto response = http_.send(request);
  if (!response) return response.error();
  if (response->status == 404) {
    unknown_ = true;
    say(settings_.backend_url + ": knows no status of kiosks yet: update the backend");
    return false;
  }
  const auto reply = reply_to(*message, *response);
  if (!reply) return reply.error();
  take(*reply);
  return reply->kept;
}

Result<record::SigningKey> StatusLine::newest_key() {
  const auto kiosk = keys_.kiosk();
  if (!kiosk) return kiosk.error();
  const auto epoch = keys_.newest_epoch();
  if (!epoch) return epoch.error();
  if (!*kiosk || !*epoch) return Error{"this kiosk's keys are not made yet: it has no journal"};
  auto key = keys_.key(**epoch);
  if (!key) return key.error();
  if (!*key) return Error{"the key of this kiosk's epoch is not in its key store"};
  report_.kiosk = **kiosk;
  report_.epoch = **epoch;
  return **std::move(key);
}

Result<record::Bytes> StatusLine::sealed_report() {
  const auto key = newest_key();
  if (!key) return key.error();
  const record::Moment now = moment_now(clock_);
  record::fill_random(report_.nonce);
  report_.boot_id = now.boot;
  report_.uptime_ms = now.monotonic_ms;
  report_.wall_ms = now.wall_ms;
  report_.clock = now.clock;
  report_.time_ms =
      time_offset_ms_ ? static_cast<std::int64_t>(now.monotonic_ms) + *time_offset_ms_ : 0;
  return record::seal(report_, *key);
}

// Whatever the status is: a captive portal says 200, too.
Result<record::StatusReply> StatusLine::reply_to(const record::Bytes& report,
                                                 const platform::HttpResponse& response) const {
  const auto& url = settings_.backend_url;
  if (response.status != 200) {
    return Error{url + ": HTTP " + std::to_string(response.status) +
                 " to a status: check the backend and what lies between"};
  }
  const auto opened = record::open_status_reply(response.body, settings_.receipt_key);
  if (opened.verdict != record::Verdict::good || opened.reply.kiosk != report_.kiosk ||
      opened.reply.report != record::sha256(report)) {
    return Error{url +
                 ": the reply to a status is not this backend's: check the address and what lies "
                 "between"};
  }
  return opened.reply;
}

void StatusLine::take(const record::StatusReply& reply) {
  time_offset_ms_ = reply.time_ms - static_cast<std::int64_t>(clock_.monotonic_ms());
  if (reply.kept) {
    report_.display.reset();
    report_.touch.reset();
  }
  wishes_.offered(reply.release);
  const auto& wish = reply.diagnostics_wanted;
  if (!reply.kept || !wish || wish == last_wish_) return;
  if (const auto sent = send_diagnostics(*wish))
    last_wish_ = wish;  // else again, with the next report
  else
    platform::log_warning("diagnostics: " + sent.error().message);
}

Status StatusLine::send_diagnostics(const std::array<std::uint8_t, 16>& wish) {
  auto text = wishes_.diagnostics();
  if (!text) return Done{};
  const auto key = newest_key();
  if (!key) return key.error();
  platform::HttpRequest request;
  request.method = "POST";
  request.url = settings_.backend_url + "/v1/diagnostics";
  request.headers = {{"Content-Type", "application/cose"}};
  request.body =
      record::seal(record::Diagnostics{report_.kiosk, report_.epoch, wish, *std::move(text)}, *key);
  const auto response = http_.send(request);
  if (!response) return response.error();
  if (response->status == 204 || response->status == 409) return Done{};  // 409: the wish is over
  return Error{request.url + ": HTTP " + std::to_string(response->status) +
               ": check the backend and what lies between"};
}

// Once, until it is another fault or none.
void StatusLine::say(const std::string& fault) {
  if (!fault.empty() && fault != said_) platform::log_warning("status: " + fault);
  said_ = fault;
}

}  // namespace smilepost::kiosk
