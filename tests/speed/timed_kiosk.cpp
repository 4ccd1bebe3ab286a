#include "tests/speed/timed_kiosk.h"

#include <atomic>
#include <stdexcept>
#include <thread>

#include "kiosk/fitting.h"
#include "kiosk/screen_parts.h"
#include "record/keys.h"
#include "tests/kiosk/fakes/memory_key_store.h"
#include "tests/places.h"
#include "tests/platform/simulated_disk.h"
#include "tests/platform/temp_folder.h"
#include "tests/speed/shopper_hand.h"

namespace smilepost::tests {

namespace {

// What cannot be set up ends here, saying why.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

kiosk::Config config_of(const TimedOptions& options) {
  kiosk::Config config;
  config.diagonal_inch = options.diagonal_inch;
  config.quarter_turns = options.quarter_turns;
  config.survey_sets = {"checkout"};
  return config;
}

// Slow from `slow` on: what is made at the start does not count.
std::shared_ptr<SimulatedDisk> card_of(std::uint64_t sync_ms, const std::atomic<bool>& slow) {
  auto card = std::make_shared<SimulatedDisk>();
  card->fault = [sync_ms, &slow](Call call, const std::string&) {
    if (slow && call == Call::sync) std::this_thread::sleep_for(std::chrono::milliseconds(sync_ms));
    return Fault::none;
  };
  return card;
}

class TimedKiosk {
 public:
  explicit TimedKiosk(const TimedOptions& options)
      : config_(config_of(options)),
        window_(must(platform::Window::open({.width = options.width, .height = options.height}))),
        screen_(must(kiosk::ScreenParts::open(*window_, config_, share(), folder_.path()))),
        fitting_(screen_),
        input_(window_->width(), window_->height(), options.quarter_turns),
        restocking_(kiosk::Stock::of_folder(share() / "surveys"), config_,
                    [this](const auto& set, const auto& language, const auto& line) {
                      return fitting_.check(set, language, line);
                    }),
        shelf_(must(restocking_.open({}, {})).shelf),
        journal_(
            must(kiosk::Journal::open("/kiosk", keys_, clock_, card_of(options.card_ms, slow_))),
            kiosk::JournalThread::Timing{},
            [this] {
              stopwatch_.kept();
              window_->wake();
            }),
        store_(journal_),
        staff_(shelf_.staff_sets(), shelf_.first_choice()),
        session_(shelf_.offer(staff_.in_force()), {"light", screen_.display.portrait()}),
        pace_(clock_),
        app_({*window_, *screen_.renderer, input_, *screen_.text, screen_.catalogue,
              *screen_.images, screen_.display, screen_.theme, options.quarter_turns, shelf_,
              session_, staff_, "", store_, pace_, [] { return kiosk::AnswerRecordCounts{}; }}),
        options_(options) {
    app_.look_on(stopwatch_);
  }

  TimedVisits serve() {
    app_.turn();  // the first screen is there when the first shopper comes
    slow_ = true;
    TimedVisits result{window_->driver(), {}, {}};
    std::atomic<bool> over = false;
    std::thread hand([&] {
      result.fault = shop();
      over = true;
      window_->wake();
    });
    app_.run([&] { return over.load(); });
    hand.join();
    slow_ = false;
    result.delays = stopwatch_.delays();
    return result;
  }

 private:
  static std::filesystem::path share() { return std::filesystem::path(tests::in_build("share")); }

  // On the hand's thread.
  std::string shop() {
    ShopperHand hand(stopwatch_, {window_->width(), window_->height(), options_.quarter_turns},
                     options_.card_ms > 100, options_.seed);
    for (std::uint64_t visit = 0; visit < options_.visits; ++visit)
      if (auto fault = hand.visit(); !fault.empty()) return fault;
    return {};
  }

  kiosk::Config config_;
  TempFolder folder_;
  std::atomic<bool> slow_ = false;
  std::unique_ptr<platform::Window> window_;
  kiosk::ScreenParts screen_;
  Stopwatch stopwatch_;
  kiosk::Fitting fitting_;
  platform::InputQueue input_;
  kiosk::Restocking restocking_;
  kiosk::SurveyShelf shelf_;
  platform::SystemClock clock_;
  MemoryKeyStore keys_;
  kiosk::JournalThread journal_;
  kiosk::JournalStore store_;
  kiosk::StaffPanel staff_;
  kiosk::Session session_;
  kiosk::RealPace pace_;
  kiosk::App app_;
  TimedOptions options_;
};

}  // namespace

TimedVisits timed_visits(const TimedOptions& options) {
  record::initialise_crypto();
  return TimedKiosk(options).serve();
}

}  // namespace smilepost::tests
