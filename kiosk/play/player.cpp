#include "kiosk/play/player.h"

#include <fcntl.h>
#include <unistd.h>

#include "platform/log.h"
#include "platform/png.h"

namespace smilepost::kiosk {

namespace {

// Once the fade is over; see screens/motion.h.
constexpr std::uint64_t stands_still_ms = 400;

std::string screen_name(const SessionView& session, const StaffView& staff) {
  if (staff.stage == StaffStage::pin) return "pin";
  if (staff.stage == StaffStage::panel) return "staff";
  if (session.overlay == Overlay::languages) return "languages";
  if (session.overlay == Overlay::accessibility) return "accessibility";
  const std::string vote = session.vote ? "-" + std::to_string(*session.vote) : "";
  switch (session.stage) {
    case Stage::home:
      return "home";
    case Stage::change_answer:
      return "change-answer" + vote;
    case Stage::follow_up:
      return (session.more_time ? "more-time" : "follow-up") + vote;
    case Stage::thank_you:
      return "thank-you" + vote;
    case Stage::on_break:
      return "break";
    case Stage::night:
      return "night";
  }
  return "unknown";
}

}  // namespace

std::optional<std::uint64_t> Player::next_ms() const {
  if (day_.over()) return {};
  return day_.next_ms();
}

bool Player::act(const Registry& registry, std::uint64_t now_ms) {
  const auto act = day_.look(now_ms, [&](const std::string& id) -> std::optional<platform::Point> {
    const auto* target = registry.find(id);
    if (!target) return {};
    return platform::Point{target->rect.x + target->rect.w / 2,
                           target->rect.y + target->rect.h / 2};
  });
  if (act) act->down ? finger_.down(act->at) : finger_.up(act->at);
  return false;
}

void Photographer::frame_drawn(const Registry&, const SessionView& session, const StaffView& staff,
                               std::uint64_t now_ms) {
  const std::string name = screen_name(session, staff) + "-" + session.language;
  if (name != screen_) {
    screen_ = name;
    since_ms_ = now_ms;
  }
  waiting_ = !session.keeping && !taken_.contains(name);
  if (!waiting_ || now_ms - since_ms_ < stands_still_ms) return;
  waiting_ = false;
  taken_.insert(name);
  const auto file = folder_ / (name + ".png");
  if (auto written = platform::write_png(file, window_.read_picture()); !written)
    platform::log_warning(written.error().message);
}

std::optional<std::uint64_t> Photographer::next_ms() const {
  if (!waiting_) return {};
  return since_ms_ + stands_still_ms;
}

Result<std::unique_ptr<Trace>> Trace::open(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return Error{file.string() + ": cannot be written; does its folder exist?"};
  return std::unique_ptr<Trace>(new Trace(descriptor));
}

Trace::~Trace() {
  ::close(descriptor_);
}

void Trace::tell(const std::string& line) const {
  const std::string whole = line + "\n";
  if (::write(descriptor_, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size()))
    platform::log_error("the trace cannot be written; is the disk full?");
}

void Trace::confirmed(std::uint64_t sequence) {
  tell("confirmed " + std::to_string(sequence));
}

}  // namespace smilepost::kiosk
