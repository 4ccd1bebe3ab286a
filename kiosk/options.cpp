#include "kiosk/options.h"

#include <charconv>
#include <functional>
#include <map>

#include "record/enrolment.h"

namespace smilepost::kiosk {

const char* const usage_text =
    R"(usage: smilepost-kiosk [run] [OPTION…]
       smilepost-kiosk --preview [--language TAG] [--survey FILE] [OPTION…]
       smilepost-kiosk lint [--language TAG] [--share DIR] [SURVEY-FILE…]
       smilepost-kiosk pictures --survey FILE --into DIR [--language TAG[,TAG…]] [--window WxH]
       smilepost-kiosk enrol --backend URL --code-file FILE --pin-file FILE [OPTION…]

Shows the survey, keeps every answer, sends them on when there is a backend.

  --state DIR            journal, keys, enrolment (/var/lib/smilepost)
  --share DIR            fonts, texts, smileys, survey sets (beside the program)
  --config FILE          kiosk.json, see below
  --provisioned FILE     what was set for this one kiosk, over kiosk.json; need not be there

run
  --window WxH           a window that stands for a 10.1 inch display
  --for SECONDS          end after so long
  --play-shop-day SECONDS  play scripted shoppers in fast motion, then end
  --seed N               of the scripted shoppers (1)
  --screenshots DIR      write a picture of each screen the first time it shows
  --figures FILE         append a line for each answering tap
  --trace FILE           append taps and confirmations, for tests

--preview               as run, in a window, for translators and survey authors: keeps nothing,
                       sends nothing
  --language TAG         begin in this language, also where the survey set has no texts in it;
                         en-XA (longer) and ar-XB (from right to left) are made of the English
  --survey FILE          this survey set

lint                   every screen in every language on every display that is supported: what is
                       missing, cut off, too small or hard-coded; exit code 1 where anything is

pictures               every screen of a survey set, as PNG files beside an index.html
  --into DIR             the folder; each language has one in it
  --language TAG[,TAG…]  in these languages, also those that the set has no texts in; else in its
                         own

enrol
  --backend URL          https://… (plain http only to this machine)
  --label TEXT           what the results page calls this kiosk
  --code-file FILE       the one-time code from 'smilepost enrol-code'; or that of
                         'smilepost enrol-code --acceptance', which is no secret: then
                         it waits until 'smilepost fleet accept' lets it in
  --pin-file FILE        the staff PIN, six digits

  --help, --version

kiosk.json, every field optional:
  {"display": {"diagonal_inch": 10.1, "rotation": 0|90|180|270, "theme": "light"|"dark"|"high-contrast"},
   "survey_folder": "/…", "survey_sets": ["checkout", …],
   "languages": {"offered": ["en", "de", …], "default": "en"},
   "sync": {"first_retry_seconds": 1, "longest_retry_seconds": 60, "poll_seconds": 5,
            "bundle_seconds": 600},
   "organisation_key": "64 hexadecimal digits of smilepost bundle make-key; without, no bundles",
   "network": {"pins": ["sha256//…=", the backup's], "ca_file": "/…",
               "client_certificate": "/…", "client_key": "/…",
               "proxy": "http://host:port" or "" for none, "proxy_login_file": "/…"},
   "answers": {"interval_seconds": 5},
   "sound": {"tap": false, "thanks": false, "more_time": false, "volume": 50,
             "quiet": [{"from": "20:00", "to": "08:00"}]},
   "updates": {"install": true, "quiet_hours": {"from": "02:00", "to": "05:00"}},
   "call": {"place": "the information desk", "presence_seconds": 60},
   "rest": {"dim_after_seconds": 300, "night_after_seconds": 120,
            "shift_px": 4, "shift_seconds": 240},
   "schedule": {"time_zone": "Europe/Berlin",
     "open": {"mon": ["08:00-13:00", "14:00-20:00"], …, "fri": ["20:00-02:00"]},
     "exceptions": [{"date": "2026-12-24", "name": "Christmas Eve", "open": ["08:00-13:00"]},
                    {"date": "12-25"}, {"from": "12-27", "to": "01-05"}],
     "rules": [{"weekdays": ["mon", …], "hours": "11:00-14:00", "from": "2026-12-01",
                "to": "2026-12-24", "survey_set": "…", "languages": {"offered": […], "default": "…"}}]}}

"schedule": weekdays that "open" leaves out are closed; without "open" it is always open. A date
without its year is of every year; an exception without "open" is closed; the first exception of a
day counts. Hours that end before they begin last past midnight; "00:00-24:00" is a whole day. The
first rule that fits says what shows, without one the first of survey_sets; it changes between
shoppers. What staff choose on the panel holds until the schedule next asks for something else.
While the clock is not set (1970), no schedule applies. "answers": a visit that begins sooner after
the one before is kept and counted, but flagged as quick. "rest": the screen dims (by 25 %, dark
theme 15 %) when nobody has touched it for so long; outside the opening hours it goes dark, and a
touch wakes it; the picture moves by a pixel now and then. "sound": thanks sound the same after
every vote; "more_time" is heard with "Do you need more time?". "call": a bell for "Could somebody
come?", where "place" says to ask when nobody is free; whether anybody is there is asked so often.

Exit codes: 0 ended as asked, 1 failed, 2 wrong usage.
)";

namespace {

std::optional<std::uint64_t> to_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number > 1'000'000'000) return {};
  return number;
}

bool read_size(const std::string& text, Options& options) {
  const auto cross = text.find('x');
  if (cross == std::string::npos) return false;
  const auto width = to_number(text.substr(0, cross));
  const auto height = to_number(text.substr(cross + 1));
  if (!width || !height || *width < 320 || *height < 320 || *width > 8192 || *height > 8192)
    return false;
  options.window = {static_cast<int>(*width), static_cast<int>(*height)};
  return true;
}

using Reader = std::function<bool(const std::string&, Options&)>;

Reader number(std::optional<std::uint64_t> Options::*member) {
  return [member](const std::string& text, Options& options) {
    options.*member = to_number(text);
    return (options.*member).has_value();
  };
}

Reader path(std::filesystem::path Options::*member) {
  return [member](const std::string& text, Options& options) {
    options.*member = text;
    return !text.empty();
  };
}

Reader text(std::string Options::*member) {
  return [member](const std::string& value, Options& options) {
    options.*member = value;
    return !value.empty();
  };
}

bool read_label(const std::string& value, Options& options) {
  options.label = value;
  return !value.empty() && value.size() <= record::longest_label;
}

struct Entry {
  const char* takes;
  Reader read;
};

const std::map<std::string, Entry>& entries() {
  static const std::map<std::string, Entry> all = {
      {"--state", {"a folder", path(&Options::state)}},
      {"--share", {"a folder", path(&Options::share)}},
      {"--config", {"a file", path(&Options::config)}},
      {"--provisioned", {"a file", path(&Options::provisioned)}},
      {"--window", {"a size such as 1280x800", read_size}},
      {"--for", {"a number of seconds", number(&Options::for_seconds)}},
      {"--play-shop-day", {"a number of seconds", number(&Options::play_seconds)}},
      {"--seed",
       {"a number",
        [](const std::string& value, Options& options) {
          const auto seed = to_number(value);
          options.seed = seed.value_or(0);
          return seed.has_value();
        }}},
      {"--screenshots", {"a folder", path(&Options::screenshots)}},
      {"--figures", {"a file", path(&Options::figures)}},
      {"--trace", {"a file", path(&Options::trace)}},
      {"--language", {"a language tag such as de or zh-Hant", text(&Options::language)}},
      {"--survey", {"a file", path(&Options::survey)}},
      {"--into", {"a folder", path(&Options::into)}},
      {"--backend", {"a URL", text(&Options::backend_url)}},
      {"--label", {"a text of at most 120 bytes", read_label}},
      {"--code-file", {"a file", path(&Options::code_file)}},
      {"--pin-file", {"a file", path(&Options::pin_file)}},
  };
  return all;
}

bool read_command(const std::string& word, Options& options) {
  static const std::map<std::string, Command> commands = {{"run", Command::run},
                                                          {"enrol", Command::enrol},
                                                          {"lint", Command::lint},
                                                          {"pictures", Command::pictures}};
  const auto found = commands.find(word);
  if (found == commands.end()) return false;
  options.command = found->second;
  return true;
}

Status require_enrolment_options(const Options& options) {
  if (options.backend_url.empty()) return Error{"enrol needs --backend URL"};
  if (options.code_file.empty()) return Error{"enrol needs --code-file FILE"};
  if (options.pin_file.empty()) return Error{"enrol needs --pin-file FILE"};
  return Done{};
}

Status require_what_is_needed(const Options& options) {
  if (options.command == Command::enrol) return require_enrolment_options(options);
  if (options.command != Command::pictures) return Done{};
  if (options.survey.empty()) return Error{"pictures needs --survey FILE"};
  if (options.into.empty()) return Error{"pictures needs --into DIR"};
  return Done{};
}

}  // namespace

Result<Options> parse_options(const std::vector<std::string>& arguments) {
  Options options;
  const auto only = [](Command command) {
    Options alone;
    alone.command = command;
    return alone;
  };
  std::size_t next = 0;
  if (!arguments.empty()) next = read_command(arguments[0], options) ? 1 : 0;
  while (next < arguments.size()) {
    const auto& name = arguments[next++];
    if (name == "--help" || name == "-h") return only(Command::help);
    if (name == "--version") return only(Command::version);
    if (name == "--preview") {
      options.preview = true;
      continue;
    }
    if (options.command == Command::lint && !name.starts_with("-")) {
      options.files.emplace_back(name);
      continue;
    }
    const auto entry = entries().find(name);
    if (entry == entries().end())
      return Error{"unknown option '" + name + "': see smilepost-kiosk --help"};
    if (next == arguments.size() || !entry->second.read(arguments[next], options))
      return Error{name + " takes " + entry->second.takes +
                   (next == arguments.size() ? "" : ", not '" + arguments[next] + "'")};
    ++next;
  }
  if (auto complete = require_what_is_needed(options); !complete) return complete.error();
  return options;
}

}  // namespace smilepost::kiosk
