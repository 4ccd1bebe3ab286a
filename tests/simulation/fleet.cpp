#include "tests/simulation/fleet.h"

#include <algorithm>

#include "backend/archive/rows.h"
#include "tests/places.h"
#include "tests/simulation/audit.h"
#include "tests/simulation/seeded_sodium.h"

namespace smilepost::simulation {
namespace {

constexpr std::int64_t inspected_every_ms = 30 * day_ms;
constexpr int most_syncs_to_find_a_copy = 2;  // of each of the two
constexpr std::int64_t most_days_to_put_right = 20;
// What is delivered goes after 35 days: an idle kiosk's card holds no more than that.
constexpr std::uint64_t most_bytes_of_a_card = std::uint64_t{12} << 20U;

kiosk::SurveyOffer offered() {
  auto set = kiosk::load_survey_set(tests::in_source("assets/surveys/checkout.json"));
  if (!set) std::abort();
  return {std::make_shared<const kiosk::SurveySet>(*std::move(set)),
          {{{"en", "English"}, false}},
          "en"};
}

std::uint64_t seeded(std::uint64_t seed) {
  seed_sodium(seed);
  return seed;
}

}  // namespace

Fleet::Fleet(const Plan& plan)
    : plan_(plan),
      world_(seeded(plan.seed)),
      backend_(world_),
      network_(world_, backend_),
      offer_(offered()) {
  world_.trace = plan.trace;
  for (std::uint64_t number = 0; number < plan.kiosks; ++number) {
    add_device(number);
  }
}

Device& Fleet::add_device(std::uint64_t number) {
  devices_.push_back(std::make_unique<Device>(world_, backend_, network_, ledger_, offer_, number));
  devices_.back()->on_receipt = [this](const Device& device) { hear(device); };
  return *devices_.back();
}

std::string Fleet::live() {
  const std::int64_t end_ms = World::begin_ms + plan_.days * day_ms;
  while (world_.now_ms < end_ms && world_.fault.empty()) {
    pass_until(std::min(end_ms, world_.now_ms + inspected_every_ms));
    if (world_.fault.empty()) put_right();
    if (world_.fault.empty()) inspect();
  }
  return world_.fault;
}

Device* Fleet::next_due() {
  const auto next = std::min_element(devices_.begin(), devices_.end(),
                                     [](auto& a, auto& b) { return a->due_ms() < b->due_ms(); });
  return next->get();
}

void Fleet::pass_until(std::int64_t end_ms) {
  while (world_.fault.empty()) {
    Device* device = next_due();
    const std::int64_t due = std::min({device->due_ms(), administer_ms_, befall_ms_});
    if (due >= end_ms) break;
    world_.now_ms = std::max(world_.now_ms, due);
    if (due == administer_ms_) {
      administer();
    } else if (due == befall_ms_) {
      befall();
    } else {
      device->act();
    }
  }
  world_.now_ms = std::max(world_.now_ms, end_ms);
}

// Each hour somebody looks: a backend that died is started, kiosks that wait are let in.
void Fleet::administer() {
  administer_ms_ = world_.now_ms + hour_ms;
  backend_.recover();
  if (!backend_.running()) backend_.start();
  for (auto& device : devices_) device->fail_disk(false);
  if (!backend_.running()) return;
  network_.deliver_late();
  look_for_copies();
  const bool a_day_is_over = (world_.now_ms - World::begin_ms) / hour_ms % 24 == 0;
  if (!a_day_is_over) return;
  backend_.back_up();
  backed_up_ms_ = world_.now_ms;
  for (auto& device : devices_) {
    if (device->on() && (world_.calm || world_.one_in(3))) backend_.accept(device->kiosk());
  }
}

// Of each kiosk about every third day.
void Fleet::befall() {
  const auto kiosks = static_cast<std::int64_t>(devices_.size());
  befall_ms_ = world_.now_ms + 1 + world_.about(3 * day_ms / kiosks);
  if (!plan_.mishaps || world_.calm) return;
  Device& device = *devices_[world_.below(devices_.size())];
  const std::uint64_t what = world_.below(40);
  if (what < 12) {
    world_.note("power cut", device.number());
    device.cut_power_soon();
  } else if (what < 17) {
    world_.note("offline", device.number());
    device.go_offline(world_.about(world_.one_in(4) ? 10 * day_ms : day_ms));
  } else if (what < 20) {
    world_.note("disk fails", device.number());
    device.fail_disk(true);
  } else if (what < 24) {
    world_.note("clock steps", device.number());
    device.step_clock();
  } else if (what < 26) {
    world_.note("key rotated", device.number());
    device.rotate_key();
  } else if (what < 28) {
    world_.note("switched off", device.number());
    device.power_off(world_.about(day_ms));
  } else if (what < 34) {
    befall_backend();
  } else if (device.enrolled()) {
    befall_card(device);
  }
}

void Fleet::befall_backend() {
  if (world_.below(8) < 6) return backend_.die_soon();
  world_.note("backend's disk fails");
  if (world_.one_in(2)) return backend_.fail_soon();
  restore_backend();
}

void Fleet::restore_backend() {
  while (!network_.empty()) network_.deliver_late(), world_.now_ms += hour_ms;
  if (!backend_.restore()) return;
  world_.note("backend restored");
  restored_ms_ = world_.now_ms;
  enrol_who_is_unknown();
  twins_.clear();
  take_stock();
}

// Who was enrolled since the backup is refused, and told to enrol anew: somebody does.
void Fleet::enrol_who_is_unknown() {
  for (auto& device : devices_) {
    const auto known = backend::read_integer(
        backend_.store(), "SELECT count(*) FROM kiosk WHERE kiosk = ?1", device->kiosk());
    if (device->enrolled() && known && *known == 0) device->enrol_anew();
  }
}

void Fleet::befall_card(Device& device) {
  const std::uint64_t what = world_.below(6);
  if (what < 2) {
    cards_.push_back({&device, device.snapshot()});
    return world_.note("card photographed", device.number());
  }
  if (what == 2) {
    const auto card = std::find_if(cards_.begin(), cards_.end(),
                                   [&](const Card& one) { return one.device == &device; });
    if (card == cards_.end()) return;
    world_.note("card put back", device.number());
    device.put_card(*card->disk);
    cards_.erase(card);
    expect_alarm(device.kiosk());
    return take_stock();
  }
  if (what == 3) {
    if (has_an_older_state(device)) return;
    world_.note("keys lost", device.number());
    return device.forget_keys();
  }
  if (what == 4) {
    // With its first epoch gone a kiosk cannot be enrolled again, should a backup not know it.
    if (device.enrolled_ms >= backed_up_ms_ || has_twin(device)) return;
    world_.note("journal lost", device.number());
    device.lose_journal();
    // What is still on its way shows what that journal knew, as an older card would.
    if (!network_.empty()) expect_alarm(device.kiosk());
    return take_stock();
  }
  if (world_.one_in(2)) return clone(device);
  world_.note("revoked", device.number());
  backend_.revoke(device.kiosk());
}

void Fleet::clone(Device& device) {
  if (devices_.size() > plan_.kiosks) return;  // one is enough
  world_.note("card copied", device.number());
  Device& twin = add_device(devices_.size());
  twin.become_copy_of(device);
  expect_alarm(device.kiosk());
  twins_.push_back({&device, &twin});
}

// Whom an administrator accepts with a new key is the only one from then on: what another device,
// or an older card, goes on to sign with the old one is refused.
bool Fleet::has_an_older_state(const Device& device) const {
  return has_twin(device) || std::any_of(cards_.begin(), cards_.end(),
                                         [&](const Card& card) { return card.device == &device; });
}

// Where its journal is lost with an epoch of which nothing arrived, it has to be accepted, too.
bool Fleet::has_twin(const Device& device) const {
  return std::any_of(devices_.begin(), devices_.end(), [&](const auto& other) {
    return other.get() != &device && other->kiosk() == device.kiosk();
  });
}

void Fleet::expect_alarm(const record::KioskId& kiosk) {
  for (auto& device : devices_) device->alarm_is_due |= device->kiosk() == kiosk;
  forget_twins(kiosk);
}

void Fleet::forget_twins(const record::KioskId& kiosk) {
  std::erase_if(twins_, [&](const Twins& pair) { return pair.one->kiosk() == kiosk; });
}

// Confirmed answers that neither the backend nor any card has. Only with a card may they have gone:
// what a backup lacks each kiosk still has.
void Fleet::take_stock() {
  backend_.recover();
  if (!backend_.running()) backend_.start();
  if (!backend_.running()) return;
  auto held = stored_taps(backend_.store());
  for (auto& device : devices_) held.merge(device->kept());
  for (std::size_t number = 0; number < ledger_.taps().size(); ++number) {
    Tap& tap = ledger_.taps()[number];
    if (tap.perished || !tap.confirmed || held.contains(number)) continue;
    if (tap.confirmed_ms > devices_[tap.device]->card_lost_ms) {
      return world_.accuse("tap " + std::to_string(number) + " is nowhere any more");
    }
    tap.perished = true;
    world_.note("answer perished with its card", number);
  }
}

void Fleet::hear(const Device& device) {
  for (Twins& pair : twins_) {
    if (&device != pair.one && &device != pair.other) continue;
    if (pair.heard_last != &device) ++pair.turns;
    pair.heard_last = &device;
  }
}

void Fleet::look_for_copies() {
  for (const Twins& pair : twins_) {
    if (pair.turns < 2 * most_syncs_to_find_a_copy) continue;
    const auto found = backend::read_integer(
        backend_.store(), "SELECT count(*) FROM kiosk WHERE kiosk = ?1 AND copied_ms IS NOT NULL",
        pair.one->kiosk());
    if (!found || *found != 1) world_.accuse("a copied card was not found within two syncs each");
    world_.note("copy found");
    return forget_twins(pair.one->kiosk());
  }
}

// The network is good, nobody taps, the administrator lets everybody in: then all arrives. A kiosk
// with nothing new learns of a restored backend with its next head.
void Fleet::put_right() {
  world_.calm = true;
  const std::int64_t until_ms = world_.now_ms + most_days_to_put_right * day_ms;
  const auto done = [this] {
    return network_.empty() && backend_.running() &&
           std::all_of(devices_.begin(), devices_.end(), [this](const auto& device) {
             return device->on() && device->all_delivered() && device->heard_ms >= restored_ms_;
           });
  };
  for (auto& device : devices_) {
    device->fail_disk(false);
    device->go_offline(0);
  }
  while (world_.fault.empty() && !done() && world_.now_ms < until_ms) {
    pass_until(world_.now_ms + 6 * hour_ms);
  }
  if (world_.fault.empty() && !done()) world_.accuse("it does not get through any more");
  world_.calm = false;
  befall_ms_ = administer_ms_ = world_.now_ms;
}

void Fleet::inspect() {
  auto& store = backend_.store();
  for (const std::string& fault :
       {check_answers(store, ledger_), check_chains(store), check_figures(store)}) {
    if (!fault.empty()) return world_.accuse(fault);
  }
  for (auto& device : devices_) {
    if (const auto fault = check_journal(device->reader()); !fault.empty()) {
      return world_.accuse("kiosk " + std::to_string(device->number()) + ": " + fault);
    }
    if (device->bytes_used() > most_bytes_of_a_card) world_.accuse("a card grows without end");
    const auto alarms = backend::read_integer(
        store,
        "SELECT (SELECT count(*) FROM kiosk WHERE kiosk = ?1 AND (restored_ms IS NOT NULL OR "
        "copied_ms IS NOT NULL)) + (SELECT count(*) FROM chain WHERE kiosk = ?1 AND branch > 0)",
        device->kiosk());
    if (!device->alarm_is_due && (!alarms || *alarms != 0)) {
      world_.accuse("kiosk " + std::to_string(device->number()) + " is called restored or copied");
    }
  }
  world_.note("inspected", ledger_.taps().size(), devices_.size());
}

}  // namespace smilepost::simulation
