// Kiosks, their network and their backend over days of simulated time: everything follows from one
// seed. At the end of each month all is put right, and each promise is looked at.
#pragma once

#include <memory>
#include <vector>

#include "tests/simulation/device.h"

namespace smilepost::simulation {

struct Plan {
  std::uint64_t seed = 1;
  std::uint64_t kiosks = 6;
  std::int64_t days = 60;
  std::ostream* trace = nullptr;
  bool mishaps = true;  // else the network alone is bad
};

class Fleet {
 public:
  explicit Fleet(const Plan& plan);

  // Until the plan's days are over or a promise is broken: which one, or nothing.
  std::string live();

  const World& world() const { return world_; }
  const Ledger& ledger() const { return ledger_; }

 private:
  // Two devices with one kiosk's keys. As long as only one of them is heard of, or each once, they
  // may be one whose card was put back: they show when they have taken turns.
  struct Twins {
    Device *one, *other;
    const Device* heard_last = nullptr;
    int turns = 0;
  };
  struct Card {
    Device* device;
    std::shared_ptr<tests::SimulatedDisk> disk;
  };

  Device& add_device(std::uint64_t number);
  void pass_until(std::int64_t end_ms);
  Device* next_due();
  void administer();
  void befall();
  void befall_backend();
  void befall_card(Device& device);
  void clone(Device& device);
  void restore_backend();
  void enrol_who_is_unknown();
  void hear(const Device& device);
  void look_for_copies();
  void put_right();
  void inspect();

  // What went with the only thing that held it.
  void take_stock();
  bool has_an_older_state(const Device& device) const;
  bool has_twin(const Device& device) const;
  void expect_alarm(const record::KioskId& kiosk);
  void forget_twins(const record::KioskId& kiosk);

  Plan plan_;
  World world_;
  SimulatedBackend backend_;
  Network network_;
  Ledger ledger_;
  kiosk::SurveyOffer offer_;
  std::vector<std::unique_ptr<Device>> devices_;
  std::vector<Twins> twins_;
  std::vector<Card> cards_;
  std::int64_t administer_ms_ = 0, befall_ms_ = 0, restored_ms_ = 0, backed_up_ms_ = 0;
};

}  // namespace smilepost::simulation
