#include "tests/driver/ui_driver.h"

#include <cstdlib>
#include <stdexcept>

#include "kiosk/journal/journal_reader.h"
#include "kiosk/staff/pin.h"
#include "record/chain.h"
#include "record/keys.h"
#include "tests/places.h"

namespace smilepost::tests {

namespace {

constexpr std::uint64_t frame_ms = 16;

// A test that cannot be set up ends here, saying why.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

kiosk::Config config_of(const DriverOptions& options) {
  kiosk::Config config;
  config.diagonal_inch = options.diagonal_inch;
  config.quarter_turns = options.quarter_turns;
  config.theme = options.theme;
  if (options.surveys.empty()) config.survey_sets = {"checkout", "service-desk"};
  config.languages = {"en", "de", "ar"};
  config.schedule = options.schedule;
  return config;
}

// Trying everything on takes a second, and has a test of its own.
kiosk::Stacking::Check check_of(const DriverOptions& options) {
  return [misfit = options.misfit](const auto&, const auto& language, const auto&) -> Status {
    if (language != misfit) return Done{};
    return Error{"it has no room"};
  };
}

std::vector<std::string> bundle_hashes(const DriverOptions& options) {
  std::vector<std::string> hashes;
  for (const auto& pin : options.bundle_pins) hashes.push_back(must(kiosk::hash_pin(pin)));
  return hashes;
}

record::CallNumber random_call_number() {
  record::CallNumber number{};
  record::fill_random(number);
  return number;
}

std::unique_ptr<platform::Window> open_window(const DriverOptions& options) {
  ::setenv("SDL_VIDEODRIVER", "offscreen", 1);
  return must(platform::Window::open({.width = options.width, .height = options.height}));
}

}  // namespace

std::uint64_t HeldStore::append(record::Body body) {
  const bool answer = std::holds_alternative<record::Answer>(body);
  auto sequence =
      failing ? Result<std::uint64_t>(Error{"the disk is full; free some"}) : journal_.append(body);
  if (answer) ++answers;
  if (answer && sequence) ++kept;
  done_.push_back({++tickets_, std::move(sequence)});
  return tickets_;
}

std::uint64_t HeldStore::probe() {
  done_.push_back({++tickets_, failing ? Result<std::uint64_t>(Error{"the disk is still full"})
                                       : Result<std::uint64_t>(std::uint64_t{0})});
  return tickets_;
}

std::vector<kiosk::Appended> HeldStore::take_appended() {
  if (held) return {};
  return std::exchange(done_, {});
}

struct UiDriver::Parts {
  Parts(const DriverOptions& options, const kiosk::Timetable& timetable,
        const std::filesystem::path& folder)
      : config(config_of(options)),
        window(open_window(options)),
        screen(must(kiosk::ScreenParts::open(*window, config, share(), folder / "cache"))),
        input(options.width, options.height, options.quarter_turns),
        restocking(kiosk::Stock::of_folder(options.surveys.empty() ? share() / "surveys"
                                                                   : options.surveys),
                   config, check_of(options)),
        shelf(must(options.misfit.empty() ? restocking.open({}, {})
                                          : restocking.open_on_trust({}, {}, [] {}))
                  .shelf),
        keys(must(platform::open_key_folder(folder / "keys"))),
        journal(must(kiosk::Journal::open(folder, *keys, clock))),
        staff(shelf.staff_sets(), shelf.scheduled(timetable.state().shows)),
        session(shelf.offer(staff.in_force()), {options.theme, screen.display.portrait()}, {},
                [&timetable] { return timetable.today(); }) {}

  static std::filesystem::path share() { return std::filesystem::path(tests::in_build("share")); }

  kiosk::Config config;
  std::unique_ptr<platform::Window> window;
  kiosk::ScreenParts screen;
  platform::InputQueue input;
  kiosk::Restocking restocking;
  kiosk::SurveyShelf shelf;
  platform::SystemClock clock;
  std::unique_ptr<platform::KeyStore> keys;
  std::unique_ptr<kiosk::Journal> journal;
  kiosk::StaffPanel staff;
  kiosk::Session session;
  kiosk::CallDesk call_desk{{{"", "Info"}}, random_call_number};
};

UiDriver::UiDriver(const DriverOptions& options)
    : options_(options), wall_(pace_, options.wall_ms), timetable_(wall_) {
  record::initialise_crypto();
  timetable_.use(options.schedule);
  timetable_.look(pace_.now_ms());
  parts_ = std::make_unique<Parts>(options, timetable_, folder_.path());
  store_ = std::make_unique<HeldStore>(*parts_->journal);
  finger_ = finger_of(1);
  auto& screen = parts_->screen;
  auto* team = options.team ? options.team(folder_.path()) : nullptr;
  app_ = std::make_unique<kiosk::App>(
      kiosk::AppParts{*parts_->window,
                      *screen.renderer,
                      parts_->input,
                      *screen.text,
                      screen.catalogue,
                      *screen.images,
                      screen.display,
                      screen.theme,
                      options.quarter_turns,
                      parts_->shelf,
                      parts_->session,
                      parts_->staff,
                      options.pin.empty() ? "" : must(kiosk::hash_pin(options.pin)),
                      *store_,
                      pace_,
                      [] { return kiosk::AnswerRecordCounts{}; },
                      &parts_->restocking,
                      [this] { return std::exchange(bundle_, std::nullopt); },
                      bundle_hashes(options),
                      false,
                      &timetable_,
                      options.rest,
                      team != nullptr ? &parts_->call_desk : nullptr,
                      team,
                      options.joining,
                      "7f3a91c0",
                      options.enrolled,
                      options.joining != nullptr,
                      options.usb});
  app_->look_on(*this);
  settle();
}

std::shared_ptr<platform::ScriptedFinger> UiDriver::finger_of(int number) const {
  return std::make_shared<platform::ScriptedFinger>(options_.width, options_.height,
                                                    options_.quarter_turns, number);
}

UiDriver::~UiDriver() {
  app_.reset();
  parts_.reset();
}

void UiDriver::frame_drawn(const kiosk::Registry&, const kiosk::SessionView&,
                           const kiosk::StaffView&, std::uint64_t) {
  if (std::exchange(wants_picture_, false)) picture_ = parts_->window->read_picture();
}

std::optional<std::uint64_t> UiDriver::next_ms() const {
  if (!wants_picture_) return {};
  return pace_.now_ms();
}

platform::Picture UiDriver::picture() {
  wants_picture_ = true;
  settle();
  return *std::exchange(picture_, {});
}

void UiDriver::settle() {
  // Enough for press, commit, outcome, the new screen's first frame.
  for (int turn = 0; turn < 8; ++turn) app_->turn();
}

void UiDriver::wait_for_pin() {
  pace_.waits_for_outside = true;
  while (app_->outside_under_way()) app_->turn();
  pace_.waits_for_outside = false;
  settle();
}

void UiDriver::wait(std::uint64_t ms) {
  for (std::uint64_t passed = 0; passed < ms; passed += frame_ms) {
    pace_.advance(std::min(frame_ms, ms - passed));
    app_->turn();
  }
  settle();
}

void UiDriver::pass(std::uint64_t ms) {
  pace_.sleeps_until = pace_.now_ms() + ms;
  for (; pace_.now_ms() < pace_.sleeps_until; ++turns_) app_->turn();
  settle();
}

void UiDriver::down(const std::string& id) {
  finger_at_ = middle_of(id);
  finger_->down(finger_at_);
  settle();
}

void UiDriver::down_at(float x, float y) {
  finger_at_ = {x, y};
  finger_->down(finger_at_);
  settle();
}

void UiDriver::move(float by) {
  finger_at_.x += by;
  finger_->move(finger_at_);
  settle();
}

void UiDriver::tap_with_another_finger(const std::string& id) {
  const auto first = std::exchange(finger_, finger_of(2));
  tap(id);
  finger_ = first;
}

void UiDriver::up() {
  finger_->up(finger_at_);
  settle();
}

void UiDriver::tap_quickly(const std::string& id) {
  down(id);
  wait(80);
  up();
}

void UiDriver::tap(const std::string& id) {
  tap_quickly(id);
  wait(1'000);
}

void UiDriver::tap_at(float x, float y) {
  finger_at_ = {x, y};
  finger_->down(finger_at_);
  wait(80);
  up();
  wait(1'000);
}

void UiDriver::hold(const std::string& id, std::uint64_t ms) {
  down(id);
  wait(ms);
  up();
}

// Without the marks around what was filled in.
static std::string as_seen(std::string text) {
  for (const std::string mark : {"\u2068", "\u2069"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.erase(at, mark.size());
    }
  }
  return text;
}

bool UiDriver::has(const std::string& id) const {
  return app_->registry().find(id) != nullptr;
}

bool UiDriver::shows(const std::string& text) const {
  for (const auto& shown : app_->registry().texts())
    if (as_seen(shown.text).find(text) != std::string::npos) return true;
  return false;
}

std::uint64_t UiDriver::frames() const {
  return app_->frames();
}

platform::Point UiDriver::middle_of(const std::string& id) const {
  const auto* target = app_->registry().find(id);
  if (!target) throw std::runtime_error("the screen has no '" + id + "'");
  return {target->rect.x + target->rect.w / 2, target->rect.y + target->rect.h / 2};
}

template <class Body>
std::vector<Body> UiDriver::kept() const {
  std::vector<Body> bodies;
  const auto reader = must(kiosk::JournalReader::open(folder_.path()));
  for (const auto& epoch : must(reader->epochs()))
    for (const auto& stored : must(reader->page(epoch.epoch, 0, 1'000, 1 << 20)))
      if (const auto opened = record::open_unverified(stored.cose);
          const auto* body = std::get_if<Body>(&opened.record.body))
        bodies.push_back(*body);
  return bodies;
}

std::vector<record::Answer> UiDriver::answers() const {
  return kept<record::Answer>();
}
Result<std::uint64_t> UiDriver::verified_answers() const {
  const auto reader = must(kiosk::JournalReader::open(folder_.path()));
  std::uint64_t answers = 0;
  for (const auto& epoch : must(reader->epochs())) {
    record::Chain chain(*reader->kiosk(), epoch.epoch);
    for (std::uint64_t from = 0;;) {
      const auto page = must(reader->page(epoch.epoch, from, 1'000, 1U << 20U));
      if (page.empty()) break;
      for (const auto& stored : page) {
        if (const auto verdict = chain.append(stored.cose); verdict != record::Verdict::good) {
          return Error{"record " + std::to_string(stored.sequence) + ": " +
                       std::string(record::to_string(verdict))};
        }
        answers += chain.last().kind == record::Kind::answer ? 1 : 0;
      }
      from = page.back().sequence + 1;
    }
  }
  return answers;
}
std::vector<record::StaffAction> UiDriver::staff_actions() const {
  return kept<record::StaffAction>();
}
std::vector<record::Call> UiDriver::calls() const {
  return kept<record::Call>();
}

}  // namespace smilepost::tests
