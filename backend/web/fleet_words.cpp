#include "backend/web/fleet_words.h"

#include "backend/fleet/judgement.h"
#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

constexpr const char* unknown = "–";
constexpr std::int64_t second_ms = 1'000;

std::string size_words(std::uint64_t bytes) {
  const std::uint64_t mib = bytes >> 20U;
  if (mib < 10'240) return with_thousands(mib) + " MiB";
  return with_thousands(mib >> 10U) + " GiB";
}

}  // namespace

std::string version_words(const KioskFacts& kiosk) {
  if (kiosk.software.empty()) return unknown;
  const bool slot = kiosk.status && !kiosk.status->slot.empty();
  return kiosk.software + (slot ? ", slot " + kiosk.status->slot : "");
}

std::string backlog_words(const KioskFacts& kiosk) {
  if (!kiosk.status || !kiosk.status->backlog) return unknown;
  return *kiosk.status->backlog == 0 ? "none" : with_thousands(*kiosk.status->backlog);
}

std::string clock_words(const KioskFacts& kiosk) {
  if (!kiosk.status) return unknown;
  if (kiosk.status->clock == record::ClockState::unset) return "not set";
  const std::int64_t off = kiosk.status->clock_off_ms;
  if (std::abs(off) < 2 * second_ms) return "right";
  return span(std::abs(off)) + (off > 0 ? " fast" : " slow");
}

std::string storage_words(const KioskFacts& kiosk) {
  const auto free =
      kiosk.status && kiosk.status->free_bytes ? kiosk.status->free_bytes : kiosk.free_bytes;
  std::string words = free ? size_words(*free) + " free" : "";
  if (kiosk.status && kiosk.status->wear_percent) {
    words = "up to " + std::to_string(*kiosk.status->wear_percent) + " % worn" +
            (words.empty() ? "" : ", " + words);
  }
  return words.empty() ? unknown : words;
}

std::string temperature_words(const KioskFacts& kiosk) {
  if (!kiosk.status || !kiosk.status->temperature) return unknown;
  return std::to_string(*kiosk.status->temperature) + " °C";
}

std::string screen_words(const KioskFacts& kiosk) {
  if (!kiosk.status || kiosk.status->renderer.empty()) return unknown;
  if (kiosk.status->draws_in_software()) return "in software";
  if (kiosk.status->frames == 0) return "still";
  const std::uint64_t late = kiosk.status->slow_frames * 100 / kiosk.status->frames;
  return late == 0 ? "smooth" : std::to_string(late) + " % late";
}

std::string touch_words(const KioskFacts& kiosk, std::int64_t now_ms) {
  if (!kiosk.status || !kiosk.status->touches) return unknown;
  if (kiosk.status->stuck_touches.value_or(0) > 1) return "held";
  if (kiosk.status->untouched_ms)
    return ago(now_ms - kiosk.status->received_ms + *kiosk.status->untouched_ms);
  return "none yet";
}

std::string named_with_place(const KioskFacts& kiosk) {
  return kiosk.name() + (kiosk.place.empty() ? "" : " in " + kiosk.place) + " (" +
         record::to_hex(kiosk.kiosk).substr(0, 8) + ")";
}

std::string bundle_words(const KioskFacts& kiosk) {
  if (!kiosk.bundle) return kiosk.due_bundle ? "none yet" : unknown;
  const bool behind = kiosk.due_bundle && *kiosk.bundle < *kiosk.due_bundle;
  return std::to_string(*kiosk.bundle) +
         (behind ? ", " + std::to_string(*kiosk.due_bundle) + " is due" : "");
}

}  // namespace smilepost::backend
