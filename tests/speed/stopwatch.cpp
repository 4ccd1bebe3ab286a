#include "tests/speed/stopwatch.h"

#include <GLES2/gl2.h>
#include <SDL.h>
#include <imgui_internal.h>

namespace smilepost::tests {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds patience{20};

double ms_between(Moment from, Moment to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

Sight sight_of(const kiosk::SessionView& view) {
  Sight sight{view.stage, view.language, view.overlay, view.keeping, {}};
  for (const auto& reason : view.reasons) sight.chosen.push_back(reason.chosen);
  return sight;
}

unsigned hook(ImGuiContextHookType when, Stopwatch* stopwatch, ImGuiContextHookCallback call) {
  ImGuiContextHook hook;
  hook.Type = when;
  hook.Callback = call;
  hook.UserData = stopwatch;
  return ImGui::AddContextHook(ImGui::GetCurrentContext(), &hook);
}

}  // namespace

Stopwatch::Stopwatch() {
  hooks_ = {hook(ImGuiContextHookType_NewFramePre, this,
                 [](ImGuiContext*, ImGuiContextHook* hook) {
                   static_cast<Stopwatch*>(hook->UserData)->frame_begun();
                 }),
            hook(ImGuiContextHookType_RenderPost, this, [](ImGuiContext*, ImGuiContextHook* hook) {
              static_cast<Stopwatch*>(hook->UserData)->lists_ready();
            })};
}

Stopwatch::~Stopwatch() {
  for (const auto id : hooks_) ImGui::RemoveContextHook(ImGui::GetCurrentContext(), id);
}

Stopwatch::Pending Stopwatch::started(const std::string& what, Until until) const {
  const auto now = steady_clock::now();
  return {what, until, now, driver_ms(now), false, sight_};
}

bool Stopwatch::measure(const std::string& what, Until until, const std::function<void()>& push) {
  std::unique_lock lock(mutex_);
  touch_ = started(what, until);
  push();
  const bool seen = seen_.wait_for(lock, patience, [this] { return !touch_; });
  touch_.reset();
  return seen;
}

void Stopwatch::kept() {
  const std::lock_guard lock(mutex_);
  kept_ = started("kept: the next screen", Until::change);
}

Sight Stopwatch::sight() const {
  const std::lock_guard lock(mutex_);
  return sight_;
}

std::optional<kiosk::Rect> Stopwatch::find(const std::string& target) const {
  const std::lock_guard lock(mutex_);
  for (const auto& one : targets_)
    if (one.id == target) return one.rect;
  return std::nullopt;
}

std::vector<std::string> Stopwatch::targets() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& one : targets_) ids.push_back(one.id);
  return ids;
}

bool Stopwatch::wait_for(const std::function<bool(const Sight&)>& wanted) const {
  std::unique_lock lock(mutex_);
  return seen_.wait_for(lock, patience, [&] { return wanted(sight_); });
}

double Stopwatch::driver_ms(Moment now) const {
  return spent_in_driver_ms_ + (in_driver_since_ ? ms_between(*in_driver_since_, now) : 0);
}

// One event at a time is under way: when SDL's queue has none, the loop has taken it.
void Stopwatch::frame_begun() {
  const std::lock_guard lock(mutex_);
  if (touch_ && SDL_HasEvents(SDL_FINGERDOWN, SDL_FINGERMOTION) == SDL_FALSE) touch_->taken = true;
  if (kept_) kept_->taken = true;
}

void Stopwatch::lists_ready() {
  const std::lock_guard lock(mutex_);
  in_driver_since_ = steady_clock::now();
}

void Stopwatch::frame_drawn(const kiosk::Registry& registry, const kiosk::SessionView& session,
                            const kiosk::StaffView&, std::uint64_t) {
  const std::lock_guard lock(mutex_);
  sight_ = sight_of(session);
  targets_ = registry.targets();
}

void Stopwatch::frame_shown(std::uint64_t) {
  glFinish();
  const std::lock_guard lock(mutex_);
  const auto now = steady_clock::now();
  spent_in_driver_ms_ = driver_ms(now);
  in_driver_since_.reset();
  for (auto* pending : {&touch_, &kept_}) {
    if (!*pending || !(*pending)->taken) continue;
    if ((*pending)->until == Until::change && (*pending)->before == sight_) continue;
    note(**pending, now);
    pending->reset();
  }
  seen_.notify_all();
}

void Stopwatch::note(const Pending& pending, Moment now) {
  delays_[pending.what].push_back(
      {ms_between(pending.since, now), driver_ms(now) - pending.driver_ms});
}

}  // namespace smilepost::tests
