#include "kiosk/updates/update.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "record/release_version.h"

namespace smilepost::kiosk {

namespace {

bool same_version(const std::string& one, const std::string& other) {
  const auto first = record::parse_version(one), second = record::parse_version(other);
  return first && second && *first == *second;
}

bool is_below(const std::string& version, const std::string& floor) {
  const auto first = record::parse_version(version), second = record::parse_version(floor);
  return first && second && *first < *second;
}

UpdateEvent beginning(const UpdateMemory& memory, const Here& here) {
  if (here.boot == memory.from.boot) return UpdateEvent::began_here;
  return here.slot == memory.from.slot ? UpdateEvent::began_before : UpdateEvent::began_other;
}

}  // namespace

Update::Update(UpdateMemory memory, Here here)
    : memory_(std::move(memory)), here_(std::move(here)) {
  const auto event = beginning(memory_, here_);
  take(event, event == UpdateEvent::began_before ? "the new version did not stay running" : "");
}

Wanted Update::judge(const Offer& offer) const {
  if (!record::parse_version(offer.version)) return Wanted::no_version;
  if (same_version(offer.version, here_.version)) return Wanted::runs_already;
  if (is_below(offer.version, memory_.floor)) return Wanted::below_floor;
  if (same_version(offer.version, memory_.kept_version)) return Wanted::kept_from_retry;
  return Wanted::yes;
}

// The floor holds even where the offer is refused.
bool Update::take_offer(const Offer& offer) {
  const auto floor = record::parse_version(offer.floor);
  const auto highest = record::parse_version(memory_.floor);
  const bool raised = floor && (!highest || *highest < *floor);
  if (raised) memory_.floor = offer.floor;
  proposed_ = offer;
  const bool taken = take(UpdateEvent::offer);
  proposed_.reset();
  return raised || taken;
}

bool Update::take(UpdateEvent event, const std::string& reason) {
  const auto fits = [&](const UpdateRow& row) {
    return (row.in & update_table::bits(memory_.state)) != 0 && row.on == event && holds(row.when);
  };
  const auto* const row =
      std::find_if(std::begin(update_table::rows), std::end(update_table::rows), fits);
  if (row == std::end(update_table::rows)) return false;
  act(row->action, reason);
  memory_.state = row->then;
  return true;
}

bool Update::holds(UpdateGuard guard) const {
  switch (guard) {
    case UpdateGuard::wanted:
      return proposed_ && judge(*proposed_) == Wanted::yes;
    case UpdateGuard::another:
      return holds(UpdateGuard::wanted) && proposed_ != memory_.offer;
    case UpdateGuard::try_left:
      return memory_.tries + 1 < most_tries;
    case UpdateGuard::always:
      break;
  }
  return true;
}

void Update::act(UpdateAction action, const std::string& reason) {
  switch (action) {
    case UpdateAction::take_offer:
      memory_.offer = proposed_;
      memory_.reason.clear();
      memory_.tries = 0;
      break;
    case UpdateAction::forget_offer:
      memory_.offer.reset();
      break;
    case UpdateAction::count_try:
    case UpdateAction::discard:
      ++memory_.tries;
      break;
    case UpdateAction::note_slot:
      memory_.from = here_;
      break;
    case UpdateAction::keep_from_retry:
      if (memory_.offer) memory_.kept_version = memory_.offer->version;
      if (memory_.reason.empty()) memory_.reason = reason;
      break;
    case UpdateAction::say_good:
      memory_.kept_version.clear();
      memory_.reason.clear();
      break;
    case UpdateAction::say_bad:
      memory_.reason = reason;
      break;
    case UpdateAction::none:
      break;
  }
}

}  // namespace smilepost::kiosk
