#include "kiosk/night_watch.h"

namespace smilepost::kiosk {

void NightWatch::frame_drawn(const Registry&, const SessionView& session, const StaffView& staff,
                             std::uint64_t now_ms) {
  const bool at_rest = session.stage == Stage::home || session.stage == Stage::night ||
                       session.stage == Stage::on_break;
  in_use_ = !at_rest || session.overlay != Overlay::none || staff.stage != StaffStage::closed;
  if (in_use_) touched_ms_ = now_ms;
}

bool NightWatch::act(const Registry&, std::uint64_t now_ms) {
  due_ms_ = now_ms + look_ms;
  nobody_there_ = !in_use_ && (!touched_ms_ || now_ms - *touched_ms_ >= nobody_after_ms);
  quiet_ = nobody_there_ && quiet_hours();
  return false;
}

// By a clock that is not trusted it is never night.
bool NightWatch::quiet_hours() const {
  if (timetable_.applies() && timetable_.closes()) return !timetable_.state().open;
  if (!timetable_.today()) return false;
  const int minute = timetable_.minute_of_day();
  return hours_.from < hours_.to ? minute >= hours_.from && minute < hours_.to
                                 : minute >= hours_.from || minute < hours_.to;
}

}  // namespace smilepost::kiosk
