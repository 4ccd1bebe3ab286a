// From a bundle to what this kiosk offers. Bundles come from another thread; all else is the UI's.
#pragma once

#include <cstdint>
#include <functional>
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
  // The same for whoever cannot wait: only what shows first is tried. Where that can be shown, the
  // rest is taken on trust, and tried by step(), which makes something of it only where something
  // has to go; then `tried` is called, at once where nothing was left to try.
  Result<Restocked> open_on_trust(const std::optional<record::Bundle>& newest,
                                  const std::optional<record::Bundle>& before,
                                  std::function<void()> tried);

  // A newer bundle, to be worked on by step().
  void take(record::Bundle bundle);
  bool busy() const { return stacking_ || bundle_ != nullptr; }
  // A small part of the work; only where nobody is there. What it made, when it is done: once.
  std::optional<Restocked> step();

 private:
  // Sets that cannot be read, and settings that cannot be met, are said and left out.
  Result<Stacking> begin(const record::Bundle& bundle);
  static void add_sets(Stock& stock, const record::Bundle& bundle, bool say);
  Status begin_without_bundle();
  Result<Restocked> open_all();
  Restocked made_of(SurveyShelf shelf) const;
  Result<Restocked> finish();
  std::optional<Restocked> end_trust();

  Stock stock_;
  Config config_;
  Stacking::Check check_;
  std::unique_ptr<record::Bundle> in_use_;  // null: none
  std::unique_ptr<record::Bundle> bundle_;  // being worked on; null: none
  std::optional<Stacking> stacking_;
  Config stacked_;         // what it is stacked for
  bool on_trust_ = false;  // what is worked on is offered already
  std::function<void()> tried_;
  std::unique_ptr<record::Bundle> next_;  // came while something was offered on trust
};

}  // namespace smilepost::kiosk
