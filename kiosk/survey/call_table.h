// A call's rules, at a glance: in this stage, on this event, the row leads to a stage, records a
// step, and may end the visit. The first row that fits is taken; where none fits, the event is
// ignored.
#pragma once

#include <optional>

#include "kiosk/survey/call_view.h"
#include "record/record.h"

namespace smilepost::kiosk {

enum class CallEvent : std::uint8_t {
  bell,
  yes,
  no,  // also Back
  new_visitor,
  time_over,  // the stage was left alone for its time; of asking: nobody answered
  claimed,    // the backend says that somebody said "coming"
  over,       // … that it is over
};

// What becomes of the shopper's visit.
enum class Visit : std::uint8_t { goes_on, ends };

struct CallRow {
  CallStage in;
  CallEvent on;
  CallStage then;
  std::optional<record::CallStep> records;
  Visit visit;
};

namespace call_table {

using S = CallStage;
using E = CallEvent;
using R = record::CallStep;
constexpr std::nullopt_t nothing = std::nullopt;

// clang-format off
constexpr CallRow rows[] = {
  {S::closed,  E::bell,        S::confirm, nothing,      Visit::goes_on},

  {S::confirm, E::yes,         S::asking,  R::raised,    Visit::goes_on},
  {S::confirm, E::no,          S::closed,  nothing,      Visit::goes_on},
  {S::confirm, E::new_visitor, S::closed,  nothing,      Visit::ends},
  {S::confirm, E::time_over,   S::closed,  nothing,      Visit::ends},

  {S::asking,  E::claimed,     S::coming,  R::claimed,   Visit::goes_on},
  {S::asking,  E::over,        S::nobody,  R::unclaimed, Visit::goes_on},
  {S::asking,  E::time_over,   S::nobody,  R::unclaimed, Visit::goes_on},
  {S::asking,  E::no,          S::closed,  R::cancelled, Visit::goes_on},
  {S::asking,  E::new_visitor, S::closed,  R::cancelled, Visit::ends},

  {S::coming,  E::no,          S::closed,  nothing,      Visit::goes_on},
  {S::coming,  E::new_visitor, S::closed,  nothing,      Visit::ends},
  {S::coming,  E::time_over,   S::closed,  nothing,      Visit::ends},

  // Somebody said "coming" in the very last moment, and the backend let them.
  {S::nobody,  E::claimed,     S::coming,  R::claimed,   Visit::goes_on},
  {S::nobody,  E::no,          S::closed,  nothing,      Visit::goes_on},
  {S::nobody,  E::new_visitor, S::closed,  nothing,      Visit::ends},
  {S::nobody,  E::time_over,   S::closed,  nothing,      Visit::ends},
};
// clang-format on

}  // namespace call_table
}  // namespace smilepost::kiosk
