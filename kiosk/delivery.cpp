#include "kiosk/delivery.h"

#include <utility>

#include "kiosk/network_settings.h"
#include "kiosk/sync/receipt_check.h"
#include "platform/log.h"

namespace smilepost::kiosk {

namespace {

SyncSettings settings_of(const Config& config, const EnrolmentFile& enrolment) {
  SyncSettings settings;
  settings.backend_url = enrolment.backend_url;
  settings.receipt_key = enrolment.receipt_key;
  if (config.first_retry_ms) settings.backoff_first_ms = *config.first_retry_ms;
  if (config.longest_retry_ms) settings.backoff_ceiling_ms = *config.longest_retry_ms;
  if (config.poll_ms) settings.idle_ms = *config.poll_ms;
  return settings;
}

// In place of a network that cannot be used as it is set.
class NoNetwork final : public platform::HttpClient {
 public:
  Result<platform::HttpResponse> send(const platform::HttpRequest& /*request*/) override {
    return Error{"nothing is sent until the network's settings are mended, as was said at start"};
  }
  void stop() override {}
};

std::unique_ptr<platform::HttpClient> client_for(const Config& config, const ClockFloor& floor) {
  auto network = network_settings(config);
  if (!network) {
    platform::log_error(network.error().message + "; until then answers are kept, not sent");
    return std::make_unique<NoNetwork>();
  }
  network->certificate_time_s = [&floor] { return floor.certificate_time_s(); };
  platform::CurlOptions options;
  options.network = *std::move(network);
  return platform::make_curl_client(options);
}

// A time heard is sent with the next batch, so it has to be there when the sync looks. Where it
// could not be kept, the sync sees that and asks again; the shopper's screen has nothing to do with
// it.
Sync::Writer writer_of(JournalThread& journal, ClockFloor& floor, std::mutex& keeping,
                       const bool& held) {
  return {[&journal, &floor, &keeping, &held](const record::Receipt& receipt) -> Status {
            const std::lock_guard lock(keeping);
            if (held) return Error{"this kiosk is enrolled elsewhere by now: wait a moment"};
            floor.heard(receipt.time_ms);
            return journal.keep_receipt(receipt);
          },
          [&journal] { journal.request_head(); },
          [&journal](const record::TimeHeard& heard) {
            journal.append(heard);
            journal.flush();
          },
          [&journal](record::Epoch epoch, std::uint64_t due) { journal.note_gap(epoch, due); },
          [&journal](record::Epoch epoch) { journal.leave_forked(epoch); },
          [&floor] {
            if (auto saved = floor.save_sometimes(); !saved)
              platform::log_warning(saved.error().message);
          }};
}

}  // namespace

Status Delivery::start(const std::filesystem::path& state, const Config& config,
                       const EnrolmentFile& enrolment, JournalThread& journal,
                       const platform::Clock& clock, std::function<void()> wake,
                       std::optional<BundleStore> bundles, std::optional<StatusEnds> status) {
  thread_.reset();  // the one before, before anything that it uses
  {
    const std::lock_guard lock(keeping_);
    held_ = false;
  }
  auto reader = JournalReader::open(state);
  if (!reader) return reader.error();
  const auto changed = [this, wake = std::move(wake)] {
    { const std::lock_guard lock(mutex_); }  // nobody is between looking and waiting
    changed_.notify_all();
    wake();
  };
  floor_.emplace(state, clock, last_receipt_time(**reader));
  if (bundles || status) {
    if (auto opened = open_keys(state); !opened) return opened;
  }
  auto http = client_for(config, *floor_);
  thread_ =
      std::make_unique<SyncThread>(*std::move(reader), writer_of(journal, *floor_, keeping_, held_),
                                   std::move(http), clock, settings_of(config, enrolment), changed,
                                   bundle_fetch(config, enrolment, std::move(bundles), changed),
                                   status_line(enrolment, clock, std::move(status)));
  return Done{};
}

// Of its own: the sync thread's alone.
Status Delivery::open_keys(const std::filesystem::path& state) {
  auto keys = platform::open_key_folder(state / "keys");
  if (!keys) return keys.error();
  keys_ = *std::move(keys);
  epoch_keys_.emplace(*keys_);
  return Done{};
}

// Empty where no bundle is to be asked for.
SyncThread::MakeBundleFetch Delivery::bundle_fetch(const Config& config,
                                                   const EnrolmentFile& enrolment,
                                                   std::optional<BundleStore> store,
                                                   std::function<void()> changed) {
  if (!store) return {};
  BundleSettings settings;
  settings.backend_url = enrolment.backend_url;
  if (config.bundle_ms) settings.every_ms = *config.bundle_ms;
  const auto taken = [this, changed = std::move(changed)](const record::Bundle& bundle) {
    {
      const std::lock_guard lock(mutex_);
      bundle_ = bundle;
    }
    changed();
  };
  return [this, settings, store = *std::move(store), taken](platform::HttpClient& http) {
    return std::make_unique<BundleFetch>(settings, store, *epoch_keys_, http, taken);
  };
}

// Empty where nothing is to be told.
SyncThread::MakeStatusLine Delivery::status_line(const EnrolmentFile& enrolment,
                                                 const platform::Clock& clock,
                                                 std::optional<StatusEnds> ends) const {
  if (!ends) return {};
  StatusSettings settings;
  settings.backend_url = enrolment.backend_url;
  settings.receipt_key = enrolment.receipt_key;
  return [this, settings, &clock, ends = *std::move(ends)](platform::HttpClient& http) {
    return std::make_unique<StatusLine>(settings, *epoch_keys_, http, clock, ends.figures,
                                        *ends.wishes);
  };
}

std::optional<record::Bundle> Delivery::take_bundle() {
  const std::lock_guard lock(mutex_);
  return std::exchange(bundle_, std::nullopt);
}

void Delivery::hold() {
  const std::lock_guard lock(keeping_);
  held_ = true;
}

AnswerRecordCounts Delivery::counts() const {
  if (!thread_) return {};
  const auto status = thread_->status();
  return {status.kept, status.acknowledged, !status.online || status.held_up};
}

bool Delivery::online() const {
  return thread_ && thread_->status().online;
}

void Delivery::confirmed(std::uint64_t) {
  if (thread_) thread_->notify();
}

void Delivery::finish(const std::filesystem::path& state, std::chrono::seconds at_most) {
  if (!thread_) return;
  const auto reader = JournalReader::open(state);
  if (!reader) return;
  const auto records = (*reader)->answer_records();
  if (!records) return;
  thread_->notify();
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, at_most, [&] { return given_up_ || done(records->kept); });
}

bool Delivery::done(std::uint64_t kept) const {
  const auto status = thread_->status();
  return status.held_up || status.acknowledged >= kept;
}

void Delivery::give_up() {
  {
    const std::lock_guard lock(mutex_);
    given_up_ = true;
  }
  changed_.notify_all();
}

}  // namespace smilepost::kiosk
