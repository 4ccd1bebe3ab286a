// line_caller BACKEND CODE: a kiosk on an offscreen display that is enrolled there, with the loop,
// the journal and the call line of a real one. Reads lines and answers each with one:
//   tap ID       "done"
//   until TEXT   "shown" once the screen shows that text, or has a target of that id
// Its clock moves only by what taps and lock-outs take.
#include <condition_variable>
#include <iostream>
#include <mutex>

#include "kiosk/journal/journal_reader.h"
#include "kiosk/sync/enrolment.h"
#include "platform/clock.h"
#include "tests/driver/ui_driver.h"

namespace {

using namespace smilepost;

constexpr std::uint64_t lock_out_ms = 1'000;  // a new screen takes no tap before

template <class T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  std::cerr << result.error().message << "\n";
  std::exit(1);
}

// A real line that says on which thread there is news.
class Caller {
 public:
  Caller(std::string backend, std::string code)
      : backend_(std::move(backend)), code_(std::move(code)) {}

  kiosk::TeamLine* enrol_in(const std::filesystem::path& state) {
    const auto journal = must(kiosk::JournalReader::open(state));
    const auto http = platform::make_curl_client();
    const auto enrolled = must(kiosk::enrol(code_, backend_, "Entrance", *journal, *http));
    kiosk::Config config;
    config.presence_ms = 200;
    line_ = must(kiosk::BackendTeamLine::open(
        state, config, {enrolled->backend_url, enrolled->receipt_key, {}, enrolled->kiosk}, clock_,
        [this] { hear(); }));
    return line_.get();
  }

  void wait_until(tests::UiDriver& ui, const std::string& what) {
    for (;;) {
      std::unique_lock lock(mutex_);
      const auto before = news_;
      lock.unlock();
      ui.settle();
      if (ui.has(what) || ui.shows(what)) return ui.wait(lock_out_ms);
      lock.lock();
      changed_.wait(lock, [&] { return news_ != before; });
    }
  }

 private:
  void hear() {
    const std::lock_guard lock(mutex_);
    ++news_;
    changed_.notify_all();
  }

  std::string backend_, code_;
  platform::SystemClock clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t news_ = 0;  // guarded by mutex_
  std::unique_ptr<kiosk::TeamLine> line_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  Caller caller(arguments[1], arguments[2]);
  tests::UiDriver ui(
      tests::DriverOptions{.team = [&](const auto& state) { return caller.enrol_in(state); }});
  for (std::string line; std::getline(std::cin, line);) {
    const auto space = line.find(' ');
    const auto what = line.substr(space + 1);
    if (line.starts_with("tap ")) {
      ui.tap(what);
      std::cout << "done" << std::endl;
    } else {
      caller.wait_until(ui, what);
      std::cout << "shown" << std::endl;
    }
  }
}
