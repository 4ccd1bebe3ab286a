#include "kiosk/play/tap_tally.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

// Reads the tally when it is asked to keep something.
class LookingStore final : public AnswerStore {
 public:
  explicit LookingStore(std::filesystem::path file) : file_(std::move(file)) {}
  std::uint64_t append(record::Body) override {
    std::ifstream in(file_);
    seen = 0;
    for (std::string line; std::getline(in, line);) ++seen;
    return 7;
  }
  std::uint64_t probe() override { return 8; }
  std::vector<Appended> take_appended() override { return {}; }

  int seen = 0;

 private:
  std::filesystem::path file_;
};

class TapTallying : public testing::Test {
 protected:
  std::filesystem::path file() const { return folder_.path() / "taps"; }
  std::unique_ptr<TapTally> open() {
    auto opened = TapTally::open(file());
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }
  tests::TempFolder folder_;
};

TEST_F(TapTallying, an_answer_is_counted_before_it_is_kept_and_nothing_else_is) {
  LookingStore kept(file());
  for (int run = 0; run < 2; ++run) {  // goes on from one to the next
    const auto tally = open();
    TalliedStore store(kept, tally.get());
    EXPECT_EQ(store.append(record::Answer{}), 7U);
    EXPECT_EQ(kept.seen, run + 1);
    store.append(record::StaffAction{});
    EXPECT_EQ(kept.seen, run + 1);
    EXPECT_EQ(store.probe(), 8U);
  }
}

TEST_F(TapTallying, a_store_without_a_tally_only_keeps) {
  LookingStore kept(file());
  EXPECT_EQ(TalliedStore(kept, nullptr).append(record::Answer{}), 7U);
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(TapTallying, a_file_that_cannot_be_made_is_one_line) {
  const auto refused = TapTally::open("/proc/absent/taps");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("/proc/absent/taps"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::kiosk
