#include "kiosk/storage_break.h"

#include "platform/log.h"
#include "platform/service_manager.h"

namespace smilepost::kiosk {

StorageBreak::StorageBreak(platform::Window& window, ScreenParts& parts, int quarter_turns,
                           std::string language)
    : window_(window),
      parts_(parts),
      quarter_turns_(quarter_turns),
      language_(std::move(language)) {}

Status StorageBreak::wait_for(const std::function<Status()>& attempt,
                              const std::function<bool()>& stop, const platform::Clock& clock) {
  std::string last_fault;
  for (;;) {
    auto done = attempt();
    if (done || stop()) return done;
    if (done.error().message != last_fault) {
      last_fault = done.error().message;
      platform::log_error(last_fault +
                          " (no answer can be kept: the screen takes a break, and it " +
                          "is tried again every five seconds)");
    }
    draw();
    platform::tell_ready();  // to start it anew would bring no disk back
    platform::tell_alive();
    pause(clock.monotonic_ms() + try_again_ms, stop, clock);
    if (stop()) return done;
  }
}

void StorageBreak::draw() {
  SessionView view;
  view.stage = Stage::on_break;
  view.language = language_;
  ScreenState state(parts_.display, true);
  draw_still(parts_, view, {}, state);
  paint_still(parts_, window_, quarter_turns_);
  window_.swap();
}

// Touches change nothing; a display that was covered is drawn anew.
void StorageBreak::pause(std::uint64_t until_ms, const std::function<bool()>& stop,
                         const platform::Clock& clock) {
  for (auto now = clock.monotonic_ms(); now < until_ms && !stop(); now = clock.monotonic_ms()) {
    bool uncovered = false;
    window_.wait_events(until_ms - now, [&](const SDL_Event& event) {
      uncovered = uncovered || platform::uncovers(event);
    });
    if (uncovered) draw();
  }
}

}  // namespace smilepost::kiosk
