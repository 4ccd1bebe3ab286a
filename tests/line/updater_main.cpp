// line_updater STATE BACKEND KIOSK IMAGE BOOT: the updates of a kiosk without its screen: the real
// download, and the real RAUC on the bus of DBUS_SYSTEM_BUS_ADDRESS. IMAGE is the version that
// runs, BOOT a digit, another one after each start of the machine; KIOSK as 32 hexadecimal digits.
// Says "STATE REASON" whenever that changes. Reads:
//   offer VERSION SIZE SHA256 PATH FLOOR   "-" for no floor
//   no offer
//   quiet | proven | synced                from now on
#include <fstream>
#include <iostream>
#include <mutex>
#include <sstream>
#include <thread>

#include "kiosk/journal/journal.h"
#include "kiosk/updates/updating.h"
#include "platform/key_store.h"

namespace {

using namespace smilepost;

template <class T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  std::cerr << result.error().message << "\n";
  std::exit(1);
}

// This machine's time, in a boot of its own.
class BootClock final : public platform::Clock {
 public:
  explicit BootClock(std::uint8_t boot) : boot_(boot) {}
  std::uint64_t monotonic_ms() const override { return clock_.monotonic_ms(); }
  std::int64_t wall_ms() const override { return clock_.wall_ms(); }
  bool synchronised() const override { return true; }
  std::array<std::uint8_t, 16> boot_id() const override { return {boot_}; }

 private:
  platform::SystemClock clock_;
  std::uint8_t boot_;
};

struct Told {
  std::mutex mutex;
  kiosk::UpdateSurroundings now;
  std::optional<std::optional<kiosk::Offer>> offer;
  bool over = false;
};

kiosk::Offer offer_in(std::istream& words) {
  kiosk::Offer offer;
  std::string sha256;
  words >> offer.version >> offer.size >> sha256 >> offer.path >> offer.floor;
  const auto bytes = record::from_hex(sha256).value();
  std::copy(bytes.begin(), bytes.end(), offer.sha256.begin());
  if (offer.floor == "-") offer.floor.clear();
  return offer;
}

void listen(Told& told) {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    const std::lock_guard lock(told.mutex);
    if (word == "offer") told.offer = offer_in(words);
    if (word == "no") told.offer = std::optional<kiosk::Offer>();
    if (word == "quiet") told.now.quiet = told.now.nobody_there = true;
    if (word == "proven") told.now.self_test_passed = told.now.frame_shown = true;
    if (word == "synced") told.now.synced = true;
  }
  const std::lock_guard lock(told.mutex);
  told.over = true;
}

}  // namespace

int main(int, char** words) {
  record::initialise_crypto();
  const std::filesystem::path state = words[1];
  const BootClock clock(static_cast<std::uint8_t>(words[5][0]));
  const auto keys = must(platform::open_key_folder(state / "keys"));
  const auto journal = must(kiosk::Journal::open(state, *keys, clock));
  std::ofstream(state / "os-release") << "NAME=\"Debian\"\nIMAGE_VERSION=\"" << words[4] << "\"\n";
  const auto updater =
      platform::make_rauc_updater({state / "os-release", state / "restart-wanted"});
  const auto http = platform::make_curl_client();

  Told told;
  kiosk::UpdateSettings settings;
  settings.state = state;
  settings.backend_url = words[2];
  settings.kiosk = words[3];
  settings.look_ms = 50;
  settings.first_retry_ms = 50;
  settings.spare_bytes = 0;
  kiosk::Updating updating({*updater, *http, clock,
                            [&told] {
                              const std::lock_guard lock(told.mutex);
                              return told.now;
                            },
                            [&state] { return kiosk::JournalReader::open(state); }},
                           settings);
  std::thread listener([&told] { listen(told); });
  std::string said;
  while (true) {
    {
      const std::lock_guard lock(told.mutex);
      if (told.over) break;
      if (auto offer = std::exchange(told.offer, std::nullopt)) updating.heard(*offer);
    }
    const auto next_ms = updating.step(clock.monotonic_ms());
    const auto report = updating.report();
    const std::string line = kiosk::to_string(report.state) + ": " + report.reason;
    if (line != said) std::cout << (said = line) << std::endl;
    const auto now_ms = clock.monotonic_ms();
    if (next_ms > now_ms)
      std::this_thread::sleep_for(
          std::chrono::milliseconds(std::min<std::uint64_t>(next_ms - now_ms, 50)));
  }
  listener.join();
  return 0;
}
