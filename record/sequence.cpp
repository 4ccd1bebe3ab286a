#include "record/sequence.h"

#include "record/cbor.h"

namespace smilepost::record {

std::optional<BytesView> Sequence::next() {
  if (rest_.empty() || verdict_ != Verdict::good) return {};
  const CborItem found = scan_item(rest_);
  verdict_ = found.verdict;
  if (verdict_ != Verdict::good) return {};
  const BytesView item = rest_.first(found.size);
  rest_ = rest_.subspan(found.size);
  return item;
}

}  // namespace smilepost::record
