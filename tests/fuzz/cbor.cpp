// CBOR: what is accepted is written anew byte by byte, and libcbor reads it, too.
#include "record/cbor.h"

#include <cbor.h>

#include "record/sequence.h"
#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using namespace record;

void rewrite(CborReader& in, CborWriter& out);

void rewrite_number(CborReader& in, BytesView encoded, CborWriter& out) {
  CborReader ahead = in;
  const std::int64_t value = ahead.integer();
  if (ahead.failed()) {
    must(encoded.size() == 9 && encoded[1] >= 0x80, "only beyond 63 bits a number is refused");
    out.item(in.item());
    return;
  }
  in = ahead;
  out.integer(value);
}

void rewrite_items(CborReader& in, std::size_t items, CborWriter& out) {
  for (; items > 0; --items) rewrite(in, out);
}

// The next item, written as the reader understood it.
void rewrite(CborReader& in, CborWriter& out) {
  const BytesView encoded = CborReader(in).item();
  must(!encoded.empty(), "an item of a good item is good");
  std::size_t items = 0;
  switch (encoded[0] >> 5) {
    case 0:
    case 1:
      return rewrite_number(in, encoded, out);
    case 2:
      out.bytes(in.bytes());
      return;
    case 3:
      out.text(in.text());
      return;
    case 4:
      out.array(items = in.array());
      return rewrite_items(in, items, out);
    case 5:
      out.map(items = in.map());
      return rewrite_items(in, 2 * items, out);
    default:
      encoded[0] == 0xF6 ? out.item(in.item()) : out.boolean(in.boolean());
  }
}

void accepted(BytesView item) {
  must(scan_whole(item) == Verdict::good, "an item alone is good");
  CborReader in(item);
  CborWriter out;
  rewrite(in, out);
  must(in.finished() && equal(out.take(), item), "what is accepted is written the same");
  cbor_load_result result{};
  cbor_item_t* theirs = cbor_load(item.data(), item.size(), &result);
  must(theirs != nullptr && result.read == item.size(), "libcbor reads what is accepted");
  cbor_decref(&theirs);
  for (const std::size_t size : {std::size_t{0}, item.size() / 2, item.size() - 1}) {
    const CborItem cut = scan_item(item.first(size));
    must(cut.verdict == Verdict::malformed && cut.needs > size && cut.needs <= item.size(),
         "an item cut short says what it needs");
  }
}

void judge(BytesView bytes) {
  const CborItem found = scan_item(bytes);
  if (found.verdict == Verdict::good) {
    must(found.size > 0 && found.size <= bytes.size() && found.needs == 0,
         "a good item has a size");
    return accepted(bytes.first(found.size));
  }
  must(found.verdict == Verdict::malformed || found.verdict == Verdict::not_deterministic,
       "a bad item is malformed or not deterministic");
  must(found.size == 0, "a bad item has no size");
  must(found.needs == 0 || found.needs > bytes.size(), "what is cut short needs more");
}

void follow(BytesView bytes) {
  Sequence sequence(bytes);
  std::size_t at = 0;
  while (const auto item = sequence.next()) {
    must(item->data() == bytes.data() + at, "items of a sequence lie side by side");
    at += item->size();
  }
  must((sequence.verdict() == Verdict::good) == (at == bytes.size()), "a sequence ends in full");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge({data, size});
  smilepost::fuzz::follow({data, size});
  return 0;
}
