#include "backend/health.h"

namespace smilepost::backend {
namespace {

constexpr std::uint64_t lately_ms = 10'000;

}  // namespace

void Health::archive_answers() {
  answered_ms_ = clock_.monotonic_ms();
  answers_ = true;
}

void Health::archive_fails() {
  answers_ = false;
}

void Health::stops() {
  stops_ = true;
}

bool Health::archive_is_there() const {
  return answers_ && clock_.monotonic_ms() - answered_ms_ <= lately_ms;
}

std::optional<std::string> Health::why_not_ready() const {
  if (stops_) return "this backend is stopping; ask another one";
  if (!archive_is_there()) return "the archive does not answer; this backend's log says why";
  return std::nullopt;
}

}  // namespace smilepost::backend
