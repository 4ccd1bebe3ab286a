#include "kiosk/wiring/life.h"

#include <chrono>
#include <string>
#include <tuple>
#include <utility>

#include "kiosk/authoring/rehearsal.h"
#include "kiosk/curfew.h"
#include "kiosk/diagnosis.h"
#include "kiosk/life_signs.h"
#include "kiosk/play/play.h"
#include "kiosk/safe_mode.h"
#include "kiosk/schedule_check.h"
#include "kiosk/starts.h"
#include "platform/log.h"
#include "platform/recent_log.h"
#include "platform/renderer_name.h"
#include "platform/service_manager.h"
#include "record/keys.h"

namespace smilepost::kiosk {

namespace {

// How long the kiosk stays to send what it holds, once it was asked to end.
constexpr std::chrono::seconds farewell{10};

// As `smilepost fleet` names a kiosk.
constexpr std::size_t number_digits = 8;

bool is_full_screen(const Options& options) {
  return !options.window && !options.play_seconds;
}

Stock stock_of(const Options& options, const Config& config, const std::filesystem::path& share) {
  const auto folder = config.survey_folder.empty() ? share / "surveys" : config.survey_folder;
  if (!options.preview) return Stock::of_folder(folder);
  return options.survey.empty() ? rehearsed_folder(folder, options.language)
                                : rehearsed_file(options.survey, options.language);
}

// Every screen of one set in one language, in both sizes of text, on the slowest board without a
// GPU. All of them take as long as they are many.
constexpr std::chrono::seconds patience_for_a_language{120};

// Twice within the patience of whoever watches.
LifeSigns::Listener service_manager() {
  const auto patience = platform::watchdog_patience();
  return {platform::tell_ready, platform::tell_alive,
          patience ? std::optional<std::uint64_t>(patience->count() / 2) : std::nullopt};
}

record::CallNumber random_call_number() {
  record::CallNumber number{};
  record::fill_random(number);
  return number;
}

}  // namespace

Status Life::open() {
  using Opening = Status (Life::*)();
  for (const Opening opening :
       {&Life::open_starts, &Life::open_config, &Life::open_display, &Life::open_surveys,
        &Life::open_state, &Life::open_visits, &Life::open_store, &Life::open_delivery,
        &Life::open_joining, &Life::open_team, &Life::open_usb, &Life::open_app,
        &Life::open_updates, &Life::open_audience}) {
    if (auto done = (this->*opening)(); !done) return done;
  }
  return Done{};
}

// Before all that may go wrong. A preview is nobody's kiosk, and a played shop day looks only.
Status Life::open_starts() {
  if (options_.preview) return Done{};
  starts_ = std::make_unique<Starts>(
      options_.state, clock_.boot_id(), SMILEPOST_VERSION,
      options_.play_seconds ? Starts::Counting::looked_at : Starts::Counting::noted);
  return Done{};
}

Status Life::open_config() {
  auto config = read_config(options_.config, options_.provisioned);
  if (!config) return config.error();
  config_ = *std::move(config);
  open_bundles();
  if (safe_mode()) {
    platform::log_warning("safe mode after " + *starts_->safe_mode() +
                          ": the ready-made survey set shows, and votes are kept; as usual again "
                          "with another bundle or version, or once it was started after half an "
                          "hour that went well");
    config_ = in_safe_mode(std::move(config_));
  }
  config_ = with_sound_schedule(std::move(config_));
  // A window stands for a kiosk's display, whatever monitor it is on.
  if (!is_full_screen(options_) && !config_.diagonal_inch)
    config_.diagonal_inch = usual_diagonal_inch;
  if (options_.preview && !options_.language.empty()) config_.default_language = options_.language;
  return Done{};
}

void Life::open_bundles() {
  if (config_.organisation_key)
    bundles_ = BundleStore::open(options_.state, *config_.organisation_key);
  if (starts_)
    starts_->heed_bundle(bundles_ && bundles_->newest() ? bundles_->newest()->version : 0);
}

Status Life::open_display() {
  platform::WindowOptions asked;
  asked.full_screen = asked.hide_pointer = is_full_screen(options_);
  if (options_.window) std::tie(asked.width, asked.height) = *options_.window;
  auto window = platform::Window::open(asked);
  if (!window) return window.error();
  window_ = *std::move(window);
  auto screen = ScreenParts::open(*window_, config_, share_, options_.state / "cache");
  if (!screen) return screen.error();
  screen_ = std::make_unique<ScreenParts>(*std::move(screen));
  touch_watch_ = std::make_unique<platform::TouchWatch>(clock_);
  const auto renderer = platform::renderer_name();
  screen_figures_ = std::make_unique<ScreenFigures>(renderer);
  shown_on_ = window_->driver() + " " + std::to_string(window_->width()) + "x" +
              std::to_string(window_->height()) + ", " + renderer;
  if (!config_.diagonal_inch && !window_->dpi())
    platform::log_warning(
        "the display does not say how large it is: 10.1 inch is assumed; set "
        "display.diagonal_inch in kiosk.json if it is another");
  stop_wakes_ = std::make_unique<platform::StopCall>(stop_, wake());
  return Done{};
}

std::function<void()> Life::wake() const {
  return [&window = *window_] { window.wake(); };
}

Status Life::open_surveys() {
  fitting_ = std::make_unique<Fitting>(*screen_, config_.call_place);
  auto stocked = stock_up();
  if (!stocked && safe_mode()) {  // the ready-made set may lack a language of the shop's
    config_.languages.clear();
    config_.default_language.clear();
    stocked = stock_up();
  }
  if (!stocked) return stocked.error();
  stocked_ = std::make_unique<Restocked>(*std::move(stocked));
  // Who looks at a preview or plays a shop day does so at any hour.
  if (!options_.preview && !options_.play_seconds) timetable_.use(stocked_->schedule);
  timetable_.look(clock_.monotonic_ms());
  return Done{};
}

Result<Restocked> Life::stock_up() {
  restocking_ =
      std::make_unique<Restocking>(stock_of(options_, config_, share_), config_,
                                   [this](const auto& set, const auto& language, const auto& line) {
                                     if (!is_serving_)
                                       platform::tell_starting(patience_for_a_language);
                                     return fitting_->check(set, language, line);
                                   });
  auto stocked = safe_mode() || !bundles_ ? open_stock({}, {})
                                          : open_stock(bundles_->newest(), bundles_->before());
  // Whoever cuts the power three times must not get an older PIN back.
  if (stocked && safe_mode() && bundles_ && bundles_->newest())
    stocked->pin_hashes = bundles_->newest()->pin_hashes;
  return stocked;
}

// A bundle may be what made the starts before go wrong; a newer one that comes is tried at once.
// Only who shows shoppers a survey has idle time for the rest.
Result<Restocked> Life::open_stock(const std::optional<record::Bundle>& newest,
                                   const std::optional<record::Bundle>& before) {
  if (options_.preview || options_.play_seconds) {
    all_tried();
    return restocking_->open(newest, before);
  }
  if (starts_) starts_->offers_untried(true);
  return restocking_->open_on_trust(newest, before, [this] { all_tried(); });
}

void Life::all_tried() {
  all_tried_ = true;
  if (starts_) starts_->offers_untried(false);
  pass_self_test();
}

// All parts were opened, and all that is offered was drawn.
void Life::pass_self_test() {
  if (is_serving_ && all_tried_ && updates_) updates_->self_test_passed();
}

record::StaffAction Life::scheduled() const {
  return stocked_->shelf.scheduled(timetable_.state().shows);
}

Status Life::open_state() {
  StorageBreak storage_break(*window_, *screen_, config_.quarter_turns,
                             scheduled().default_language);
  auto state = kiosk::open_state(options_, storage_break, stop_, clock_);
  if (!state) return state.error();
  state_ = std::make_unique<State>(*std::move(state));
  number_ = record::to_hex(state_->journal->kiosk()).substr(0, number_digits);
  return Done{};
}

// Nothing where the schedule has asked for something else since.
std::optional<record::StaffAction> Life::staff_choice() const {
  if (safe_mode()) return std::nullopt;
  auto action = state_->journal->last_staff_action();
  if (!action) platform::log_error(action.error().message);
  const auto moment = state_->journal->last_staff_moment();
  if (!action || (moment && timetable_.has_changed_since(*moment))) return std::nullopt;
  return *std::move(action);
}

Status Life::open_visits() {
  const auto choice = staff_choice();
  staff_chose_ = choice.has_value();
  const auto& shelf = stocked_->shelf;
  const Today today = [this] { return timetable_.today(); };
  staff_ = std::make_unique<StaffPanel>(shelf.staff_sets(), choice.value_or(scheduled()));
  staff_->set_bundle(stocked_->version);
  staff_->set_safe_mode(safe_mode());
  session_ = std::make_unique<Session>(shelf.offer(staff_->in_force()),
                                       Look{screen_->theme.name, screen_->display.portrait()},
                                       SessionTimes{.scrutiny = config_.scrutiny}, today);
  earlier_reasons_ = std::make_unique<EarlierReasons>(
      *session_, today,
      EarlierReasons::in(options_.state, state_->journal->head(), timetable_.zone()));
  input_ = std::make_unique<platform::InputQueue>(window_->width(), window_->height(),
                                                  config_.quarter_turns);
  if (options_.play_seconds)
    pace_ = std::make_unique<FastPace>();
  else
    pace_ = std::make_unique<RealPace>(clock_);
  return Done{};
}

Status Life::open_store() {
  journal_ =
      std::make_unique<JournalThread>(std::move(state_->journal), JournalThread::Timing{}, wake());
  if (!options_.figures.empty()) {
    auto tally = TapTally::open(options_.figures);
    if (!tally) return tally.error();
    tally_ = *std::move(tally);
  }
  journal_store_ = std::make_unique<JournalStore>(*journal_);
  // The scripted finger's taps are counted where they are made.
  store_ = std::make_unique<TalliedStore>(*journal_store_,
                                          options_.play_seconds ? nullptr : tally_.get());
  return Done{};
}

record::ProgramStatus Life::program_status() const {
  record::ProgramStatus program;
  program.version = SMILEPOST_VERSION;
  if (starts_) {
    program.starts = starts_->in_boot();
    program.safe_mode = starts_->safe_mode();
  }
  return program;
}

Status Life::open_delivery() {
  delivery_ = std::make_unique<Delivery>();
  self_report_ = std::make_unique<SelfReport>(program_status(), options_.state, *screen_figures_,
                                              *touch_watch_);
  wishes_.describe([this] { return describe(); });
  if (!state_->enrolment) return Done{};
  return start_delivery(std::move(bundles_));
}

// On the sync's thread.
std::string Life::describe() const {
  DiagnosisFacts facts;
  facts.program = self_report_->program();
  facts.program.update = wishes_.update_state();
  facts.kiosk = number_;
  facts.display = shown_on_;
  facts.refused_usb = platform::refused_usb_devices();
  facts.state = options_.state;
  facts.settings = {options_.config, options_.provisioned};
  return diagnosis(facts, delivery_->counts(), platform::machine_health(), platform::recent_log());
}

Status Life::start_delivery(std::optional<BundleStore> bundles) {
  return delivery_->start(options_.state, config_, *state_->enrolment, *journal_, clock_, wake(),
                          std::move(bundles),
                          StatusEnds{[this] { return self_report_->figures(); }, &wishes_});
}

// Who plays a shop day or looks at a preview joins nobody.
Status Life::open_joining() {
  if (options_.preview || options_.play_seconds) return Done{};
  const auto begin_anew = [this](const record::Receipt& receipt) {
    delivery_->hold();
    return journal_->begin_delivery_anew(receipt);
  };
  auto joining = BackendJoiningLine::open(options_.state, config_, begin_anew, clock_, wake());
  if (!joining) return joining.error();
  joining_ = *std::move(joining);
  return Done{};
}

void Life::go_on_with(const EnrolmentFile& enrolment) {
  state_->enrolment = enrolment;
  std::optional<BundleStore> bundles;
  if (config_.organisation_key)
    bundles = BundleStore::open(options_.state, *config_.organisation_key);
  if (const auto started = start_delivery(std::move(bundles)); !started)
    platform::log_error(started.error().message);
  // They download from the backend that it is enrolled with now.
  if (updates_) {
    stop_updates();
    if (const auto started = start_updates(); !started)
      platform::log_error(started.error().message);
  }
  app_->use_team(*call_desk_, nullptr);
  if (const auto team = open_team(); !team) platform::log_error(team.error().message);
  app_->use_team(*call_desk_, team_.get());
}

// Who plays a shop day calls nobody.
Status Life::open_team() {
  call_desk_ = std::make_unique<CallDesk>(config_.call_place, random_call_number);
  const auto& enrolment = state_->enrolment;
  if (!enrolment || config_.call_place.empty() || options_.play_seconds) return Done{};
  auto team = BackendTeamLine::open(options_.state, config_, *enrolment, clock_, wake());
  if (!team) return team.error();
  team_ = *std::move(team);
  return Done{};
}

// A preview or a played shop day is nobody's to plug something into.
Status Life::open_usb() {
  if (!options_.preview && !options_.play_seconds) usb_ = watch_usb_devices(wake());
  return Done{};
}

Status Life::open_app() {
  app_ = std::make_unique<App>(
      AppParts{.window = *window_,
               .renderer = *screen_->renderer,
               .input = *input_,
               .text = *screen_->text,
               .catalogue = screen_->catalogue,
               .images = *screen_->images,
               .display = screen_->display,
               .theme = screen_->theme,
               .quarter_turns = config_.quarter_turns,
               .shelf = stocked_->shelf,
               .session = *session_,
               .staff = *staff_,
               .staff_pin_hash = state_->enrolment ? state_->enrolment->pin_hash : std::string{},
               .store = *store_,
               .pace = *pace_,
               .counts = [this] { return delivery_->counts(); },
               // Scripted shoppers know one survey set.
               .restocking = options_.play_seconds ? nullptr : restocking_.get(),
               .take_bundle = [this] { return delivery_->take_bundle(); },
               .bundle_pin_hashes = stocked_->pin_hashes,
               .staff_chose = staff_chose_,
               .timetable = &timetable_,
               .rest = config_.rest,
               .call_desk = team_ ? call_desk_.get() : nullptr,
               .team = team_.get(),
               .joining = joining_.get(),
               .number = number_,
               .enrolled = [this](const EnrolmentFile& file) { go_on_with(file); },
               .first_start_page = is_full_screen(options_),
               .usb = usb_.get()});
  app_->look_on(*delivery_);
  app_->look_on(*earlier_reasons_);
  app_->look_on(*screen_figures_);
  return Done{};
}

// Only on a kiosk's own display: a preview or a played shop day restarts no machine.
Status Life::open_updates() {
  if (options_.preview || options_.play_seconds) return Done{};
  if (!ImageUpdates::are_installed_here(config_)) return Done{};
  night_watch_ = std::make_unique<NightWatch>(timetable_, config_.quiet_hours);
  app_->look_on(*night_watch_);
  return start_updates();
}

Status Life::start_updates() {
  const auto reader = JournalReader::open(options_.state);
  if (!reader) return reader.error();
  const auto kiosk = (*reader)->kiosk();
  if (!kiosk) return kiosk.error();
  updates_ = std::make_unique<ImageUpdates>(options_.state, config_, state_->enrolment, *kiosk,
                                            *delivery_, *night_watch_, clock_);
  pass_self_test();
  wishes_.use(UpdateEnds{[&updates = *updates_](auto offer) { updates.heard(std::move(offer)); },
                         [&updates = *updates_] { return told(updates.report()); }});
  return Done{};
}

void Life::stop_updates() {
  wishes_.use(std::nullopt);
  updates_.reset();
}

Status Life::open_audience() {
  auto audience = Audience::open(options_, config_, *window_, timetable_);
  if (!audience) return audience.error();
  audience_ = *std::move(audience);
  audience_.look_on(*app_);
  return Done{};
}

Status Life::serve() {
  is_serving_ = true;
  pass_self_test();
  platform::log_info("ready: " + window_->driver() + " " + std::to_string(window_->width()) + "x" +
                     std::to_string(window_->height()) +
                     (state_->enrolment ? "" : ", not enrolled: answers are kept, not sent"));
  if (options_.play_seconds) return play_shop_day(*options_.play_seconds);
  serve_shoppers();
  return Done{};
}

Status Life::play_shop_day(std::uint64_t seconds) {
  const auto told = [this](const std::string& answer) {
    if (tally_) tally_->tapped();
    if (audience_.trace) audience_.trace->tell("tap " + answer);
  };
  return kiosk::play_shop_day(*app_, {seconds, options_.seed, config_.quarter_turns},
                              stocked_->shelf.offer(staff_->in_force()), *window_, told,
                              [this] { return stop_.asked(); });
}

void Life::serve_shoppers() {
  Curfew curfew(options_.for_seconds
                    ? std::optional(pace_->now_ms() + *options_.for_seconds * 1'000)
                    : std::nullopt);
  LifeSigns life_signs(service_manager(), [this] { return app_->oldest_write(); });
  app_->look_on(curfew);
  app_->look_on(life_signs);
  if (starts_) app_->look_on(*starts_);
  app_->run([&] { return stop_.asked() || curfew.passed(); });
  app_->see_off();
  if (starts_) starts_->ended_in_order();
}

// Who asks a second time does not want to wait for the network.
void Life::send_what_is_left() {
  const platform::StopCall hurry(stop_, [this] { delivery_->give_up(); });
  delivery_->finish(options_.state, farewell);
}

void Life::end() {
  platform::tell_stopping();
  journal_->request_head();
  journal_->flush();
  send_what_is_left();
  // Their threads may not see the journal go.
  joining_.reset();
  stop_updates();
  delivery_.reset();
  team_.reset();
  journal_.reset();
}

}  // namespace smilepost::kiosk
