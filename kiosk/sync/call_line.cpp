#include "kiosk/sync/call_line.h"

#include <algorithm>
#include <utility>

#include "platform/log.h"
#include "record/keys.h"

namespace smilepost::kiosk {
namespace {

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

}  // namespace

CallLine::CallLine(CallSettings settings, const EpochKeys& keys, platform::HttpClient& http)
    : settings_(std::move(settings)),
      keys_(keys),
      http_(http),
      random_(settings_.seed ? *settings_.seed : record::random_u63()) {
  settings_.backend_url = without_slash(settings_.backend_url);
}

// That a call is over takes the place of the call.
void CallLine::want(record::NamedCall call, std::uint64_t now_ms) {
  std::erase_if(wanted_, [&](const auto& it) { return it.call.number == call.number; });
  wanted_.push_back({std::move(call), now_ms});
  next_ms_ = now_ms;
}

std::uint64_t CallLine::step(std::uint64_t now_ms) {
  drop_what_is_late(now_ms);
  if (now_ms < next_ms_) return wake_ms(now_ms);
  const auto* wanted = first_wanted();
  const auto call = wanted != nullptr ? std::optional(wanted->call) : std::nullopt;
  const Status done = ask(call, now_ms);
  if (!done) present_until_ms_ = 0;
  say(done);
  const auto jitter = settings_.presence_every_ms / 5;
  next_ms_ = now_ms + (wanted_.empty()
                           ? settings_.presence_every_ms +
                                 std::uniform_int_distribution<std::uint64_t>(0, jitter)(random_)
                           : settings_.waiting_every_ms);
  return wake_ms(now_ms);
}

// That nobody is there any more is news, too.
std::uint64_t CallLine::wake_ms(std::uint64_t now_ms) const {
  return now_ms < present_until_ms_ ? std::min(next_ms_, present_until_ms_) : next_ms_;
}

// Who waits goes before who does not wait any more.
const CallLine::Wanted* CallLine::first_wanted() const {
  const auto waits = std::find_if(wanted_.begin(), wanted_.end(),
                                  [](const auto& wanted) { return !wanted.call.over; });
  if (waits != wanted_.end()) return &*waits;
  return wanted_.empty() ? nullptr : &wanted_.front();
}

void CallLine::drop_what_is_late(std::uint64_t now_ms) {
  std::erase_if(wanted_,
                [&](const auto& it) { return now_ms >= it.since_ms + settings_.give_up_after_ms; });
}

Status CallLine::ask(const std::optional<record::NamedCall>& call, std::uint64_t now_ms) {
  auto message = request_for(call, now_ms);
  if (!message) return message.error();
  platform::HttpRequest request;
  request.method = "POST";
  request.url = settings_.backend_url + "/v1/call";
  request.headers = {{"Content-Type", "application/cose"}};
  request.body = *message;
  const auto response = http_.send(request);
  if (!response) return response.error();
  const auto answer = answer_to(*message, *response);
  if (!answer) return answer.error();
  take(*answer, call, now_ms);
  return Done{};
}

Result<record::Bytes> CallLine::request_for(const std::optional<record::NamedCall>& call,
                                            std::uint64_t now_ms) const {
  const auto kiosk = keys_.kiosk();
  if (!kiosk) return kiosk.error();
  const auto epoch = keys_.newest_epoch();
  if (!epoch) return epoch.error();
  if (!*kiosk || !*epoch) return Error{"this kiosk's keys are not made yet: it has no journal"};
  const auto key = keys_.key(**epoch);
  if (!key) return key.error();
  if (!*key) return Error{"the key of this kiosk's epoch is not in its key store"};
  record::CallRequest request{**kiosk, {}, 0, call};
  record::fill_random(request.nonce);
  if (time_offset_ms_) request.time_ms = static_cast<std::int64_t>(now_ms) + *time_offset_ms_;
  return record::seal(request, **key);
}

// Whatever the status is: a captive portal says 200, too.
Result<record::CallAnswer> CallLine::answer_to(const record::Bytes& request,
                                               const platform::HttpResponse& response) const {
  const auto& url = settings_.backend_url;
  if (response.status != 200) {
    return Error{url + ": HTTP " + std::to_string(response.status) +
                 " to a call: check the backend and what lies between"};
  }
  const auto opened = record::open_call_answer(response.body, settings_.receipt_key);
  if (opened.verdict != record::Verdict::good || opened.answer.request != record::sha256(request)) {
    return Error{url +
                 ": the answer to a call is not this backend's: check the address and what "
                 "lies between"};
  }
  return opened.answer;
}

// Presence runs from when it was asked for: it is never taken for longer than it is.
void CallLine::take(const record::CallAnswer& answer, const std::optional<record::NamedCall>& call,
                    std::uint64_t now_ms) {
  time_offset_ms_ = answer.time_ms - static_cast<std::int64_t>(now_ms);
  present_until_ms_ = now_ms + static_cast<std::uint64_t>(answer.present_ms);
  if (!call || !answer.call) return;
  last_.call = call->number;
  last_.state = *answer.call;
  if (*answer.call == record::CallState::waits && !call->over) return;
  std::erase_if(wanted_, [&](const auto& it) { return it.call.number == call->number; });
}

CallNews CallLine::news(std::uint64_t now_ms) const {
  CallNews news = last_;
  news.somebody_there = now_ms < present_until_ms_;
  return news;
}

// Once, until it is another fault or none.
void CallLine::say(const Status& done) {
  const std::string fault = done ? std::string{} : done.error().message;
  if (!done && fault != said_) {
    platform::log_warning("call: " + fault + "; until then no bell is shown");
  }
  said_ = fault;
}

}  // namespace smilepost::kiosk
