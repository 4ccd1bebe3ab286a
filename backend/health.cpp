#include "backend/health.h"

namespace smilepost::backend {
namespace {

constexpr std::uint64_t lately_ms = 10'000;
constexpr std::uint64_t longest_work_ms = 120'000;

}  // namespace

void Health::archive_answers() {
  answered_ms_ = asked_ms_ = clock_.monotonic_ms();
  answers_ = true;
}

void Health::archive_fails() {
  asked_ms_ = clock_.monotonic_ms();
  answers_ = false;
}

void Health::stops() {
  stops_ = true;
}

bool Health::archive_is_there() const {
  return answers_ && clock_.monotonic_ms() - answered_ms_ <= lately_ms;
}

bool Health::worker_comes_round() const {
  return clock_.monotonic_ms() - asked_ms_ <= longest_work_ms;
}

std::optional<std::string> Health::why_not_ready() const {
  if (stops_) return "this backend is stopping; ask another one";
  if (!archive_is_there()) return "the archive does not answer; this backend's log says why";
  return std::nullopt;
}

}  // namespace smilepost::backend
