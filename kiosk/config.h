// kiosk.json: what IT sets for one kiosk. Every field may be missing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/screen_rest.h"
#include "kiosk/sound/sound_settings.h"
#include "kiosk/survey/schedule.h"
#include "kiosk/survey/scrutiny.h"
#include "platform/result.h"
#include "record/keys.h"

namespace smilepost::kiosk {

// How the backend is reached; what is missing is as in platform/http_client.h.
struct NetworkConfig {
  std::vector<std::string> pins;  // at most two
  std::filesystem::path ca_file, client_certificate, client_key, proxy_login_file;
  std::optional<std::string> proxy;
};

struct Config {
  std::string file;                    // where it was read, for messages
  std::optional<float> diagonal_inch;  // of the display; else EDID, else 10.1
  int quarter_turns = 0;               // clockwise, of the picture on the display
  std::string theme = "light";
  std::filesystem::path survey_folder;       // empty: the ready-made sets
  std::vector<std::string> survey_sets;      // ids; empty: all of the folder. The first one shows.
  std::vector<std::string> languages;        // offered until staff choose; empty: all of the set
  std::string default_language;              // empty: the first offered
  std::string offer_from = "kiosk.json";     // where these stand, for messages
  std::optional<Schedule> schedule;          // none: always open, the first set shows
  std::string schedule_from = "kiosk.json";  // where it stands, for messages
  // The first fault under /schedule. It costs the schedule, not the survey.
  std::optional<Error> schedule_fault;
  RestSettings rest;
  // Of the sync; what is missing is as in kiosk/sync/sync.h.
  std::optional<std::uint64_t> first_retry_ms, longest_retry_ms, poll_ms;
  // Of the bundles; without the key none is ever asked for.
  std::optional<record::PublicKey> organisation_key;
  std::optional<std::uint64_t> bundle_ms;
  ScrutinyTimes scrutiny;  // the interval alone is a setting
  SoundSettings sound;
  // Where shoppers ask when nobody comes, by language; under "" for every one. Without any nobody
  // can be called.
  std::map<std::string, std::string> call_place;
  std::optional<std::uint64_t> presence_ms;  // as in kiosk/sync/call_line.h
  NetworkConfig network;
  // Whether images are installed here; nothing: where RAUC is set up.
  std::optional<bool> installs_updates;
  Span quiet_hours{120, 300};  // minutes of the day; where the schedule closes, that counts instead
  // The first fault under /network. It costs the sync, not the survey: then nothing is sent.
  std::optional<Error> network_fault;
};

// Every Error names the file, the place (as a JSON pointer, RFC 6901) and the remedy.
Result<Config> parse_config(const std::string& json, const std::string& file);
Result<Config> read_config(const std::filesystem::path& file);
// With what `over` says instead of it, where there is such a file; either may be empty.
Result<Config> read_config(const std::filesystem::path& file, const std::filesystem::path& over);

// What kiosk.json may say, as JSON pointers.
std::vector<std::string> config_places();

// kiosk.json with what a bundle's settings say instead: survey sets, languages and the schedule,
// nothing else. A faulty schedule in them is an Error.
// Empty: nothing. `file` is only named in messages.
Result<Config> with_settings(const Config& config, const std::string& settings,
                             const std::string& file);

}  // namespace smilepost::kiosk
