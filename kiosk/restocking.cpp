#include "kiosk/restocking.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "kiosk/schedule_check.h"
#include "kiosk/staff/pin.h"
#include "platform/log.h"

namespace smilepost::kiosk {

namespace {

std::string name_of(const record::Bundle& bundle) {
  return "bundle " + std::to_string(bundle.version);
}

// A hash that costs a gigabyte would take the kiosk down at the first digit.
std::vector<std::string> usable_pins(const record::Bundle& bundle) {
  std::vector<std::string> usable;
  std::copy_if(bundle.pin_hashes.begin(), bundle.pin_hashes.end(), std::back_inserter(usable),
               is_pin_hash);
  if (usable.size() != bundle.pin_hashes.size())
    platform::log_error(name_of(bundle) +
                        ": holds something else than PIN hashes of smilepost bundle sign; it is "
                        "left out");
  return usable;
}

}  // namespace

Result<Restocked> Restocking::open(const std::optional<record::Bundle>& newest,
                                   const std::optional<record::Bundle>& before) {
  if (before) in_use_ = std::make_unique<record::Bundle>(*before);
  if (newest) take(*newest);
  return open_all();
}

Result<Restocked> Restocking::open_all() {
  while (busy()) {
    if (auto restocked = step()) return *std::move(restocked);
  }
  if (auto begun = begin_without_bundle(); !begun) return begun.error();
  while (!stacking_->step()) {
  }
  return finish();
}

Result<Restocked> Restocking::open_on_trust(const std::optional<record::Bundle>& newest,
                                            const std::optional<record::Bundle>& before,
                                            std::function<void()> tried) {
  if (before) in_use_ = std::make_unique<record::Bundle>(*before);
  if (newest) {
    take(*newest);
    step();
  }
  if (!stacking_) {
    if (auto begun = begin_without_bundle(); !begun) return begun.error();
  }
  if (!stacking_->try_first()) {
    auto opened = open_all();
    if (opened) tried();
    return opened;
  }
  on_trust_ = true;
  tried_ = std::move(tried);
  return made_of(stacking_->untried());
}

void Restocking::take(record::Bundle bundle) {
  auto& place = on_trust_ ? next_ : bundle_;
  place = std::make_unique<record::Bundle>(std::move(bundle));
  if (!on_trust_) stacking_.reset();
}

std::optional<Restocked> Restocking::step() {
  if (!busy()) return std::nullopt;
  if (!stacking_) {
    auto begun = begin(*bundle_);
    if (begun) {
      stacking_.emplace(*std::move(begun));
      return std::nullopt;
    }
    platform::log_error(name_of(*bundle_) + ": " + begun.error().message + "; nothing changes");
    bundle_.reset();
    return std::nullopt;
  }
  if (!stacking_->step()) return std::nullopt;
  if (on_trust_) return end_trust();
  auto done = finish();
  if (done) return *std::move(done);
  platform::log_error(done.error().message);
  return std::nullopt;
}

// What shows first was tried, so there is something left to offer.
std::optional<Restocked> Restocking::end_trust() {
  std::optional<Restocked> less;
  if (!stacking_->all_shown()) less = *finish();
  on_trust_ = false;
  stacking_.reset();
  if (bundle_) in_use_ = std::move(bundle_);
  bundle_ = std::move(next_);
  tried_();
  return less;
}

Status Restocking::begin_without_bundle() {
  auto begun = Stacking::begin(stock_, {}, config_, check_);
  if (!begun) return begun.error();
  stacking_.emplace(*std::move(begun));
  stacked_ = config_;
  return Done{};
}

Restocked Restocking::made_of(SurveyShelf shelf) const {
  auto schedule = schedule_for(shelf, stacked_);
  if (!bundle_) return {std::move(shelf), {}, 0, std::move(schedule)};
  return {std::move(shelf), usable_pins(*bundle_), bundle_->version, std::move(schedule)};
}

Result<Restocked> Restocking::finish() {
  auto shelf = std::exchange(stacking_, std::nullopt)->shelf();
  if (!shelf) {
    const auto bundle = std::exchange(bundle_, nullptr);
    if (!bundle) return shelf.error();
    return Error{name_of(*bundle) + ": " + shelf.error().message + "; nothing changes"};
  }
  auto restocked = made_of(*std::move(shelf));
  if (bundle_) in_use_ = std::exchange(bundle_, nullptr);
  return restocked;
}

Result<Stacking> Restocking::begin(const record::Bundle& bundle) {
  Stock stock = stock_;
  if (in_use_) {
    record::Bundle earlier;
    for (const auto& [id, json] : in_use_->survey_sets)
      if (bundle.survey_sets.count(id) > 0) earlier.survey_sets[id] = json;
    add_sets(stock, earlier, false);
  }
  add_sets(stock, bundle, true);
  const auto config = in_known_zone(with_settings(config_, bundle.settings, name_of(bundle)));
  stacked_ = config ? *config : config_;
  auto begun = config ? Stacking::begin(stock, bundle.public_line, *config, check_)
                      : Result<Stacking>(config.error());
  if (begun || bundle.settings.empty()) return begun;
  stacked_ = config_;
  platform::log_error(begun.error().message + "; the bundle's settings are left out");
  return Stacking::begin(stock, bundle.public_line, config_, check_);
}

void Restocking::add_sets(Stock& stock, const record::Bundle& bundle, bool say) {
  for (const auto& [id, json] : bundle.survey_sets) {
    const auto name = name_of(bundle) + ", survey set \"" + id + "\"";
    auto set = parse_survey_set(json, name);
    if (set && set->id == id) {
      stock.add(std::make_shared<const SurveySet>(*std::move(set)));
    } else if (say) {
      platform::log_error((set ? name + ": /id: is \"" + set->id + "\"; sign it under that name"
                               : set.error().message) +
                          "; the earlier one stays");
    }
  }
}

}  // namespace smilepost::kiosk
