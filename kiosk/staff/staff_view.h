// What the PIN pad and the staff panel need to know.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/staff/connection_view.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

enum class StaffStage : std::uint8_t { closed, pin, panel, connection };

struct StaffSurveySet {
  std::string title;
  bool chosen = false;
};

struct StaffLanguage {
  LanguageView language;
  bool offered = false;
  bool is_default = false;
};

struct StaffView {
  StaffStage stage = StaffStage::closed;
  std::string language;  // of the panel's own texts
  int digits = 0;        // entered so far
  int pin_length = 6;
  bool wrong = false;      // the last PIN was
  int locked_seconds = 0;  // too many wrong ones: so long no key counts
  std::vector<StaffSurveySet> sets;
  std::vector<StaffLanguage> languages;
  bool changed = false;  // there is something to save
  bool saving = false;
  bool save_failed = false;
  std::uint64_t kept = 0, acknowledged = 0;  // answer records, for "Sent N of N"
  bool waits = false;                        // nothing more is sent just now
  std::uint64_t bundle = 0;                  // version in use; 0: none
  bool safe_mode = false;                    // what shows is not what was set
  std::string refused_device;                // by what it is called; empty: none
  bool allowing = false;                     // it was asked for
  bool connects = false;                     // there is a page for the connection
  ConnectionView connection;                 // at that stage
};

}  // namespace smilepost::kiosk
