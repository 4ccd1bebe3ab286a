#include "kiosk/safe_mode.h"

namespace smilepost::kiosk {

Config in_safe_mode(Config config) {
  const Config usual;
  config.theme = usual.theme;
  config.survey_folder.clear();
  config.survey_sets = {"checkout"};
  config.schedule.reset();
  config.schedule_fault.reset();
  config.sound = usual.sound;
  config.call_place.clear();
  return config;
}

}  // namespace smilepost::kiosk
