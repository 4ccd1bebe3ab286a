// What a kiosk posts, before any signature is looked at.
#include "backend/batch.h"

#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

void accepted(const backend::Batch& batch, BytesView body) {
  must(!batch.records.empty(), "a batch has a record");
  std::size_t at = 0;
  std::uint64_t due = batch.first();
  for (const auto& received : batch.records) {
    must(received.cose.data() == body.data() + at, "records lie side by side");
    must(received.record.kiosk == batch.kiosk, "a batch is of one kiosk");
    must(received.record.epoch == batch.epoch, "a batch is of one epoch");
    must(received.record.sequence == due++, "a batch has no gap");
    must(received.hash == hash_of(received.cose), "the hash is the record's");
    at += received.cose.size();
  }
  must(at == body.size(), "a batch is the whole body");
}

void refused(const backend::BatchFault& fault) {
  must(fault.verdict != Verdict::good, "a fault is one");
  must(fault.place > 0, "records are counted from 1");
  must(is_one_line(to_string(fault)), "a fault is one line");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smilepost;
  const auto read = backend::read_batch({data, size});
  if (const auto* fault = std::get_if<backend::BatchFault>(&read)) {
    fuzz::refused(*fault);
  } else {
    fuzz::accepted(std::get<backend::Batch>(read), {data, size});
  }
  return 0;
}
