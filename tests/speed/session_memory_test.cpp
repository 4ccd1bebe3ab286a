// A kiosk runs for years: what a visit takes from the heap, it gives back.
#include <gtest/gtest.h>

#include "tests/driver/ui_driver.h"
#include "tests/speed/heap_count.h"

namespace smilepost::tests {
namespace {

// Few pixels are soon drawn.
DriverOptions small_display() {
  DriverOptions options;
  options.width = 400;
  options.height = 240;
  options.diagonal_inch = 7;
  return options;
}

// Tap, follow-up, thank-you, languages, a correction, home.
void visit(UiDriver& ui) {
  ui.tap("globe");
  ui.tap("language-de");
  ui.tap("face-1");
  ui.tap("reason-0");
  ui.tap("done");
  ui.tap("back");
  ui.tap("face-4");
  ui.tap("new-visitor");
}

TEST(SessionMemory, VisitsLeaveNothingOnTheHeap) {
  UiDriver ui(small_display());
  for (int i = 0; i < 10; ++i) visit(ui);  // caches fill
  const auto before = heap_now();
  for (int i = 0; i < 20; ++i) visit(ui);
  const auto after = heap_now();
  ASSERT_GE(ui.confirmed_sequences().size(), 30U * 3) << "whole visits";
  EXPECT_LE(after.blocks, before.blocks);
  constexpr std::int64_t drivers_own_list = 8'192;  // of confirmed sequences, eight bytes each
  EXPECT_LE(after.bytes, before.bytes + drivers_own_list);
}

}  // namespace
}  // namespace smilepost::tests
