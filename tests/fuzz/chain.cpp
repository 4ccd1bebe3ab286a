// A chain: a CBOR sequence of records as it came, then with links and signatures made good again.
#include "record/chain.h"

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mended.h"
#include "tests/record/samples.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

void is_at(const Chain& chain, BytesView cose) {
  must(chain.head().hash == hash_of(cose), "the chain's head is what came last");
  must(chain.head().sequence == chain.last().sequence, "the head is the last record's");
  must(open(cose, chain.public_key()).verdict == Verdict::good, "what is accepted is signed");
}

Verdict append(Chain& chain, BytesView cose) {
  Chain by_links = chain;
  const Chain before = chain;
  const Verdict verdict = chain.append(cose);
  const Verdict of_links = by_links.append(cose, Signatures::links_only);
  must(verdict == of_links || verdict == Verdict::wrong_signature, "links alone judge the same");
  if (verdict == Verdict::good) {
    is_at(chain, cose);
  } else {
    must(chain.empty() == before.empty(), "what is refused begins nothing");
    must(chain.empty() || chain.head() == before.head(), "what is refused moves nothing");
  }
  return verdict;
}

// FORMAT.md, "Chain", for a record whose kiosk, signature and link are right.
Verdict due(const Chain& chain, const Record& record) {
  if (record.epoch != samples::first_epoch) return Verdict::wrong_epoch;
  if (chain.empty()) {
    return record.kind == Kind::epoch_opened ? Verdict::good : Verdict::not_opened;
  }
  if (record.sequence <= chain.head().sequence) return Verdict::repeated;
  if (chain.last().kind == Kind::epoch_closed) return Verdict::after_close;
  return record.sequence == chain.head().sequence + 1 ? Verdict::good : Verdict::gap;
}

void follow(const std::vector<BytesView>& records) {
  Chain chain(kiosk_id(), samples::first_epoch);
  for (const BytesView cose : records) append(chain, cose);
}

void follow_mended(const std::vector<BytesView>& records) {
  Chain chain(kiosk_id(), samples::first_epoch);
  for (const BytesView record : records) {
    const Bytes cose = mended(record, chain.empty() ? Hash{} : chain.head().hash);
    const Opened opened = open_unverified(cose);
    const Verdict expected =
        opened.verdict == Verdict::good ? due(chain, opened.record) : opened.verdict;
    must(append(chain, cose) == expected, "the verdict is the one of FORMAT.md");
  }
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto records = smilepost::fuzz::items_of({data, size});
  smilepost::fuzz::follow(records);
  smilepost::fuzz::follow_mended(records);
  return 0;
}
