#include "kiosk/sync/enrolment.h"

#include "record/enrolment.h"

namespace smilepost::kiosk {
namespace {

struct FirstRecord {
  record::KioskId kiosk{};
  record::Epoch epoch = 0;
  record::Bytes cose;
};

Result<FirstRecord> first_record(const JournalReader& journal) {
  const auto kiosk = journal.kiosk();
  if (!kiosk) return kiosk.error();
  const auto epochs = journal.epochs();
  if (!epochs) return epochs.error();
  if (epochs->empty() || record::kiosk_id_of(epochs->front().public_key) != *kiosk) {
    return Error{
        "the journal does not begin with this kiosk's first epoch, so it cannot be enrolled: move "
        "the state folder aside, keep it for its answers, and start as a new kiosk"};
  }
  auto page = journal.page(epochs->front().epoch, 0, 1, 1);
  if (!page) return page.error();
  if (page->empty()) return Error{"the journal's first record is missing: start the kiosk once"};
  return FirstRecord{*kiosk, epochs->front().epoch, std::move(page->front().cose)};
}

std::string remedy(int http_status) {
  if (http_status == 403) return "ask for a new code, this one was used, is too old or unknown";
  if (http_status == 404) return "check the address, no backend of ours answers there";
  return "check the address and the backend";
}

using Course = EnrolmentOutcome::Course;

EnrolmentOutcome failed(Course course, Error error) {
  return {course, {}, std::move(error), 0};
}

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

platform::HttpRequest request_to(const std::string& base, const record::EnrolmentCode& code,
                                 const FirstRecord& first, const std::string& label) {
  platform::HttpRequest request;
  request.method = "POST";
  request.url = base + "/v1/enrolments";
  request.headers = {{"Content-Type", "application/cbor"}};
  request.body = record::encode(record::EnrolmentRequest{code.secret, first.cose, label});
  return request;
}

EnrolmentOutcome refusal(const std::string& base, const platform::HttpResponse& response) {
  auto outcome = failed(response.status == 403 ? Course::refused : Course::failed,
                        Error{"enrolment: " + base + " answers HTTP " +
                              std::to_string(response.status) + ": " + remedy(response.status)});
  outcome.asked_to_wait_ms = response.retry_after_s * 1'000;
  return outcome;
}

EnrolmentOutcome believe(const std::string& base, const record::EnrolmentCode& code,
                         const FirstRecord& first, const platform::HttpResponse& response) {
  const auto answer = record::decode_enrolment_answer(response.body);
  if (!answer) {
    return failed(Course::failed,
                  Error{"enrolment: " + base + " answers something else: check the address"});
  }
  const auto opened = record::open_enrolment(*answer, code, first.kiosk, first.epoch);
  if (opened.verdict != record::Verdict::good) {
    return failed(Course::refused,
                  Error{"enrolment: " + base + " is not the backend that made this code (" +
                        std::string(record::to_string(opened.verdict)) + "): check the address"});
  }
  return {
      Course::enrolled, Enrolment{base, answer->receipt_key, first.kiosk, opened.receipt}, {}, 0};
}

}  // namespace

EnrolmentOutcome try_to_enrol(std::string_view code_text, const std::string& backend_url,
                              const std::string& label, const JournalReader& journal,
                              platform::HttpClient& http) {
  const auto code = record::parse_enrolment_code(code_text);
  if (!code) {
    return failed(Course::refused,
                  Error{"the enrolment code is mistyped: type it again, 32 letters "
                        "and digits"});
  }
  const auto first = first_record(journal);
  if (!first) return failed(Course::failed, first.error());
  const std::string base = without_slash(backend_url);
  const auto response = http.send(request_to(base, *code, *first, label));
  if (!response) return failed(Course::failed, in_context("enrolment", response.error()));
  if (response->status == 202) return {Course::waits, {}, {}, 0};
  if (response->status != 201) return refusal(base, *response);
  return believe(base, *code, *first, *response);
}

Result<std::optional<Enrolment>> enrol(std::string_view code_text, const std::string& backend_url,
                                       const std::string& label, const JournalReader& journal,
                                       platform::HttpClient& http) {
  auto outcome = try_to_enrol(code_text, backend_url, label, journal, http);
  if (outcome.course == Course::refused || outcome.course == Course::failed) return outcome.error;
  return std::move(outcome.enrolment);
}

}  // namespace smilepost::kiosk
