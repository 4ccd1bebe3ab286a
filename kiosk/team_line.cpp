#include "kiosk/team_line.h"

#include <utility>

#include "kiosk/network_settings.h"
#include "kiosk/sync/clock_floor.h"

namespace smilepost::kiosk {
namespace {

// A shopper waits: what takes longer than this has failed.
std::unique_ptr<platform::HttpClient> client_for(platform::NetworkOptions network) {
  platform::CurlOptions options;
  options.connect_timeout = std::chrono::milliseconds(5'000);
  options.stall_timeout = std::chrono::seconds(5);
  options.total_timeout = std::chrono::milliseconds(10'000);
  options.largest_body = std::size_t{4} << 10;
  options.network = std::move(network);
  return platform::make_curl_client(options);
}

CallSettings settings_of(const Config& config, const EnrolmentFile& enrolment) {
  CallSettings settings;
  settings.backend_url = enrolment.backend_url;
  settings.receipt_key = enrolment.receipt_key;
  if (config.presence_ms) settings.presence_every_ms = *config.presence_ms;
  return settings;
}

}  // namespace

Result<std::unique_ptr<TeamLine>> BackendTeamLine::open(const std::filesystem::path& state,
                                                        const Config& config,
                                                        const EnrolmentFile& enrolment,
                                                        const platform::Clock& clock,
                                                        std::function<void()> wake) {
  auto network = network_settings(config);
  if (!network) return std::unique_ptr<TeamLine>();
  // One of its own: the sync's belongs to another thread.
  network->certificate_time_s = [floor = ClockFloor(state, clock, {})] {
    return floor.certificate_time_s();
  };
  auto keys = platform::open_key_folder(state / "keys");
  if (!keys) return keys.error();
  std::unique_ptr<BackendTeamLine> line(new BackendTeamLine());
  line->keys_ = *std::move(keys);
  line->epoch_keys_.emplace(*line->keys_);
  line->thread_ =
      std::make_unique<CallThread>(settings_of(config, enrolment), *line->epoch_keys_,
                                   client_for(*std::move(network)), clock, std::move(wake));
  return std::unique_ptr<TeamLine>(std::move(line));
}

}  // namespace smilepost::kiosk
