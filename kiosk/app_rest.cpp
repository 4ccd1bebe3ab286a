// The part of the loop that follows the clock on the wall: what the schedule asks for, and what
// spares the display. All of it happens while nobody is there.
#include <algorithm>
#include <utility>

#include "kiosk/app.h"
#include "kiosk/screens/theme.h"

namespace smilepost::kiosk {

bool App::between_shoppers() const {
  return parts_.session.resting() && !calling() && !parts_.staff.is_open() &&
         !outside_under_way() && parts_.input.empty();
}

// What rests on the glass for longer is a bag, not somebody.
bool App::left_alone() const {
  return between_shoppers() && screen_.touch.pressing_until_ms().value_or(0) <= now_ms_;
}

std::optional<std::uint64_t> App::rest_due() const {
  if (!between_shoppers()) return std::nullopt;
  return std::max(rest_.next_deadline(), screen_.touch.pressing_until_ms().value_or(0));
}

std::optional<record::StaffAction> App::asked_by_schedule() const {
  if (parts_.timetable == nullptr || !parts_.timetable->applies()) return std::nullopt;
  return parts_.timetable->state().shows;
}

record::StaffAction App::scheduled_choice() const {
  return parts_.shelf.scheduled(scheduled_.value_or(record::StaffAction{}));
}

// What staff chose by hand holds until the schedule asks for something else than it did then. That
// the clock has only now become known, or is no longer, is no such change.
void App::follow_schedule() {
  if (parts_.timetable == nullptr) return;
  const auto look = parts_.timetable->next_look_ms();
  if (look && *look <= now_ms_) parts_.timetable->look(now_ms_);
  auto asked = asked_by_schedule();
  if (asked == scheduled_ || !left_alone()) return;
  const bool changed = asked && scheduled_;
  scheduled_ = std::move(asked);
  if (parts_.staff_chose && !changed) return;
  parts_.staff_chose = false;
  if (scheduled_choice() == parts_.staff.in_force()) return;
  parts_.staff.restock(parts_.shelf.staff_sets(), scheduled_choice());
  parts_.session.offer(parts_.shelf.offer(parts_.staff.in_force()), now_ms_);
  dirty_ = true;
}

void App::use_schedule(const std::optional<Schedule>& schedule) {
  if (parts_.timetable == nullptr) return;
  parts_.timetable->use(schedule);
  parts_.timetable->look(now_ms_);
  scheduled_ = asked_by_schedule();
}

void App::spare_display() {
  const bool open = parts_.timetable == nullptr || parts_.timetable->state().open;
  if (left_alone() && rest_.rest(open, now_ms_)) dirty_ = true;
}

SessionView App::shown_view() const {
  auto view = session_view();
  if (rest_.light() != Light::night) return view;
  view.stage = Stage::night;
  view.night = parts_.timetable->night_view();
  view.night.place = rest_.night_place();
  return view;
}

float App::veil() const {
  return rest_.light() == Light::dimmed ? theme_.veil : 0;
}

ImU32 App::background() const {
  return rest_.light() == Light::night ? night_background : theme_.background;
}

}  // namespace smilepost::kiosk
