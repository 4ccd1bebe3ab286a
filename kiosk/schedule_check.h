// What of a schedule can be met on this kiosk. The rest is said, one line each, and left out: the
// kiosk shows surveys all the same.
#pragma once

#include "kiosk/config.h"
#include "kiosk/survey_shelf.h"

namespace smilepost::kiosk {

// The config, or an Error where its schedule is in a time zone that is not known.
Result<Config> in_known_zone(Result<Config> config);

// The same of kiosk.json, where a fault costs the schedule alone: it is logged.
Config with_sound_schedule(Config config);

// The schedule without the rules whose survey set is not on the shelf.
std::optional<Schedule> schedule_for(const SurveyShelf& shelf, const Config& config);

}  // namespace smilepost::kiosk
