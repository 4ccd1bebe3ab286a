#include "kiosk/image_updates.h"

#include <system_error>
#include <utility>

#include "kiosk/network_settings.h"
#include "kiosk/sync/clock_floor.h"

namespace smilepost::kiosk {

namespace {

constexpr const char* rauc_is_set_up = "/etc/rauc/system.conf";

// A piece of a download takes seconds. Where the network is set wrong, nothing is asked: as the
// delivery said at the start.
std::unique_ptr<platform::HttpClient> client_for(const std::filesystem::path& state,
                                                 const Config& config,
                                                 const platform::Clock& clock) {
  platform::CurlOptions options;
  options.stall_timeout = std::chrono::seconds(30);
  options.total_timeout = std::chrono::milliseconds(120'000);
  if (auto network = network_settings(config)) options.network = *std::move(network);
  options.network.certificate_time_s = [floor = ClockFloor(state, clock, {})] {
    return floor.certificate_time_s();
  };
  return platform::make_curl_client(options);
}

UpdateSettings settings_of(const std::filesystem::path& state,
                           const std::optional<EnrolmentFile>& enrolment,
                           const record::KioskId& kiosk) {
  UpdateSettings settings;
  settings.state = state;
  if (enrolment) settings.backend_url = enrolment->backend_url;
  settings.kiosk = record::to_hex(kiosk);
  return settings;
}

}  // namespace

bool ImageUpdates::are_installed_here(const Config& config) {
  std::error_code unseen;
  return config.installs_updates.value_or(std::filesystem::exists(rauc_is_set_up, unseen));
}

ImageUpdates::ImageUpdates(const std::filesystem::path& state, const Config& config,
                           const std::optional<EnrolmentFile>& enrolment,
                           const record::KioskId& kiosk, const Delivery& delivery,
                           const NightWatch& night, const platform::Clock& clock)
    : delivery_(delivery),
      night_(night),
      thread_(std::make_unique<UpdateThread>(
          platform::make_rauc_updater(), client_for(state, config, clock), clock,
          [this] { return surroundings(); }, [state] { return JournalReader::open(state); },
          settings_of(state, enrolment, kiosk))) {}

UpdateSurroundings ImageUpdates::surroundings() const {
  const auto counts = delivery_.counts();
  if (delivery_.online()) synced_ = true;
  UpdateSurroundings now;
  now.nobody_there = night_.nobody_there();
  now.quiet = night_.quiet();
  now.self_test_passed = self_test_passed_;
  now.frame_shown = night_.has_shown_a_frame();
  now.answers_wait = counts.kept > counts.acknowledged && !counts.waits;
  now.synced = synced_;
  return now;
}

}  // namespace smilepost::kiosk
