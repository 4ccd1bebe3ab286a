#include "kiosk/updates/updating.h"

#include <algorithm>
#include <utility>

#include "kiosk/updates/journal_proof.h"
#include "platform/log.h"
#include "record/keys.h"
#include "record/update_told.h"

namespace smilepost::kiosk {

namespace {

constexpr std::uint64_t soon_ms = 1'000;

DownloadSettings download_settings(const UpdateSettings& settings) {
  DownloadSettings out;
  out.backend_url = settings.backend_url;
  out.kiosk = settings.kiosk;
  out.folder = settings.state / "update";
  out.spare_bytes = settings.spare_bytes;
  return out;
}

std::string why_not(Wanted wanted, const Offer& offer, const std::string& floor) {
  switch (wanted) {
    case Wanted::no_version:
      return "release \"" + offer.version + "\": is no version such as 1.4.2; offer it anew";
    case Wanted::below_floor:
      return "release " + offer.version + ": below " + floor +
             ", the oldest that has no hole that is known; it is refused";
    case Wanted::kept_from_retry:
      return "release " + offer.version + ": did not do here before; a newer one is waited for";
    case Wanted::runs_already:
    case Wanted::yes:
      break;
  }
  return {};
}

}  // namespace

std::string told(const UpdateReport& report) {
  const bool goes_on =
      report.state == UpdateState::downloading || report.state == UpdateState::installing;
  std::string reason = report.reason;
  if (goes_on && reason.empty()) reason = std::to_string(report.percent) + " %";
  return record::to_text({to_string(report.state), report.version, reason});
}

Updating::Updating(UpdateParts parts, UpdateSettings settings)
    : parts_(std::move(parts)),
      settings_(std::move(settings)),
      file_(settings_.state / "update.json"),
      download_(download_settings(settings_), parts_.http),
      backoff_(settings_.first_retry_ms, settings_.longest_retry_ms, record::random_u63()) {}

void Updating::heard(std::optional<Offer> offer) {
  heard_ = std::move(offer);
}

std::uint64_t Updating::step(std::uint64_t now_ms) {
  if (!update_ && !begin()) return now_ms + settings_.look_ms;
  take_what_was_heard();
  return act(now_ms);
}

// An installation that goes on in RAUC, begun by the program before this one, is waited for.
bool Updating::begin() {
  const auto slot = parts_.updater.booted_slot();
  if (!slot) {
    say(slot.error().message);
    return false;
  }
  if (!parts_.updater.outcome()) return false;
  const Here here{parts_.updater.version(), *slot, record::to_hex(parts_.clock.boot_id())};
  const auto memory = file_.read();
  Update update(memory, here);
  if (update.memory() != memory && !keep(update)) return false;
  if (update.state() != memory.state)
    platform::log_info("update: " + to_string(memory.state) + ", now " + to_string(update.state()) +
                       " in slot " + here.slot);
  update_.emplace(std::move(update));
  return true;
}

void Updating::take_what_was_heard() {
  if (!heard_) return;
  const auto offer = *std::exchange(heard_, std::nullopt);
  if (!offer) {
    advance(UpdateEvent::no_offer);
    return;
  }
  Update next = *update_;
  const auto before = next.state();
  if (next.take_offer(*offer)) {
    if (!keep(next)) return;
    update_ = std::move(next);
  }
  say(why_not(update_->judge(*offer), *offer, update_->memory().floor));
  if (update_->state() != before)
    platform::log_info("update: release " + offer->version + " is offered");
}

// Kept before anything follows from it. False: the row does not fit, or it could not be kept.
bool Updating::advance(UpdateEvent event, const std::string& reason) {
  Update next = *update_;
  if (!next.take(event, reason) || !keep(next)) return false;
  if (next.state() != update_->state())
    platform::log_info("update: " + to_string(next.state()) +
                       (next.memory().reason.empty() ? "" : " (" + next.memory().reason + ")"));
  update_ = std::move(next);
  said_.clear();
  return true;
}

bool Updating::keep(const Update& next) {
  const auto kept = file_.write(next.memory());
  if (!kept) say(kept.error().message);
  return static_cast<bool>(kept);
}

std::uint64_t Updating::act(std::uint64_t now_ms) {
  switch (update_->state()) {
    case UpdateState::offered:
      return seek_room(now_ms);
    case UpdateState::downloading:
      return download(now_ms);
    case UpdateState::downloaded:
      return begin_install(now_ms);
    case UpdateState::installing:
      return watch_install(now_ms);
    case UpdateState::installed:
      return restart_when_quiet(now_ms);
    case UpdateState::on_trial:
      return judge_trial(now_ms);
    case UpdateState::nothing:
    case UpdateState::good:
    case UpdateState::fallen_back:
    case UpdateState::refused:
      break;
  }
  return now_ms + settings_.look_ms;
}

std::uint64_t Updating::seek_room(std::uint64_t now_ms) {
  percent_ = 0;
  if (const auto room = download_.make_room(offer()); !room) {
    say(room.error().message);
    return now_ms + settings_.look_ms;
  }
  advance(UpdateEvent::room);
  return now_ms;
}

// Answers go first. Then the link belongs to others for as long as the piece took.
std::uint64_t Updating::download(std::uint64_t now_ms) {
  if (download_.here(offer()) >= offer().size) return take_whole(now_ms);
  if (parts_.look().answers_wait) return now_ms + soon_ms;
  const auto fetched = download_.fetch(offer());
  if (!fetched) {
    say(fetched.error().message);
    return now_ms + backoff_.failed();
  }
  backoff_.succeeded();
  said_.clear();
  const std::uint64_t after_ms = parts_.clock.monotonic_ms();
  download_.took(after_ms - now_ms);
  percent_ = static_cast<int>(download_.here(offer()) * 100 / offer().size);
  return after_ms + download_.last_took_ms();
}

std::uint64_t Updating::take_whole(std::uint64_t now_ms) {
  const auto whole = download_.is_whole(offer());
  if (!whole) {
    say(whole.error().message);
    return now_ms + backoff_.failed();
  }
  if (*whole) {
    advance(UpdateEvent::whole);
    return now_ms;
  }
  const Offer spoilt = offer();
  if (advance(UpdateEvent::spoilt, "what was downloaded is not what was announced"))
    download_.discard(spoilt);
  return now_ms + backoff_.failed();
}

std::uint64_t Updating::begin_install(std::uint64_t now_ms) {
  percent_ = 0;
  if (!parts_.look().quiet || !parts_.updater.outcome()) return now_ms + settings_.look_ms;
  const auto journal = parts_.journal();
  const auto place = journal ? newest_place(**journal) : Result<record::ChainHead>(journal.error());
  if (!place) {
    say(place.error().message);
    return now_ms + settings_.look_ms;
  }
  update_->note_journal(*place);
  if (!advance(UpdateEvent::quiet)) return now_ms + settings_.look_ms;
  if (const auto begun = parts_.updater.install(download_.file(offer())); !begun)
    advance(UpdateEvent::install_failed, begun.error().message);
  return now_ms + soon_ms;
}

std::uint64_t Updating::watch_install(std::uint64_t now_ms) {
  percent_ = parts_.updater.percent();
  const auto outcome = parts_.updater.outcome();
  if (!outcome) return now_ms + soon_ms;
  const Offer installed = offer();
  if (!*outcome) {
    advance(UpdateEvent::install_failed, outcome->error().message);
    return now_ms + settings_.look_ms;
  }
  if (advance(UpdateEvent::install_done)) download_.discard(installed);
  return now_ms;
}

std::uint64_t Updating::restart_when_quiet(std::uint64_t now_ms) {
  const bool asked_lately =
      restart_asked_ms_ && now_ms - *restart_asked_ms_ < settings_.ask_again_ms;
  if (asked_lately || !parts_.look().quiet) return now_ms + settings_.look_ms;
  platform::log_info("update: the machine starts anew, into release " + offer().version);
  restart_asked_ms_ = now_ms;
  if (const auto asked = parts_.updater.ask_for_restart(); !asked) say(asked.error().message);
  return now_ms + settings_.look_ms;
}

// Marked good once: where that is done, the state says so, and this is not called again.
std::uint64_t Updating::judge_trial(std::uint64_t now_ms) {
  if (!trial_since_ms_) trial_since_ms_ = now_ms;
  if (!update_->memory().reason.empty()) return send_back(now_ms);
  const auto lacks = still_lacks(parts_.look(), now_ms - *trial_since_ms_);
  if (lacks) {
    if (now_ms - *trial_since_ms_ >= settings_.trial_ms) advance(UpdateEvent::disproved, *lacks);
    return now_ms + settings_.look_ms;
  }
  if (const auto marked = parts_.updater.mark_good(); !marked) {
    say(marked.error().message);
    return now_ms + settings_.look_ms;
  }
  advance(UpdateEvent::proven);
  return now_ms + soon_ms;
}

std::optional<std::string> Updating::still_lacks(const UpdateSurroundings& now,
                                                 std::uint64_t age_ms) {
  if (!now.self_test_passed) return "the self-test did not pass";
  if (!now.frame_shown) return "no picture was shown";
  if (!journal_proven_) {
    const auto journal = parts_.journal();
    const auto proven =
        journal ? prove_journal(**journal, update_->memory().journal) : Status(journal.error());
    if (!proven) return proven.error().message;
    journal_proven_ = true;
  }
  if (now.synced) return std::nullopt;
  if (age_ms < settings_.offline_ms) return "no answer was delivered";
  if (!settings_.backend_url.empty() && network_is_there())
    return "the backend is there, but takes no answers of this version";
  return std::nullopt;
}

bool Updating::network_is_there() {
  platform::HttpRequest request;
  request.url = settings_.backend_url + "/livez";
  return static_cast<bool>(parts_.http.send(request));
}

// The boot loader's count would do it, too, after more tries.
std::uint64_t Updating::send_back(std::uint64_t now_ms) {
  if (!std::exchange(marked_bad_, true)) {
    if (const auto marked = parts_.updater.mark_bad(); !marked) say(marked.error().message);
  }
  const bool asked_lately =
      restart_asked_ms_ && now_ms - *restart_asked_ms_ < settings_.ask_again_ms;
  if (asked_lately || !parts_.look().nobody_there) return now_ms + settings_.look_ms;
  restart_asked_ms_ = now_ms;
  if (const auto asked = parts_.updater.ask_for_restart(); !asked) say(asked.error().message);
  return now_ms + settings_.look_ms;
}

void Updating::say(const std::string& fault) {
  if (!fault.empty() && fault != said_) platform::log_warning("update: " + fault);
  said_ = fault;
}

UpdateReport Updating::report() const {
  UpdateReport report;
  if (!update_) return report;
  const auto& memory = update_->memory();
  report.state = memory.state;
  report.runs = update_->here().version;
  report.slot = update_->here().slot;
  if (memory.offer) report.version = memory.offer->version;
  report.percent = percent_;
  report.reason = memory.reason.empty() ? said_ : memory.reason;
  return report;
}

}  // namespace smilepost::kiosk
