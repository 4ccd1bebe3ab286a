// A kiosk as it stands in a shop: the real session, journal, enrolment and sync over a disk in
// memory, which survives its power cuts and itself. One thread: it does what is due, and says when
// it wants to be asked again.
#pragma once

#include <memory>
#include <optional>

#include "kiosk/journal/journal.h"
#include "kiosk/journal/journal_upkeep.h"
#include "kiosk/survey/session.h"
#include "kiosk/sync/sync.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/network.h"

namespace smilepost::simulation {

class Device {
 public:
  Device(World& world, SimulatedBackend& backend, Network& network, Ledger& ledger,
         kiosk::SurveyOffer offer, std::uint64_t number);

  std::int64_t due_ms() const;
  void act();  // what is due by now

  // Whatever befalls it. Those that need it off leave it off for a while.
  void cut_power_soon();  // at one of the next calls of its disk
  void power_off(std::int64_t for_ms);
  void fail_disk(bool fails);
  void go_offline(std::int64_t for_ms) { line_.offline_until_ms = world_.now_ms + for_ms; }
  void step_clock();
  void rotate_key();
  void forget_keys();   // all but its name
  void lose_journal();  // the file is deleted
  std::shared_ptr<tests::SimulatedDisk> snapshot();
  void put_card(const tests::SimulatedDisk& card);  // in place of its own
  void become_copy_of(Device& other);
  void enrol_anew();  // with another code, within a day

  bool on() const { return journal_ != nullptr; }
  bool enrolled() const { return receipt_key_.has_value(); }
  const record::KioskId& kiosk() const { return kiosk_; }
  std::uint64_t number() const { return number_; }
  // Nothing is left to be sent. Only while it is on.
  bool all_delivered() const;
  std::uint64_t bytes_used() const { return disk_->bytes_used(); }
  kiosk::JournalReader& reader() { return *reader_; }
  std::set<std::uint64_t> kept() const;           // taps, on or off
  std::function<void(const Device&)> on_receipt;  // a receipt for what was new came back
  std::int64_t card_lost_ms = 0;                  // when what it had went with its card
  std::int64_t heard_ms = 0;                      // when a receipt last came
  std::int64_t enrolled_ms = 0;                   // last
  bool alarm_is_due = false;  // its card was restored, copied, or its journal put back

 private:
  void boot();
  void start_sync();
  void enrol();
  void shut();
  void end_if_cut();
  void shopper_acts();
  void tap_something(const kiosk::SessionView& view);
  void keep_answers();
  void rest_on_break();
  std::int64_t next_shopper_ms();
  void synchronise();
  kiosk::Sync::Writer writer();
  Status keep_receipt(const record::Receipt& receipt);
  void upkeep();
  void wrote() {
    upkeep_->wrote(clock_.monotonic_ms());
    upkeep_ms_ = world_.now_ms;
  }
  std::int64_t world_time(std::uint64_t monotonic_ms) const {
    return world_.now_ms + static_cast<std::int64_t>(monotonic_ms - clock_.monotonic_ms());
  }

  World& world_;
  SimulatedBackend& backend_;
  Ledger& ledger_;
  kiosk::SurveyOffer offer_;
  std::uint64_t number_;
  DeviceClock clock_;
  std::shared_ptr<tests::SimulatedDisk> disk_, left_;  // left_: the power is cut, this remains
  Line line_;

  // What a running program holds.
  std::unique_ptr<platform::KeyStore> keys_;
  std::unique_ptr<kiosk::Journal> journal_;
  std::unique_ptr<kiosk::JournalReader> reader_;
  std::optional<kiosk::JournalUpkeep> upkeep_;
  std::optional<kiosk::Session> session_;
  std::unique_ptr<kiosk::Sync> sync_;

  // enrolment.json.
  std::string code_;
  std::optional<record::PublicKey> receipt_key_;

  record::KioskId kiosk_{};
  record::Token token_{};  // of the last receipt
  std::int64_t boot_ms_, shopper_ms_ = 0, upkeep_ms_ = 0, sync_ms_ = 0;
  std::map<std::uint64_t, std::uint64_t> unconfirmed_;  // by sequence: the tap
};

}  // namespace smilepost::simulation
