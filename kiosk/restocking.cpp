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
  if (newest) {
    take(*newest);
    while (busy()) {
      if (auto restocked = step()) return *std::move(restocked);
    }
  }
  auto shelf = Stacking::at_once(stock_, {}, config_, check_);
  if (!shelf) return shelf.error();
  auto schedule = schedule_for(*shelf, config_);
  return Restocked{*std::move(shelf), {}, 0, std::move(schedule)};
}

void Restocking::take(record::Bundle bundle) {
  bundle_ = std::make_unique<record::Bundle>(std::move(bundle));
  stacking_.reset();
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
  auto done = finish();
  if (done) return *std::move(done);
  platform::log_error(done.error().message);
  return std::nullopt;
}

Result<Restocked> Restocking::finish() {
  const auto bundle = std::exchange(bundle_, nullptr);
  auto shelf = std::exchange(stacking_, std::nullopt)->shelf();
  if (!shelf) return Error{name_of(*bundle) + ": " + shelf.error().message + "; nothing changes"};
  auto schedule = schedule_for(*shelf, stacked_);
  Restocked restocked{*std::move(shelf), usable_pins(*bundle), bundle->version,
                      std::move(schedule)};
  in_use_ = std::make_unique<record::Bundle>(*bundle);
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
