// How many answering taps there were, in a file that a kill leaves right: a line for each, appended
// before the answer is kept. For deploy/try.
#pragma once

#include <filesystem>
#include <memory>

#include "kiosk/answer_store.h"
#include "platform/result.h"

namespace smilepost::kiosk {

class TapTally {
 public:
  static Result<std::unique_ptr<TapTally>> open(const std::filesystem::path& file);
  ~TapTally();
  TapTally(const TapTally&) = delete;
  TapTally& operator=(const TapTally&) = delete;
  void tapped() const;

 private:
  explicit TapTally(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// A store that tells the tally of each answer; `tally` may be null. Both must outlive it.
class TalliedStore final : public AnswerStore {
 public:
  TalliedStore(AnswerStore& store, const TapTally* tally) : store_(store), tally_(tally) {}
  std::uint64_t append(record::Body body) override;
  std::uint64_t probe() override { return store_.probe(); }
  std::vector<Appended> take_appended() override { return store_.take_appended(); }

 private:
  AnswerStore& store_;
  const TapTally* tally_;
};

}  // namespace smilepost::kiosk
