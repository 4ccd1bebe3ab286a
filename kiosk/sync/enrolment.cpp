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

}  // namespace

Result<std::optional<Enrolment>> enrol(std::string_view code_text, const std::string& backend_url,
                                       const std::string& label, const JournalReader& journal,
                                       platform::HttpClient& http) {
  const auto code = record::parse_enrolment_code(code_text);
  if (!code) return Error{"the enrolment code is mistyped: type it again, 32 letters and digits"};
  const auto first = first_record(journal);
  if (!first) return first.error();
  std::string base = backend_url;
  while (!base.empty() && base.back() == '/') base.pop_back();

  platform::HttpRequest request;
  request.method = "POST";
  request.url = base + "/v1/enrolments";
  request.headers = {{"Content-Type", "application/cbor"}};
  request.body = record::encode(record::EnrolmentRequest{code->secret, first->cose, label});
  const auto response = http.send(request);
  if (!response) return in_context("enrolment", response.error());
  if (response->status == 202) return std::optional<Enrolment>();
  if (response->status != 201) {
    return Error{"enrolment: " + base + " answers HTTP " + std::to_string(response->status) + ": " +
                 remedy(response->status)};
  }
  const auto answer = record::decode_enrolment_answer(response->body);
  if (!answer) return Error{"enrolment: " + base + " answers something else: check the address"};
  const auto opened = record::open_enrolment(*answer, *code, first->kiosk, first->epoch);
  if (opened.verdict != record::Verdict::good) {
    return Error{"enrolment: " + base + " is not the backend that made this code (" +
                 std::string(record::to_string(opened.verdict)) + "): check the address"};
  }
  return std::optional(Enrolment{base, answer->receipt_key, first->kiosk, opened.receipt});
}

}  // namespace smilepost::kiosk
