// Where a batch belongs among what is stored of its epoch.
//
// An epoch has one chain, unless its key signed two records for one place: a card was restored from
// an older state, or copied. Then each continuation is a branch of its own. All are kept and
// counted; what they share is stored once.
#pragma once

#include "backend/archive/ledger.h"

namespace smilepost::backend {

// The chain that holds the records before `from`, or that is to be extended by those from there on.
struct Place {
  enum class Kind : std::uint8_t {
    stored,     // all of it is there already
    extension,  // goes on after the chain's head
    fork,       // goes on after an earlier record of the chain
    beginning,  // begins the epoch, or contradicts its beginning
    gap,        // what comes before is not there
  };
  Kind kind = Kind::gap;
  ChainRow* chain = nullptr;  // null: nothing of the epoch is there, or it begins
  std::size_t from = 0;
  std::size_t to = 0;             // there the batch ends, or records begin that are stored already
  std::vector<std::size_t> late;  // records of places that the chain went on beyond
};

Result<Place> find_place(Ledger& ledger, const Batch& batch);

}  // namespace smilepost::backend
