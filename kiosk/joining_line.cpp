#include "kiosk/joining_line.h"

#include <utility>

#include "kiosk/network_settings.h"
#include "kiosk/staff/pin.h"
#include "kiosk/sync/clock_floor.h"
#include "platform/network_state.h"
#include "record/keys.h"

namespace smilepost::kiosk {
namespace {

Joining::Times times_of(const Config& config) {
  Joining::Times times;
  if (config.first_retry_ms) times.first_retry_ms = *config.first_retry_ms;
  if (config.longest_retry_ms) times.longest_retry_ms = *config.longest_retry_ms;
  if (config.poll_ms) times.look_ms = *config.poll_ms;
  times.seed = record::random_u63();
  return times;
}

}  // namespace

Result<std::unique_ptr<JoiningLine>> BackendJoiningLine::open(
    const std::filesystem::path& state, const Config& config,
    std::function<Status(const record::Receipt&)> begin_delivery_anew, const platform::Clock& clock,
    std::function<void()> wake) {
  auto network = network_settings(config);
  if (!network) return std::unique_ptr<JoiningLine>();
  network->certificate_time_s = [floor = ClockFloor(state, clock, {})] {
    return floor.certificate_time_s();
  };
  platform::CurlOptions curl;
  curl.network = *std::move(network);
  auto reader = JournalReader::open(state);
  if (!reader) return reader.error();
  std::unique_ptr<BackendJoiningLine> line(new BackendJoiningLine());
  JoiningThread::World world{std::move(begin_delivery_anew),
                             [](const std::string& pin) { return hash_pin(pin); },
                             platform::own_address};
  line->thread_ =
      std::make_unique<JoiningThread>(state, *std::move(reader), platform::make_curl_client(curl),
                                      clock, std::move(world), times_of(config), std::move(wake));
  return std::unique_ptr<JoiningLine>(std::move(line));
}

}  // namespace smilepost::kiosk
