// "schedule" in kiosk.json and in a bundle's settings.
//
//   {"time_zone": "Europe/Berlin",
//    "open": {"mon": ["08:00-13:00", "14:00-20:00"], "fri": ["20:00-02:00"]},
//    "exceptions": [{"date": "2026-12-24", "name": "Christmas Eve", "open": ["08:00-13:00"]},
//                   {"date": "12-25", "name": "Christmas Day"},
//                   {"from": "2027-08-02", "to": "2027-08-14", "name": "rebuilding"}],
//    "rules": [{"weekdays": ["mon", "tue"], "hours": "11:00-14:00", "from": "12-01", "to": "12-24",
//               "survey_set": "canteen", "languages": {"offered": ["en", "de"], "default": "de"}}]}
//
// A weekday that "open" leaves out is closed; without "open" it is always open. A day without its
// year is of every year. Hours that end before their beginning last past midnight and belong
// to the day on which they begin; "00:00-24:00" is a whole one. An exception without "open" is
// closed. Of a rule all but one of survey_set and languages may be left out.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/survey/schedule.h"
#include "platform/result.h"

namespace smilepost::kiosk {

// `file` is only named in messages: "FILE at /schedule/…: must be …", one line. Whether its time
// zone and its survey sets are known here, it cannot say.
Result<Schedule> read_schedule(const nlohmann::json& json, const std::string& file);

}  // namespace smilepost::kiosk
