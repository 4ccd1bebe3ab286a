// From a bundle to what this kiosk offers. Bundles come from another thread; all else is the UI's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/stacking.h"
#include "record/bundle.h"

namespace smilepost::kiosk {

struct Restocked {
  SurveyShelf shelf;
  std::vector<std::string> pin_hashes;  // none: the PIN stays that of the enrolment
  std::uint64_t version = 0;            // of the bundle; 0: there is none
  std::optional<Schedule> schedule{};   // of what can be met here; none: there is none
};

class Restocking {
 public:
  Restocking(Stock stock, Config config, Stacking::Check check)
      : stock_(std::move(stock)), config_(std::move(config)), check_(std::move(check)) {}

  // At start: what there is, all at once. `before` is the bundle before the newest.
  Result<Restocked> open(const std::optional<record::Bundle>& newest,
                         const std::optional<record::Bundle>& before);

  // A newer bundle, to be worked on by step().
  void take(record::Bundle bundle);
  bool busy() const { return bundle_ != nullptr; }
  // A small part of the work; only where nobody is there. What it made, when it is done: once.
  std::optional<Restocked> step();

 private:
  // Sets that cannot be read, and settings that cannot be met, are said and left out.
  Result<Stacking> begin(const record::Bundle& bundle);
  static void add_sets(Stock& stock, const record::Bundle& bundle, bool say);
  Result<Restocked> finish();

  Stock stock_;
  Config config_;
  Stacking::Check check_;
  std::unique_ptr<record::Bundle> in_use_;  // null: none
  std::unique_ptr<record::Bundle> bundle_;  // being worked on; null: nothing to do
  std::optional<Stacking> stacking_;
  Config stacked_;  // what it is stacked for
};

}  // namespace smilepost::kiosk
