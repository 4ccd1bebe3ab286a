// The backend from a request's body to the results page: records as they came, then with links and
// signatures made good again, posted twice by an enrolled kiosk.
#include "record/cbor.h"
#include "record/enrolment.h"

#include <nlohmann/json.hpp>

#include "platform/log.h"
#include "tests/backend/kitchen.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mended.h"
#include "tests/record/samples.h"

namespace smilepost::fuzz {
namespace {

using namespace record;
using backend::Response;
using backend::test::Kitchen;

std::string text(BytesView bytes) {
  return std::string(text_of(bytes));
}

void enrol(Kitchen& kitchen) {
  static const Bytes opened =
      samples::Kiosk().open_epoch(samples::first_epoch, 1, EpochReason::first_start);
  const EnrolmentRequest request{kitchen.make_code().secret, opened, "Till"};
  must(kitchen.post_enrolment(text(encode(request))).status == 201, "a kiosk enrols");
}

void is_problem(const Response& response) {
  const auto problem = nlohmann::json::parse(response.body, nullptr, false);
  must(problem.is_object() && problem["status"] == response.status, "a problem names its status");
  must(is_one_line(problem["detail"].get<std::string>()), "a problem is said in one line");
}

// FORMAT.md, "Wire".
void is_answer_to_records(const Kitchen& kitchen, const Response& response) {
  const int status = response.status;
  must(status == 200 || status == 409 || status == 403 || status == 422, "a status of FORMAT.md");
  if (response.content_type == "application/problem+json") return is_problem(response);
  must(status == 200 || status == 409, "a receipt comes with 200 or 409");
  const Bytes cose(response.body.begin(), response.body.end());
  const OpenedReceipt opened = open_receipt(cose, kitchen.key.public_key());
  must(opened.verdict == Verdict::good, "a receipt is genuine");
  must(status == 409 || opened.receipt.head.has_value(), "what was taken has a head");
}

nlohmann::json results(Kitchen& kitchen) {
  const Response response = kitchen.ask("GET", "/results.json");
  must(response.status == 200, "the results can always be read");
  must(kitchen.ask("GET", "/").status == 200, "the page can always be read");
  return nlohmann::json::parse(response.body);
}

// Consecutive records of one epoch each, as a kiosk sends them.
std::vector<std::string> mended_batches(const std::vector<BytesView>& records) {
  std::vector<std::string> batches;
  std::optional<Epoch> epoch;
  Hash hash{};
  for (const BytesView record : records) {
    const Opened opened = open_unverified(record);
    const bool begins = opened.verdict == Verdict::good && opened.record.sequence == 0;
    const Bytes cose = mended(record, begins ? Hash{} : hash);
    hash = hash_of(cose);
    if (batches.empty() || opened.record.epoch != epoch) batches.emplace_back();
    epoch = opened.record.epoch;
    batches.back() += text(cose);
  }
  return batches;
}

std::uint64_t stored(Kitchen& kitchen, const std::string& what) {
  return static_cast<std::uint64_t>(kitchen.count("SELECT count(*) FROM record WHERE " + what));
}

void judge(BytesView body) {
  static const tests::TempFolder folder;
  backend::test::empty_database_in(folder.path());
  Kitchen kitchen(folder.path());
  enrol(kitchen);
  is_answer_to_records(kitchen, kitchen.post_records(text(body)));
  const auto batches = mended_batches(items_of(body));
  for (const auto& batch : batches) is_answer_to_records(kitchen, kitchen.post_records(batch));
  const auto once = results(kitchen);
  for (const auto& batch : batches) is_answer_to_records(kitchen, kitchen.post_records(batch));
  const auto twice = results(kitchen);
  must(once["visits"] == twice["visits"], "a batch that is sent again counts nothing anew");
  must(once["answer_records"] == twice["answer_records"], "no answer is stored twice");
  must(twice["answer_records"] == stored(kitchen, "kind = 2"), "the page counts what is stored");
  must(twice["visits"] <= stored(kitchen, "kind = 2 AND visit = sequence"),
       "a visit has an answer");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smilepost;
  platform::set_log_level(static_cast<platform::LogLevel>(0));  // what is refused would be told
  fuzz::judge({data, size});
  return 0;
}
