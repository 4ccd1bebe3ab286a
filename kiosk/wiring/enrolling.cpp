#include "kiosk/wiring/enrolling.h"

#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "kiosk/config.h"
#include "kiosk/journal/journal_reader.h"
#include "kiosk/network_settings.h"
#include "kiosk/staff/pin.h"
#include "kiosk/sync/clock_floor.h"
#include "kiosk/sync/enrolment.h"
#include "kiosk/wiring/state.h"
#include "platform/http_client.h"

namespace smilepost::kiosk {

namespace {

constexpr std::chrono::seconds ask_again_after{2};

Result<std::string> first_line(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || line.empty())
    return Error{file.string() + ": cannot be read or is empty; write the one line into it"};
  return line;
}

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

}  // namespace

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

}  // namespace smilepost::kiosk
