// kiosk.json: what is accepted is in its range, and nothing in the file was passed over.
#include "kiosk/config.h"
#include "kiosk/survey/palette.h"

#include <nlohmann/json.hpp>
#include <set>

#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using namespace kiosk;

const std::set<std::string> settings{"/display/diagonal_inch",
                                     "/display/rotation",
                                     "/display/theme",
                                     "/survey_folder",
                                     "/survey_sets",
                                     "/languages/offered",
                                     "/languages/default",
                                     "/sync/first_retry_seconds",
                                     "/sync/longest_retry_seconds",
                                     "/sync/poll_seconds",
                                     "/sync/bundle_seconds",
                                     "/organisation_key",
                                     "/sound/tap",
                                     "/sound/thanks",
                                     "/sound/volume",
                                     "/sound/quiet",
                                     "/network/pins",
                                     "/network/ca_file",
                                     "/network/client_certificate",
                                     "/network/client_key",
                                     "/network/proxy",
                                     "/network/proxy_login_file",
                                     "/rest/dim_after_seconds",
                                     "/rest/night_after_seconds",
                                     "/rest/shift_seconds",
                                     "/rest/shift_px",
                                     "/schedule"};

// Nothing that cuts a kiosk off comes from afar.
void judge_as_a_bundles(const std::string& text) {
  const auto merged = with_settings({}, text, "bundle 1");
  if (!merged) return must_be_about(merged.error(), "bundle 1");
  must(merged->quarter_turns == 0 && merged->theme == Config{}.theme && !merged->poll_ms &&
           merged->survey_folder.empty() && !merged->organisation_key && !merged->network.proxy &&
           merged->network.pins.empty() && !merged->sound.ever_heard(),
       "a bundle sets survey sets, languages and the schedule alone");
}

// "/sound/quiet/0/from"
bool is_quiet_hour(const std::string& pointer) {
  return pointer.starts_with("/sound/quiet/") &&
         (pointer.ends_with("/from") || pointer.ends_with("/to"));
}

// Of a file taken apart by nlohmann-json, where an empty group is a null.
void is_known(const std::string& pointer, const nlohmann::json& value) {
  static const std::set<std::string> groups{"",       "/display", "/languages", "/sync",
                                            "/sound", "/network", "/rest"};
  if (pointer.starts_with("/schedule/")) return;  // judged by what it became
  const bool in_list = settings.count(pointer.substr(0, pointer.rfind('/'))) > 0;
  const bool empty_group = value.is_null() && groups.count(pointer) > 0;
  must(settings.count(pointer) > 0 || in_list || empty_group || is_quiet_hour(pointer),
       "what is no setting is refused");
}

void is_waiting_time(const std::optional<std::uint64_t>& milliseconds) {
  must(!milliseconds || (*milliseconds >= 10 && *milliseconds <= 86'400'000), "a time in range");
}

void makes_sense(const Schedule& schedule) {
  must(!schedule.time_zone.empty(), "a schedule has a time zone");
  for (const auto& day : schedule.open) {
    for (const auto& [from, to] : day)
      must(from >= 0 && from < to && to <= from + 1'440, "hours end after they begin");
  }
  for (const auto& rule : schedule.rules)
    must(rule.shows != record::StaffAction{}, "a rule says something");
  state_at(schedule, {{2027, 3, 1}, 0});
}

void accepted(const Config& config) {
  const auto& inches = config.diagonal_inch;
  must(!inches || (*inches >= 5 && *inches <= 100), "a display of a size that there is");
  must(config.quarter_turns >= 0 && config.quarter_turns <= 3, "a display is turned by quarters");
  must(is_theme(config.theme), "a theme is one that there is");
  must(config.survey_folder.empty() || config.survey_folder.is_absolute(), "an absolute folder");
  for (const auto* list : {&config.survey_sets, &config.languages}) {
    for (const std::string& name : *list) must(!name.empty(), "a name is not empty");
  }
  must(config.rest.shift_px >= 0 && config.rest.shift_px <= 8, "the picture stays on the display");
  if (config.schedule) makes_sense(*config.schedule);
  is_waiting_time(config.first_retry_ms);
  is_waiting_time(config.longest_retry_ms);
  is_waiting_time(config.poll_ms);
  is_waiting_time(config.bundle_ms);
  must(config.sound.volume >= 0 && config.sound.volume <= 100, "a volume in range");
  for (const auto& hours : config.sound.quiet) {
    must(hours.from >= 0 && hours.from < 1'440 && hours.until >= 0 && hours.until < 1'440 &&
             hours.from != hours.until,
         "quiet hours are two times of day");
  }
  if (config.network_fault) return;
  const auto& network = config.network;
  must(network.pins.size() <= 2, "a pin and its backup");
  for (const auto* file : {&network.ca_file, &network.client_certificate, &network.client_key,
                           &network.proxy_login_file}) {
    must(file->empty() || file->is_absolute(), "an absolute path");
  }
  must(!network.proxy || network.proxy->find('@') == std::string::npos, "no login in the open");
}

void judge(const std::string& text) {
  const auto config = parse_config(text, "kiosk.json");
  if (!config) return must_be_about(config.error(), "kiosk.json");
  accepted(*config);
  if (config->schedule_fault) must_be_about(*config->schedule_fault, "kiosk.json");
  if (config->network_fault) return must_be_about(*config->network_fault, "kiosk.json");
  const auto flat = nlohmann::json::parse(text).flatten();
  for (const auto& [pointer, value] : flat.items()) is_known(pointer, value);
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(smilepost::fuzz::text_of({data, size}));
  smilepost::fuzz::judge(text);
  smilepost::fuzz::judge_as_a_bundles(text);
  return 0;
}
