// What is stored, held against what was tapped.
#pragma once

#include <set>
#include <string>

#include "backend/store/store.h"
#include "kiosk/journal/journal_reader.h"
#include "tests/simulation/ledger.h"

namespace smilepost::simulation {

// Taps whose record is stored.
std::set<std::uint64_t> stored_taps(backend::Store& store);
// Taps that this journal has.
std::set<std::uint64_t> kept_taps(const kiosk::JournalReader& journal);

// Each the first promise that is broken, or nothing.
//   every confirmed answer is stored once, as it was tapped, and nothing is that was not tapped
std::string check_answers(backend::Store& store, const Ledger& ledger);
//   each chain verifies by itself: links, and its last signature
std::string check_chains(backend::Store& store);
//   the page's figures are what the records say
std::string check_figures(backend::Store& store);
//   the same of a kiosk's own chains, as far as they are there
std::string check_journal(const kiosk::JournalReader& journal);

}  // namespace smilepost::simulation
