#include "kiosk/sync/bundle_fetch.h"

#include <algorithm>

#include "platform/log.h"
#include "record/keys.h"

namespace smilepost::kiosk {
namespace {

// A bundle may have been sealed before the backend heard of the newest epoch.
constexpr std::ptrdiff_t most_keys = 8;

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

}  // namespace

BundleFetch::BundleFetch(BundleSettings settings, BundleStore store, const EpochKeys& keys,
                         platform::HttpClient& http,
                         std::function<void(const record::Bundle&)> taken)
    : settings_(std::move(settings)),
      store_(std::move(store)),
      keys_(keys),
      http_(http),
      taken_(std::move(taken)),
      random_(settings_.seed ? *settings_.seed : record::random_u63()) {
  settings_.backend_url = without_slash(settings_.backend_url);
}

void BundleFetch::step(std::uint64_t now_ms, const JournalReader& journal) {
  if (now_ms < due_ms_) return;
  due_ms_ = now_ms + settings_.every_ms +
            std::uniform_int_distribution<std::uint64_t>(0, settings_.every_ms / 5)(random_);
  const auto done = fetch(journal);
  const std::string fault = done ? std::string{} : done.error().message;
  if (!done && fault != said_) platform::log_warning("bundle: " + fault);
  said_ = fault;
}

Status BundleFetch::fetch(const JournalReader& journal) {
  const auto request = request_by(journal);
  if (!request) return request.error();
  const auto response = http_.send(*request);
  if (!response) return response.error();
  switch (response->status) {
    case 200:
      return take(response->body, journal);
    case 304:  // it is the one that is here
    case 404:  // the organisation has sent none
      return Done{};
    default:
      return Error{settings_.backend_url + ": no bundle but HTTP " +
                   std::to_string(response->status) +
                   ": check the backend and what lies between; what is here stays in use"};
  }
}

Result<platform::HttpRequest> BundleFetch::request_by(const JournalReader& journal) const {
  const auto kiosk = journal.kiosk();
  if (!kiosk) return kiosk.error();
  platform::HttpRequest request;
  request.url = settings_.backend_url + "/v1/bundle";
  request.headers = {{"Smilepost-Kiosk", record::to_hex(*kiosk)}};
  if (const auto& newest = store_.newest())
    request.headers.emplace_back("If-None-Match", "\"" + std::to_string(newest->version) + "\"");
  return request;
}

Status BundleFetch::take(const record::Bytes& sealed, const JournalReader& journal) {
  const auto cose = open(sealed, journal);
  if (!cose) return cose.error();
  const auto is_new = store_.take(*cose);
  if (!is_new) return is_new.error();
  if (!*is_new) return Done{};
  platform::log_info("bundle: version " + std::to_string(store_.newest()->version) +
                     " is here; it applies once no shopper is there");
  if (taken_) taken_(*store_.newest());
  return Done{};
}

Result<record::Bytes> BundleFetch::open(const record::Bytes& sealed,
                                        const JournalReader& journal) const {
  const auto epochs = journal.epochs();
  if (!epochs) return epochs.error();
  const auto count = std::min(most_keys, static_cast<std::ptrdiff_t>(epochs->size()));
  for (auto epoch = epochs->rbegin(); epoch != epochs->rbegin() + count; ++epoch) {
    const auto key = keys_.key(epoch->epoch);
    if (!key || !*key) continue;
    if (auto cose = record::open_sealed(**key, sealed)) return *std::move(cose);
  }
  return Error{settings_.backend_url +
               ": the answer is no bundle that was sealed to this kiosk: check the address and "
               "what lies between; what is here stays in use"};
}

}  // namespace smilepost::kiosk
