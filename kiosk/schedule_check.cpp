#include "kiosk/schedule_check.h"

#include <fmt/format.h>

#include <utility>

#include "kiosk/local_time.h"
#include "platform/log.h"

namespace smilepost::kiosk {

namespace {

std::string place_of(const Config& config, const std::string& pointer) {
  return config.schedule_from + " at /schedule" + pointer + ": ";
}

// Also says which languages are not to be had; these alone cost no rule.
bool can_be_met(const ScheduleRule& rule, const SurveyShelf& shelf, const std::string& place) {
  const auto& id =
      rule.shows.survey_set.empty() ? shelf.first_choice().survey_set : rule.shows.survey_set;
  const auto* set = shelf.find(id);
  if (set == nullptr) {
    platform::log_error(place + "/survey_set: there is no usable survey set '" + id +
                        "' here; mend its name or add it; the rule is left out");
    return false;
  }
  for (const auto& language : rule.shows.languages)
    if (!set->has_language(language))
      platform::log_error(
          fmt::format("{}/languages/offered: the survey set '{}' is not shown in '{}'; add its "
                      "texts or take it "
                      "off the list; it is not offered",
                      place, id, language));
  return true;
}

}  // namespace

Result<Config> in_known_zone(Result<Config> config) {
  if (!config || !config->schedule) return config;
  const auto zone = TimeZone::named(config->schedule->time_zone);
  if (zone) return config;
  return Error{place_of(*config, "/time_zone") + zone.error().message};
}

Config with_sound_schedule(Config config) {
  const auto zone = in_known_zone(config);
  if (config.schedule_fault || !zone) {
    const auto& fault = config.schedule_fault ? *config.schedule_fault : zone.error();
    platform::log_error(fault.message + "; there is no schedule until then");
    config.schedule.reset();
  }
  return config;
}

std::optional<Schedule> schedule_for(const SurveyShelf& shelf, const Config& config) {
  if (!config.schedule) return std::nullopt;
  auto schedule = *config.schedule;
  schedule.rules.clear();
  for (const auto& rule : config.schedule->rules) {
    const auto index = static_cast<std::size_t>(&rule - config.schedule->rules.data());
    const auto place = config.schedule_from + " at /schedule/rules/" + std::to_string(index);
    if (can_be_met(rule, shelf, place)) schedule.rules.push_back(rule);
  }
  return schedule;
}

}  // namespace smilepost::kiosk
