#include "kiosk/sound/occasions.h"

namespace smilepost::kiosk {

std::optional<Sound> Occasions::tapped(std::uint64_t now_ms, int minute) const {
  if (!settings_.tap || silent(now_ms, minute)) return std::nullopt;
  return Sound::tap;
}

// A visit begins where its first answer leads somewhere, and is thanked once.
std::optional<Sound> Occasions::shown(Stage stage, std::uint64_t now_ms, int minute) {
  if (stage == Stage::home) in_visit_ = thanked_ = false;
  if (stage == Stage::home || stage == Stage::on_break) return std::nullopt;
  if (!in_visit_) visit_began(now_ms);
  in_visit_ = true;
  if (stage != Stage::thank_you || thanked_) return std::nullopt;
  thanked_ = true;
  if (!settings_.thanks || silent(now_ms, minute)) return std::nullopt;
  return Sound::thanks;
}

void Occasions::visit_began(std::uint64_t now_ms) {
  visits_.push_back(now_ms);
  if (visits_.size() > times_.burst_visits) visits_.pop_front();
  const bool burst =
      visits_.size() == times_.burst_visits && now_ms - visits_.front() <= times_.burst;
  if (burst) silent_until_ms_ = now_ms + silence_after_burst_ms;
}

bool Occasions::silent(std::uint64_t now_ms, int minute) const {
  return now_ms < silent_until_ms_ || settings_.quiet_at(minute);
}

}  // namespace smilepost::kiosk
