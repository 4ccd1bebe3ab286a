// A kiosk without a screen: the real journal, enrolment, sync and HTTP client, told on stdin what
// to do, so that thousands of exchanges take minutes. For each line it answers one:
//   enrol CODE       "enrolled", or "failed" and why
//   tap N            keeps N answers: "kept"
//   send             at most one exchange: "sent REQUESTS HTTP-STATUS" (0: no answer), or "rest"
//   restart          the sync forgets what it knows besides the journal: "restarted"
//   patience MS      the HTTP client gives up after that: "patient"
// Whatever must not happen on a lone and healthy kiosk ends it.
//   line_sender STATE URL
#include <iostream>
#include <sstream>

#include "kiosk/journal/journal.h"
#include "kiosk/sync/enrolment.h"
#include "kiosk/sync/sync.h"
#include "record/keys.h"

namespace smilepost::kiosk {
namespace {

constexpr int most_steps = 4;                    // one may but ask for a head
constexpr std::uint64_t an_hour_ms = 3'600'000;  // beyond every back-off

template <class T>
T or_die(Result<T> result) {
  if (result) return *std::move(result);
  std::cout << "died " << result.error().message << std::endl;
  std::exit(1);
}

class CountingClient final : public platform::HttpClient {
 public:
  void be_patient(std::chrono::milliseconds total) {
    platform::CurlOptions options;
    options.total_timeout = total;
    client_ = platform::make_curl_client(options);
  }
  Result<platform::HttpResponse> send(const platform::HttpRequest& request) override {
    ++requests;
    auto response = client_->send(request);
    status = response ? response->status : 0;
    return response;
  }
  void stop() override { client_->stop(); }

  int requests = 0;
  int status = 0;  // of the last one

 private:
  std::unique_ptr<platform::HttpClient> client_ = platform::make_curl_client();
};

class Sender {
 public:
  Sender(const std::filesystem::path& state, std::string url)
      : keys_(or_die(platform::open_key_folder(state / "keys"))),
        journal_(or_die(Journal::open(state, *keys_, clock_))),
        reader_(or_die(JournalReader::open(state))),
        url_(std::move(url)) {}

  std::string obey(const std::string& line) {
    std::istringstream words(line);
    std::string what, code;
    long number = 0;
    words >> what;
    if (what == "enrol" && words >> code) return enrol_with(code);
    if (what == "tap" && words >> number) return tap(number);
    if (what == "send" && sync_) return send();
    if (what == "restart" && key_) return restart();
    if (what == "patience" && words >> number) return patience(number);
    return "died: no such order: " + line;
  }

 private:
  std::string enrol_with(const std::string& code) {
    const auto enrolment = enrol(code, url_, "Till 3", *reader_, http_);
    if (!enrolment) return "failed " + enrolment.error().message;
    or_die(journal_->begin_delivery_anew((*enrolment)->receipt));
    key_ = (*enrolment)->receipt_key;
    restart();
    return "enrolled";
  }

  std::string tap(long count) {
    for (long i = 0; i < count; ++i) {
      record::Answer answer;
      answer.survey_set = "store";
      answer.question = "rating";
      answer.value = record::Vote{static_cast<std::uint8_t>(++tapped_ % 4 + 1), 4};
      answer.presentation = {"en", "light", false, false};
      or_die(journal_->append(answer));
    }
    return "kept";
  }

  std::string send() {
    const int before = http_.requests;
    http_.status = 0;
    now_ms_ += an_hour_ms;
    for (int step = 0; step < most_steps && http_.requests == before; ++step) sync_->step(now_ms_);
    if (http_.requests == before) return "rest";
    return "sent " + std::to_string(http_.requests - before) + " " + std::to_string(http_.status);
  }

  std::string restart() {
    SyncSettings settings;
    settings.backend_url = url_;
    settings.receipt_key = *key_;
    sync_ = std::make_unique<Sync>(*reader_, writer(), http_, clock_, settings);
    return "restarted";
  }

  std::string patience(long milliseconds) {
    http_.be_patient(std::chrono::milliseconds(milliseconds));
    return "patient";
  }

  Sync::Writer writer() {
    return {[this](const record::Receipt& receipt) { return journal_->keep_receipt(receipt); },
            [this] { or_die(journal_->append_head()); },
            [this](const record::TimeHeard& heard) { or_die(journal_->append(heard)); },
            [](record::Epoch, std::uint64_t) { or_die<int>(Error{"it takes records for lost"}); },
            [](record::Epoch) { or_die<int>(Error{"it takes its epoch for forked"}); }};
  }

  platform::SystemClock clock_;
  std::unique_ptr<platform::KeyStore> keys_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<JournalReader> reader_;
  std::string url_;
  CountingClient http_;
  std::optional<record::PublicKey> key_;
  std::unique_ptr<Sync> sync_;
  std::uint64_t now_ms_ = 0;  // of the sync's back-off alone
  std::uint64_t tapped_ = 0;
};

}  // namespace
}  // namespace smilepost::kiosk

int main(int count, char** arguments) {
  if (count != 3) return 2;
  smilepost::record::initialise_crypto();
  smilepost::kiosk::Sender sender(arguments[1], arguments[2]);
  std::cout << "ready" << std::endl;
  for (std::string line; std::getline(std::cin, line);) std::cout << sender.obey(line) << std::endl;
  return 0;
}
