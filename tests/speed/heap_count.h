// What C++ code of this process holds of the heap, block by block: ours above all. C libraries and
// the graphics driver ask malloc and are not counted: llvmpipe keeps more from visit to visit.
#pragma once

#include <cstdint>

namespace smilepost::tests {

struct Heap {
  std::int64_t blocks = 0, bytes = 0;
};

Heap heap_now();

}  // namespace smilepost::tests
