// The order in which a text of both directions is read and shown: Unicode's bidirectional algorithm
// (UAX #9), by ICU. Offsets are UTF-16 units.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

struct UBiDi;

namespace smilepost::kiosk {

// A piece in one direction.
struct BidiRun {
  int begin = 0, end = 0;
  bool right_to_left = false;
};

class Bidi {
 public:
  // Looks at the text here only. Where a paragraph ends in it, another of the same direction
  // begins.
  Bidi(std::u16string_view text, bool right_to_left);

  // In the order of the text.
  std::vector<BidiRun> logical_runs() const;
  // Of a line, from its left to its right.
  std::vector<BidiRun> visual_runs(int begin, int end) const;

 private:
  struct Close {
    void operator()(UBiDi* bidi) const;
  };
  using Handle = std::unique_ptr<UBiDi, Close>;
  Handle paragraph_, line_;
  int size_;
};

}  // namespace smilepost::kiosk
