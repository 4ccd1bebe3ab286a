// Drives the real loop as a shopper would: an offscreen display, taps through the input queue, the
// registry of what is shown where, a clock that moves only when told, a real journal.
#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app.h"
#include "kiosk/journal/journal.h"
#include "kiosk/screen_parts.h"
#include "kiosk/timetable.h"
#include "platform/scripted_finger.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::tests {

// Time that stands still until the test moves it.
class StillPace final : public kiosk::Pace {
 public:
  std::uint64_t now_ms() const override { return now_ms_; }
  std::optional<std::uint64_t> wait_ms(std::optional<std::uint64_t> deadline,
                                       bool outside) override {
    if (outside && waits_for_outside) return std::nullopt;
    const auto wake = std::min(deadline.value_or(sleeps_until), sleeps_until);
    now_ms_ = std::max(now_ms_, wake);
    return 0;
  }
  std::uint64_t sleeps_until = 0;  // as long as the loop wants to, until then
  bool waits_for_outside = false;
  void advance(std::uint64_t ms) { now_ms_ += ms; }

 private:
  std::uint64_t now_ms_ = 1'000'000;
};

// A wall clock that goes as the pace does, from wherever it was set.
class PacedClock final : public platform::Clock {
 public:
  PacedClock(const kiosk::Pace& pace, std::int64_t wall_ms) : pace_(pace) { set(wall_ms); }
  void set(std::int64_t wall_ms) { ahead_ms_ = wall_ms - std::int64_t(pace_.now_ms()); }

  std::uint64_t monotonic_ms() const override { return pace_.now_ms(); }
  std::int64_t wall_ms() const override { return std::int64_t(pace_.now_ms()) + ahead_ms_; }
  bool synchronised() const override { return false; }
  std::array<std::uint8_t, 16> boot_id() const override { return {}; }

 private:
  const kiosk::Pace& pace_;
  std::int64_t ahead_ms_ = 0;
};

// The real journal, called at once; or held back, or failing, as the test wants it.
class HeldStore final : public kiosk::AnswerStore {
 public:
  explicit HeldStore(kiosk::Journal& journal) : journal_(journal) {}
  std::uint64_t append(record::Body body) override;
  std::uint64_t probe() override;
  std::vector<kiosk::Appended> take_appended() override;

  bool held = false;          // outcomes come only when it is false again
  bool failing = false;       // nothing can be written
  std::uint64_t answers = 0;  // asked for, kept or not
  std::uint64_t kept = 0;     // of these

 private:
  kiosk::Journal& journal_;
  std::uint64_t tickets_ = 0;
  std::vector<kiosk::Appended> done_;
};

// A team that says what the test wants, and remembers what it was told.
class ScriptedTeam final : public kiosk::TeamLine {
 public:
  void want(record::NamedCall call) override { told.push_back(std::move(call)); }
  kiosk::CallNews news() const override { return says; }

  kiosk::CallNews says;
  std::vector<record::NamedCall> told;
};

// A backend that says what the test wants, and remembers what it was asked.
class ScriptedJoining final : public kiosk::JoiningLine {
 public:
  void order(std::string backend_url, std::string code) override {
    orders.emplace_back(std::move(backend_url), std::move(code));
  }
  void set_pin(std::string pin) override { pins.push_back(std::move(pin)); }
  kiosk::JoiningNews news() const override { return says; }

  kiosk::JoiningNews says;
  std::vector<std::pair<std::string, std::string>> orders;
  std::vector<std::string> pins;
};

// Devices that the test plugs in.
class ScriptedUsb final : public kiosk::UsbWatch {
 public:
  void look(bool on) override { looks = on; }
  std::optional<std::string> refused() const override { return plugged; }
  void allow(const std::string& device) override { allowed.push_back(device); }

  bool looks = false;
  std::optional<std::string> plugged;
  std::vector<std::string> allowed;
};

struct DriverOptions {
  int width = 1280, height = 800;
  float diagonal_inch = 10.1F;
  int quarter_turns = 0;
  std::string theme = "light";
  std::filesystem::path surveys{};         // the folder; empty: what is shipped
  std::string pin{};                       // empty: not enrolled
  std::vector<std::string> bundle_pins{};  // of a bundle that was there at the start
  // A language that cannot be shown: then sets are offered on trust, and tried while nobody is
  // there.
  std::string misfit{};
  std::optional<kiosk::Schedule> schedule{};
  std::int64_t wall_ms = 1'803'988'800'000;  // Tuesday, 2 March 2027, 12:00 UTC
  kiosk::RestSettings rest{};
  // Where nobody can be called it is empty. Given the state folder, once there is a journal in it.
  std::function<kiosk::TeamLine*(const std::filesystem::path&)> team{};
  kiosk::JoiningLine* joining = nullptr;
  std::function<void(const kiosk::EnrolmentFile&)> enrolled{};
  kiosk::UsbWatch* usb = nullptr;
};

class UiDriver final : public kiosk::Onlooker {
 public:
  explicit UiDriver(const DriverOptions& options = {});
  ~UiDriver() override;

  void tap(const std::string& id);  // down, up, until the screen is still; then lock-outs pass
  void tap_quickly(const std::string& id);  // the same without waiting for lock-outs
  void hold(const std::string& id, std::uint64_t ms);
  void tap_at(float x, float y);
  void down(const std::string& id);
  void down_at(float x, float y);
  void move(float by);  // the finger that is down, to the side
  void up();
  void tap_with_another_finger(const std::string& id);
  void wait(std::uint64_t ms);  // in steps, as a display would see it
  void pass(std::uint64_t ms);  // the same, but the loop is woken only when it wants to be
  void set_wall(std::int64_t ms) { wall_.set(ms); }
  std::int64_t wall_ms() const { return wall_.wall_ms(); }
  std::uint64_t turns() const { return turns_; }  // of pass()
  void wait_for_pin();                            // until it is verified
  void settle();                                  // turns until nothing is due now

  bool has(const std::string& id) const;
  bool shows(const std::string& text) const;  // somewhere, as part of a text
  platform::Picture picture();                // of the screen as it is now
  std::uint64_t frames() const;
  const std::vector<std::uint64_t>& confirmed_sequences() const { return confirmed_; }
  std::vector<record::Answer> answers() const;  // kept in the journal, in order
  std::vector<record::StaffAction> staff_actions() const;
  std::vector<record::Call> calls() const;
  HeldStore& store() { return *store_; }
  void bring(record::Bundle bundle) { bundle_ = std::move(bundle); }  // as the sync would
  kiosk::App& app() { return *app_; }
  // One of several hands'. Its events come with the next turn.
  std::shared_ptr<platform::ScriptedFinger> finger_of(int number) const;
  // Of all epochs, every signature and link checked: how many answers; an Error says what is wrong.
  Result<std::uint64_t> verified_answers() const;

  void frame_drawn(const kiosk::Registry&, const kiosk::SessionView&, const kiosk::StaffView&,
                   std::uint64_t) override;
  std::optional<std::uint64_t> next_ms() const override;
  bool act(const kiosk::Registry&, std::uint64_t) override { return true; }
  void confirmed(std::uint64_t sequence) override { confirmed_.push_back(sequence); }

 private:
  struct Parts;
  platform::Point middle_of(const std::string& id) const;
  template <class Body>
  std::vector<Body> kept() const;

  DriverOptions options_;
  TempFolder folder_;
  std::unique_ptr<Parts> parts_;
  std::unique_ptr<HeldStore> store_;
  std::unique_ptr<kiosk::App> app_;
  std::shared_ptr<platform::ScriptedFinger> finger_;
  platform::Point finger_at_;
  StillPace pace_;
  PacedClock wall_;
  kiosk::Timetable timetable_;
  std::uint64_t turns_ = 0;
  std::optional<platform::Picture> picture_;
  bool wants_picture_ = false;
  std::vector<std::uint64_t> confirmed_;
  std::optional<record::Bundle> bundle_;
};

}  // namespace smilepost::tests
