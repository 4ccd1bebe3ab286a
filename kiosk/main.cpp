// smilepost-kiosk: wires the parts and runs the loop.
#include <sys/stat.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <thread>
#include <tuple>

#include "kiosk/app.h"
#include "kiosk/authoring/lint.h"
#include "kiosk/authoring/pictures.h"
#include "kiosk/authoring/rehearsal.h"
#include "kiosk/config.h"
#include "kiosk/curfew.h"
#include "kiosk/delivery.h"
#include "kiosk/fitting.h"
#include "kiosk/journal/journal_thread.h"
#include "kiosk/network_settings.h"
#include "kiosk/options.h"
#include "kiosk/play/play.h"
#include "kiosk/play/tap_tally.h"
#include "kiosk/restocking.h"
#include "kiosk/schedule_check.h"
#include "kiosk/screen_parts.h"
#include "kiosk/sounding.h"
#include "kiosk/staff/pin.h"
#include "kiosk/storage_break.h"
#include "kiosk/sync/enrolment_file.h"
#include "kiosk/team_line.h"
#include "kiosk/timetable.h"
#include "platform/log.h"
#include "platform/stop_signal.h"
#include "record/keys.h"

namespace smilepost::kiosk {
namespace {

constexpr int exit_failed = 1, exit_usage = 2;
// How long the kiosk stays to send what it holds, once it was asked to end.
constexpr std::chrono::seconds farewell{10};
constexpr std::chrono::seconds ask_again_after{2};

// Installed: <prefix>/bin and <prefix>/share/smilepost. In a build folder: bin and share.
std::filesystem::path share_folder(const Options& options) {
  if (!options.share.empty()) return options.share;
  const auto prefix = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
  const auto installed = prefix / "share" / "smilepost";
  return std::filesystem::exists(installed) ? installed : prefix / "share";
}

Result<std::string> first_line(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || line.empty())
    return Error{file.string() + ": cannot be read or is empty; write the one line into it"};
  return line;
}

Status make_folder(const std::filesystem::path& folder, const std::string& option) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return Error{folder.string() + ": " + error.message() + "; pick another with " + option};
  return Done{};
}

struct Kept {
  std::unique_ptr<platform::KeyStore> keys;
  std::unique_ptr<Journal> journal;
};

Result<Kept> open_journal_in(const std::filesystem::path& state, const platform::Clock& clock) {
  if (auto made = make_folder(state, "--state"); !made) return made.error();
  auto keys = platform::open_key_folder(state / "keys");
  if (!keys) return keys.error();
  auto journal = Journal::open(state, **keys, clock);
  if (!journal) return journal.error();
  return Kept{*std::move(keys), *std::move(journal)};
}

// Where no one-time code was shown, until an administrator accepts this kiosk. Ended before, it may
// be started again: nothing is lost.
Result<Enrolment> enrol_or_wait(const std::function<Result<std::optional<Enrolment>>()>& ask,
                                const record::KioskId& kiosk) {
  for (bool told = false;; told = true) {
    auto enrolled = ask();
    if (!enrolled) return enrolled.error();
    if (*enrolled) return **std::move(enrolled);
    if (!told) {
      std::cout << "waiting until this kiosk is accepted; where the backend runs: smilepost fleet "
                   "accept "
                << record::to_hex(kiosk).substr(0, 8) << std::endl;
    }
    std::this_thread::sleep_for(ask_again_after);
  }
}

Result<std::unique_ptr<platform::HttpClient>> client_for_enrolment(const Options& options,
                                                                   const platform::Clock& clock) {
  const auto config = options.config.empty() ? Config{} : read_config(options.config);
  if (!config) return config.error();
  auto network = network_settings(*config);
  if (!network) return network.error();
  network->certificate_time_s = [floor = ClockFloor(options.state, clock, {})] {
    return floor.certificate_time_s();
  };
  platform::CurlOptions curl;
  curl.network = *std::move(network);
  return platform::make_curl_client(curl);
}

Status enrol_kiosk(const Options& options) {
  auto pin = first_line(options.pin_file);
  if (!pin) return pin.error();
  auto pin_hash = hash_pin(*pin);
  if (!pin_hash) return in_context(options.pin_file.string(), pin_hash.error());
  auto code = first_line(options.code_file);
  if (!code) return code.error();

  const platform::SystemClock clock;
  auto kept = open_journal_in(options.state, clock);
  if (!kept) return kept.error();
  auto reader = JournalReader::open(options.state);
  if (!reader) return reader.error();
  const auto http = client_for_enrolment(options, clock);
  if (!http) return http.error();
  auto enrolled = enrol_or_wait(
      [&] { return enrol(*code, options.backend_url, options.label, **reader, **http); },
      kept->journal->kiosk());
  if (!enrolled) return enrolled.error();
  // First: with the old enrolment everything is sent once more, with the new one it must be.
  if (auto begun = kept->journal->begin_delivery_anew(enrolled->receipt); !begun) return begun;
  return save_enrolment(options.state,
                        {enrolled->backend_url, enrolled->receipt_key, *pin_hash, enrolled->kiosk});
}

struct State {
  std::unique_ptr<platform::KeyStore> keys;
  std::unique_ptr<Journal> journal;
  std::optional<EnrolmentFile> enrolment;
};

Result<State> try_state(const Options& options, const platform::Clock& clock) {
  auto kept = open_journal_in(options.state, clock);
  if (!kept) return kept.error();
  auto enrolment = load_enrolment(options.state);
  if (!enrolment) return enrolment.error();
  return State{std::move(kept->keys), std::move(kept->journal), *std::move(enrolment)};
}

// A kiosk waits for its disk; who plays a shop day does not.
Result<State> open_state(const Options& options, StorageBreak& storage_break,
                         platform::StopSignal& stop, const platform::Clock& clock) {
  if (options.play_seconds) return try_state(options, clock);
  std::optional<State> state;
  const auto attempt = [&]() -> Status {
    auto opened = try_state(options, clock);
    if (!opened) return opened.error();
    state = *std::move(opened);
    return Done{};
  };
  const auto done = storage_break.wait_for(
      attempt, [&stop] { return stop.asked(); }, clock);
  if (!done) return done.error();
  return *std::move(state);
}

// Until it is asked to end.
void serve_shoppers(App& app, const Options& options, const Pace& pace,
                    const std::function<bool()>& stop) {
  Curfew curfew(options.for_seconds ? std::optional(pace.now_ms() + *options.for_seconds * 1'000)
                                    : std::nullopt);
  app.look_on(curfew);
  app.run([&] { return stop() || curfew.passed(); });
  app.see_off();
}

// Who asks a second time does not want to wait for the network.
void send_what_is_left(Delivery& delivery, const Options& options, platform::StopSignal& stop) {
  const platform::StopCall hurry(stop, [&delivery] { delivery.give_up(); });
  delivery.finish(options.state, farewell);
}

Stock stock_of(const Options& options, const Config& config, const std::filesystem::path& share) {
  const auto folder = config.survey_folder.empty() ? share / "surveys" : config.survey_folder;
  if (!options.preview) return Stock::of_folder(folder);
  return options.survey.empty() ? rehearsed_folder(folder, options.language)
                                : rehearsed_file(options.survey, options.language);
}

record::CallNumber random_call_number() {
  record::CallNumber number{};
  record::fill_random(number);
  return number;
}

// Who plays a shop day calls nobody.
Result<std::unique_ptr<TeamLine>> open_team_line(const Options& options, const Config& config,
                                                 const std::optional<EnrolmentFile>& enrolment,
                                                 const platform::Clock& clock,
                                                 const std::function<void()>& wake) {
  if (!enrolment || config.call_place.empty() || options.play_seconds)
    return std::unique_ptr<TeamLine>();
  return BackendTeamLine::open(options.state, config, *enrolment, clock, wake);
}

// Long because it is a list: every part, in the order in which they need each other.
Status run_kiosk(const Options& options) {
  platform::StopSignal stop;
  const platform::SystemClock clock;
  auto config = options.config.empty() ? Config{} : read_config(options.config);
  if (!config) return config.error();
  config = with_sound_schedule(*std::move(config));
  const auto share = share_folder(options);

  platform::WindowOptions window_options;
  window_options.full_screen = !options.window && !options.play_seconds;
  window_options.hide_pointer = window_options.full_screen;
  if (options.window) std::tie(window_options.width, window_options.height) = *options.window;
  // A window stands for a kiosk's display, whatever monitor it is on.
  if (!window_options.full_screen && !config->diagonal_inch)
    config->diagonal_inch = usual_diagonal_inch;
  auto window = platform::Window::open(window_options);
  if (!window) return window.error();
  auto screen = ScreenParts::open(**window, *config, share, options.state / "cache");
  if (!screen) return screen.error();
  if (!config->diagonal_inch && !(*window)->dpi())
    platform::log_warning(
        "the display does not say how large it is: 10.1 inch is assumed; set "
        "display.diagonal_inch in kiosk.json if it is another");
  const auto wake = [&window = **window] { window.wake(); };
  const platform::StopCall wakes(stop, wake);
  Fitting fitting(*screen, config->call_place);
  std::optional<BundleStore> bundles;
  if (config->organisation_key)
    bundles = BundleStore::open(options.state, *config->organisation_key);
  if (options.preview && !options.language.empty()) config->default_language = options.language;
  Restocking restocking(stock_of(options, *config, share), *config,
                        [&fitting](const auto& set, const auto& language, const auto& line) {
                          return fitting.check(set, language, line);
                        });
  auto stocked =
      bundles ? restocking.open(bundles->newest(), bundles->before()) : restocking.open({}, {});
  if (!stocked) return stocked.error();
  auto& shelf = stocked->shelf;
  // Who looks at a preview or plays a shop day does so at any hour.
  Timetable timetable(clock);
  if (!options.preview && !options.play_seconds) timetable.use(stocked->schedule);
  timetable.look(clock.monotonic_ms());
  const auto scheduled = shelf.scheduled(timetable.state().shows);

  StorageBreak storage_break(**window, *screen, config->quarter_turns, scheduled.default_language);
  auto state = open_state(options, storage_break, stop, clock);
  if (!state) return state.error();
  const auto& enrolment = state->enrolment;
  const auto staff_choice = state->journal->last_staff_action();
  if (!staff_choice) platform::log_error(staff_choice.error().message);

  const auto staff_moment = state->journal->last_staff_moment();
  const bool staff_chose = staff_choice && *staff_choice &&
                           !(staff_moment && timetable.has_changed_since(*staff_moment));
  StaffPanel staff(shelf.staff_sets(), staff_chose ? **staff_choice : scheduled);
  staff.set_bundle(stocked->version);
  const auto offer = shelf.offer(staff.in_force());
  Session session(offer, {screen->theme.name, screen->display.portrait()},
                  {.scrutiny = config->scrutiny});
  platform::InputQueue input((*window)->width(), (*window)->height(), config->quarter_turns);
  RealPace real_pace(clock);
  FastPace fast_pace;
  Pace& pace = options.play_seconds ? static_cast<Pace&>(fast_pace) : real_pace;

  auto journal =
      std::make_unique<JournalThread>(std::move(state->journal), JournalThread::Timing{}, wake);
  std::unique_ptr<TapTally> tally;
  if (!options.figures.empty()) {
    auto opened = TapTally::open(options.figures);
    if (!opened) return opened.error();
    tally = *std::move(opened);
  }
  JournalStore journal_store(*journal);
  // The scripted finger's taps are counted where they are made.
  TalliedStore store(journal_store, options.play_seconds ? nullptr : tally.get());
  auto delivery = std::make_unique<Delivery>();
  if (enrolment) {
    auto started = delivery->start(options.state, *config, *enrolment, *journal, clock, wake,
                                   std::move(bundles));
    if (!started) return started;
  }

  auto team = open_team_line(options, *config, enrolment, clock, wake);
  if (!team) return team.error();
  CallDesk call_desk(config->call_place, random_call_number);

  App app({**window,
           *screen->renderer,
           input,
           *screen->text,
           screen->catalogue,
           *screen->images,
           screen->display,
           screen->theme,
           config->quarter_turns,
           shelf,
           session,
           staff,
           enrolment ? enrolment->pin_hash : std::string{},
           store,
           pace,
           [&delivery] { return delivery->counts(); },
           options.play_seconds ? nullptr : &restocking,  // scripted shoppers know one survey set
           [&delivery] { return delivery->take_bundle(); },
           stocked->pin_hashes,
           staff_chose,
           &timetable,
           config->rest,
           *team ? &call_desk : nullptr,
           team->get()});
  app.look_on(*delivery);
  std::unique_ptr<platform::Loudspeaker> loudspeaker;
  std::optional<Sounding> sounding;
  if (config->sound.ever_heard() && !options.play_seconds) {
    loudspeaker = platform::default_loudspeaker(platform::log_warning);
    sounding.emplace(config->sound, *loudspeaker, clock);
    app.look_on(*sounding);
  }
  std::unique_ptr<Trace> trace;
  if (!options.trace.empty()) {
    auto opened = Trace::open(options.trace);
    if (!opened) return opened.error();
    trace = *std::move(opened);
    app.look_on(*trace);
  }
  Photographer photographer(**window, options.screenshots);
  if (!options.screenshots.empty()) {
    if (auto made = make_folder(options.screenshots, "--screenshots"); !made) return made;
    app.look_on(photographer);
  }
  platform::log_info("ready: " + (*window)->driver() + " " + std::to_string((*window)->width()) +
                     "x" + std::to_string((*window)->height()) +
                     (enrolment ? "" : ", not enrolled: answers are kept, not sent"));

  const auto asked_to_stop = [&stop] { return stop.asked(); };
  const auto told = [&](const std::string& answer) {
    if (tally) tally->tapped();
    if (trace) trace->tell("tap " + answer);
  };
  Status served = Done{};
  if (options.play_seconds)
    served = play_shop_day(app, {*options.play_seconds, options.seed, config->quarter_turns}, offer,
                           **window, told, asked_to_stop);
  else
    serve_shoppers(app, options, pace, asked_to_stop);

  journal->request_head();
  journal->flush();
  send_what_is_left(*delivery, options, stop);
  delivery.reset();
  team->reset();
  journal.reset();
  return served;
}

// To look at: what it keeps goes with it.
Status preview_kiosk(Options options) {
  std::string folder = std::filesystem::temp_directory_path() / "smilepost-preview-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr)
    return Error{folder + ": cannot be made; see that there is room in the folder TMPDIR names"};
  options.state = folder;
  if (!options.window) options.window = {1280, 800};
  Status shown = run_kiosk(options);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return shown;
}

Status lint_sets(const Options& options) {
  const auto count = lint({share_folder(options), options.files, options.language},
                          [](const std::string& line) { std::cout << line << std::endl; });
  if (!count) return count.error();
  if (*count == 0) return Done{};
  return Error{std::to_string(*count) + " findings, each above with what to do"};
}

Status draw_set(const Options& options) {
  const auto [width, height] = options.window.value_or(std::pair(1280, 800));
  return draw_pictures(
      {share_folder(options), options.survey, options.language, width, height, options.into},
      [](const std::string& line) { std::cout << line << std::endl; });
}

int report(const Status& status) {
  if (status) return 0;
  platform::log_error(status.error().message);
  return exit_failed;
}

int main_of(const std::vector<std::string>& arguments) {
  ::umask(077);  // what it makes is nobody else's to read: answers, keys, pictures
  const auto options = parse_options(arguments);
  if (!options) {
    std::cerr << "smilepost-kiosk: " << options.error().message << "\n";
    return exit_usage;
  }
  switch (options->command) {
    case Command::help:
      std::cout << usage_text;
      return 0;
    case Command::version:
      std::cout << "smilepost-kiosk " SMILEPOST_VERSION "\n";
      return 0;
    case Command::enrol:
      record::initialise_crypto();
      return report(enrol_kiosk(*options));
    case Command::run:
      record::initialise_crypto();
      return report(options->preview ? preview_kiosk(*options) : run_kiosk(*options));
    case Command::lint:
      return report(lint_sets(*options));
    case Command::pictures:
      return report(draw_set(*options));
  }
  return exit_usage;
}

}  // namespace
}  // namespace smilepost::kiosk

int main(int count, char** arguments) {
  return smilepost::kiosk::main_of({arguments + 1, arguments + count});
}
