#include "backend/fleet/status_facts.h"

#include <algorithm>

namespace smilepost::backend {
namespace {

// JEDEC's tenths (JESD84-B51, EXT_CSD 268 and 269): 1 says that up to one is used, 10 that nine to
// ten are, 11 that its life is over; 0 is not defined.
std::optional<std::uint64_t> percent_of(std::optional<std::uint8_t> tenths) {
  if (!tenths || *tenths == 0) return std::nullopt;
  return std::min<std::uint64_t>(std::uint64_t{*tenths} * 10, 100);
}

// Numbers that anybody may write.
std::int64_t difference(std::int64_t later, std::int64_t earlier) {
  constexpr std::int64_t longest = std::int64_t{1} << 52U;
  return std::clamp(later, -longest, longest) - std::clamp(earlier, -longest, longest);
}

std::int64_t milliseconds(std::uint64_t count) {
  return static_cast<std::int64_t>(std::min(count, std::uint64_t{1} << 52U));
}

void add_storage(const record::StorageStatus& storage, StatusFacts& facts) {
  facts.free_bytes = storage.free_bytes;
  facts.failed_writes = storage.failed_writes;
  facts.wear_percent = std::max(percent_of(storage.life_a), percent_of(storage.life_b));
  facts.worn_beyond = std::max(storage.life_a, storage.life_b).value_or(0) > 10;
  facts.spares_run_out = storage.pre_eol.value_or(0) >= 2;
}

}  // namespace

StatusFacts facts_of(const record::StatusReport& report, std::int64_t received_ms) {
  StatusFacts facts;
  facts.received_ms = received_ms;
  facts.software = report.program.version;
  facts.image = report.program.image_version.value_or("");
  facts.slot = report.program.slot.value_or("");
  facts.update = report.program.update.value_or("");
  facts.safe_mode = report.program.safe_mode.value_or("");
  facts.uptime_ms = report.uptime_ms;
  facts.starts = report.program.starts;
  facts.bundle = report.program.bundle;
  facts.clock = report.clock;
  facts.clock_off_ms = difference(report.wall_ms, received_ms);
  if (report.waiting) {
    facts.backlog = report.waiting->answers;
    facts.oldest_ms = report.waiting->oldest_ms;
  }
  if (report.storage) add_storage(*report.storage, facts);
  if (report.temperature_mc) facts.temperature = *report.temperature_mc / 1'000;
  if (report.display) {
    facts.renderer = report.display->renderer.value_or("");
    facts.frames = report.display->frames;
    facts.slow_frames = std::min(report.display->slow, report.display->frames);
    facts.worst_frame_ms = report.display->worst_ms;
  }
  if (report.touch) {
    facts.touches = report.touch->touches;
    facts.stuck_touches = report.touch->stuck;
    if (report.touch->since_ms) facts.untouched_ms = milliseconds(*report.touch->since_ms);
  }
  return facts;
}

std::optional<StatusFacts> kept_status_facts(record::BytesView cose, std::int64_t received_ms) {
  const auto opened = record::open_status_report_unverified(cose);
  if (opened.verdict != record::Verdict::good) return std::nullopt;
  return facts_of(opened.report, received_ms);
}

}  // namespace smilepost::backend
