// Changes to bytes, decided by a number alone: the same on every machine.
#pragma once

#include <cstdint>
#include <vector>

#include "record/bytes.h"

namespace smilepost::fuzz {

using Corpus = std::vector<record::Bytes>;

// The case's input: one of the corpus (not empty) after one to six changes.
record::Bytes mutation(const Corpus& corpus, std::uint64_t case_number);

}  // namespace smilepost::fuzz
