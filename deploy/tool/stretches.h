// An epoch as a journal holds it: in one piece, or with gaps that the kiosk has noted and that are
// there.
#pragma once

#include <functional>

#include "kiosk/journal/journal_reader.h"

namespace smilepost::tool {

// Records from `first` to below `end`, or to the last where there is none.
struct Stretch {
  std::uint64_t first = 0;
  std::optional<std::uint64_t> end;
  record::Hash before{};  // hash of the record before the first, as that one or the gap says
};

// In their order; none where there are no records.
Result<std::vector<Stretch>> stretches_of(const kiosk::JournalReader& journal, record::Epoch epoch);

// Its records in their order, as long as `take` says true.
Status each_record(const kiosk::JournalReader& journal, record::Epoch epoch, const Stretch& stretch,
                   const std::function<bool(const kiosk::StoredRecord&)>& take);

}  // namespace smilepost::tool
