// Behind the staff corner: the PIN pad, then the survey set and the languages. A pure state machine
// like the session; times are milliseconds, handed in.
//
// The caller's loop: open on OpenStaff; while is_open(), taps go to take instead of the session's;
// pin_to_verify, if there is one, is checked against the hash (verify_pin, 0.1 s) and answered with
// verified; take_action, if there is one, is appended to the journal and answered with kept or
// not_kept. After kept the caller offers in_force() to the session.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/staff/connecting.h"
#include "kiosk/staff/pin_lock.h"
#include "kiosk/staff/staff_view.h"
#include "kiosk/survey/intent.h"
#include "kiosk/survey/survey_set.h"
#include "record/record.h"

namespace smilepost::kiosk {

// A survey set staff may choose, with the languages it is complete in.
struct StaffSet {
  std::string id;
  Texts title;
  std::vector<LanguageView> languages;
};

class StaffPanel {
 public:
  static constexpr std::uint64_t pad_idle_ms = 20'000;
  static constexpr std::uint64_t panel_idle_ms = 60'000;
  // So long a device that was allowed may take to be let in; then it can be allowed once more.
  static constexpr std::uint64_t allowing_ms = 10'000;
  // Nobody touched the page that a new kiosk begins with: shoppers may come.
  static constexpr std::uint64_t first_start_idle_ms = 600'000;
  static constexpr std::uint64_t waiting_idle_ms = 120'000;

  // At least one set. `in_force` is made to fit: an unknown set becomes the first, unknown
  // languages go, and where none remains or the default is not offered the first one takes over.
  StaffPanel(std::vector<StaffSet> sets, const record::StaffAction& in_force);

  // Other sets from now on, at least one; `in_force` as at the beginning. Only while it is closed
  // and nothing is being saved.
  void restock(std::vector<StaffSet> sets, const record::StaffAction& in_force);

  void open(std::uint64_t now_ms);
  bool is_open() const { return stage_ != StaffStage::closed; }

  // The page for the connection, without a PIN: on a kiosk that nobody has set up, at its start. It
  // goes by itself once there is something to connect to.
  void open_first_start(std::uint64_t now_ms);
  // The same to be read alone, while it waits to be accepted: whoever accepts it goes by its
  // number.
  void open_waiting(std::uint64_t now_ms);
  // What is known of the connection; without it there is no page for it.
  void know(ConnectionFacts facts);
  std::optional<Connecting::Order> take_order() { return connecting_.take_order(); }
  std::optional<std::string> take_new_pin() { return connecting_.take_pin(); }

  void take(const Intent& intent, std::uint64_t now_ms);
  void touched(std::uint64_t now_ms);
  void tick(std::uint64_t now_ms);
  std::optional<std::uint64_t> next_deadline() const;

  // Six digits entered, to be verified: once. Digits count for nothing until verified is called.
  std::optional<std::string> pin_to_verify();
  void verified(bool right, std::uint64_t now_ms);

  // What was saved, to append to the journal: once.
  std::optional<record::StaffAction> take_action();
  void kept();
  void not_kept(std::uint64_t now_ms);

  const record::StaffAction& in_force() const { return in_force_; }

  // Answer records on this kiosk and those acknowledged, for "Sent N of N"; whether what is left
  // has to wait.
  void set_counts(std::uint64_t kept, std::uint64_t acknowledged, bool waits);
  void set_bundle(std::uint64_t version) { bundle_ = version; }  // in use; 0: none
  void set_safe_mode(bool on) { safe_mode_ = on; }

  // What is plugged in and refused, by what it is called; empty: nothing is. True: that is new.
  bool know_refused(std::string device);
  std::optional<std::string> take_allowed();  // once

  StaffView view(std::uint64_t now_ms) const;

 private:
  // What is chosen on the panel, saved or not.
  struct Choice {
    std::size_t set = 0;
    std::vector<std::string> offered;  // any order, may hold languages of other sets
    std::string default_language;
  };

  void close();
  std::uint64_t idle_ms() const;
  void press(int digit, std::uint64_t now_ms);
  void pick_set(std::size_t set);
  void toggle_language(std::size_t index);
  void pick_default(std::size_t index);
  void save();
  void allow(std::uint64_t now_ms);

  const StaffSet& chosen_set() const { return sets_[choice_.set]; }
  bool offers(const std::string& language) const;
  std::vector<std::string> in_order(const StaffSet& set) const;
  // The choice as a record: only the set's languages, the default among them.
  record::StaffAction as_action(const Choice& choice) const;
  Choice choice_of(const record::StaffAction& action) const;

  std::vector<StaffSet> sets_;
  record::StaffAction in_force_;
  StaffStage stage_ = StaffStage::closed;
  std::uint64_t touched_ = 0;

  std::string digits_;
  bool verifying_ = false, pin_taken_ = false, wrong_ = false;
  PinLock lock_;

  Choice choice_;
  std::optional<record::StaffAction> saving_;
  bool action_taken_ = false, save_failed_ = false;
  Connecting connecting_;
  bool connects_ = false;
  std::uint64_t kept_ = 0, acknowledged_ = 0, bundle_ = 0;
  bool waits_ = false, safe_mode_ = false;
  std::string refused_;
  std::optional<std::uint64_t> allowed_ms_;  // when it was; nothing: not, or long ago
  bool allowed_taken_ = false;
};

}  // namespace smilepost::kiosk
