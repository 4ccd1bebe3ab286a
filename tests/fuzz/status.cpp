// What kiosks say of themselves and what is replied: the bytes as messages from outside, and as
// payloads of ones that are signed.
#include "record/status.h"

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mended.h"
#include "tests/record/samples.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

const SigningKey& key() {
  static const SigningKey key = (initialise_crypto(), samples::key(7));
  return key;
}

// What a later version says besides is passed over, so the bytes need not be the same.
void judge_report(BytesView cose) {
  const OpenedStatusReport opened = open_status_report(cose, key().public_key());
  if (opened.verdict != Verdict::good) {
    must(opened.report == StatusReport{}, "a refused report says nothing");
    return;
  }
  const Bytes again = seal(opened.report, key());
  must(again.size() <= cose.size(), "what is read is no more than what was said");
  must(open_status_report(again, key().public_key()).report == opened.report,
       "an accepted report is sealed as the same");
  must(open_status_reply(cose, key().public_key()).verdict == Verdict::wrong_type,
       "a report is no reply");
}

void judge_reply(BytesView cose) {
  const OpenedStatusReply opened = open_status_reply(cose, key().public_key());
  if (opened.verdict != Verdict::good) {
    must(opened.reply == StatusReply{}, "a refused reply says nothing");
    return;
  }
  const auto again = seal(opened.reply, key());
  must(again && open_status_reply(*again, key().public_key()).reply == opened.reply,
       "an accepted reply is sealed as the same");
  const auto& release = opened.reply.release;
  must(!release || is_release_path(release->path), "a release lies below its place");
  must(open_status_reply(cose, signing_key().public_key()).verdict == Verdict::wrong_signature,
       "another key's reply says nothing");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smilepost;
  const record::BytesView bytes(data, size);
  fuzz::judge_report(bytes);
  fuzz::judge_reply(bytes);
  fuzz::judge_report(record::sign1(record::status_report_message, bytes, fuzz::key()));
  fuzz::judge_reply(record::sign1(record::status_reply_message, bytes, fuzz::key()));
  return 0;
}
