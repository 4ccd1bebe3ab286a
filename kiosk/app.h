// The loop: contacts in, at most one frame out, answers to the store before the next screen shows.
// Blocks while there is nothing to do; an idle screen draws nothing. UI thread only.
#pragma once

#include <functional>
#include <future>
#include <map>
#include <optional>
#include <string>

#include "kiosk/answer_store.h"
#include "kiosk/joining_line.h"
#include "kiosk/pace.h"
#include "kiosk/restocking.h"
#include "kiosk/screen_rest.h"
#include "kiosk/screens/screens.h"
#include "kiosk/staff/staff_panel.h"
#include "kiosk/survey/call_desk.h"
#include "kiosk/survey/session.h"
#include "kiosk/survey_shelf.h"
#include "kiosk/team_line.h"
#include "kiosk/timetable.h"
#include "kiosk/usb_watch.h"
#include "platform/input.h"
#include "platform/renderer.h"
#include "platform/window.h"

namespace smilepost::kiosk {

// Sees what the shopper sees: the played shop day, screenshots, the trace of the line test.
class Onlooker {
 public:
  virtual ~Onlooker() = default;
  // After each frame; what was drawn can still be read from the window.
  virtual void frame_drawn(const Registry&, const SessionView&, const StaffView&, std::uint64_t) {}
  // After its swap: whoever looks at the display can see it.
  virtual void frame_shown(std::uint64_t) {}
  // A shopper's tap that means something, before the session takes it.
  virtual void tapped(std::uint64_t) {}
  // The first frame after this answer's commit has been shown.
  virtual void confirmed(std::uint64_t) {}
  // When it wants to be called though nothing happened, by Pace's clock; and then is.
  virtual std::optional<std::uint64_t> next_ms() const { return {}; }
  // True: it wants a frame drawn now.
  virtual bool act(const Registry&, std::uint64_t) { return false; }
};

struct AnswerRecordCounts {
  std::uint64_t kept = 0, acknowledged = 0;
  bool waits = false;  // what is left goes nowhere just now
  friend bool operator==(const AnswerRecordCounts&, const AnswerRecordCounts&) = default;
};

// Everything the loop uses; all of it outlives the App.
struct AppParts {
  platform::Window& window;
  platform::Renderer& renderer;
  platform::InputQueue& input;
  TextEngine& text;
  const Catalogue& catalogue;
  Images& images;
  const Display& display;
  const Theme& theme;
  int quarter_turns = 0;
  SurveyShelf& shelf;  // another one, once a bundle brought it
  Session& session;
  StaffPanel& staff;
  // Of the enrolment; a bundle's own ones replace it. Empty: not enrolled, so no staff panel.
  std::string staff_pin_hash;
  AnswerStore& store;
  Pace& pace;
  std::function<AnswerRecordCounts()> counts;
  // Bundles. Null: there are none.
  Restocking* restocking = nullptr;
  std::function<std::optional<record::Bundle>()> take_bundle{};  // what has come since, if anything
  // The bundle's hashes in use from the start; none: the enrolment's alone opens the staff panel.
  std::vector<std::string> bundle_pin_hashes{};
  bool staff_chose = false;  // what the staff panel has in force is theirs, not the schedule's
  Timetable* timetable = nullptr;  // null: the shop is always open
  RestSettings rest{};
  // "Could somebody come?" Null, both: nobody can be called.
  CallDesk* call_desk = nullptr;
  TeamLine* team = nullptr;
  // How it becomes known to a backend. Null: it does not.
  JoiningLine* joining = nullptr;
  std::string number{};  // by which it is accepted
  // It is enrolled, perhaps elsewhere than before.
  std::function<void(const EnrolmentFile&)> enrolled{};
  // Shown where nobody has set the kiosk up, and where somebody has to accept it.
  bool first_start_page = false;
  UsbWatch* usb = nullptr;  // null: none is refused here
};

class App {
 public:
  static constexpr std::uint64_t probe_again_ms = 5'000;

  explicit App(AppParts parts);

  void look_on(Onlooker& onlooker) { onlookers_.push_back(&onlooker); }

  // From now on somebody can be called; both outlive the App.
  void use_team(CallDesk& desk, TeamLine* team);

  void run(const std::function<bool()>& stop);
  // One turn of the loop: waits until something is due, takes it, draws if need be.
  void turn();

  // The shopper before the screen is seen off as if by "New visitor": what they chose is handed to
  // the store, which outlives the loop. The screen takes a break: no tap counts any more.
  void see_off();

  // An answer is on its way to the disk, or a PIN is being verified.
  bool outside_under_way() const;
  // The ticket of what has been on its way to the disk for longest.
  std::optional<std::uint64_t> oldest_write() const;
  const Registry& registry() const { return screen_.registry; }
  std::uint64_t frames() const { return frames_; }

 private:
  enum class Asker : std::uint8_t { session, staff, call, probe };

  std::optional<std::uint64_t> due() const;
  std::optional<std::uint64_t> time_out() const;
  void take_events();
  void take_appended();
  void take_pin_verdict();
  void advance_time();
  std::vector<std::string> pin_hashes() const;  // any of them opens the staff panel
  bool nobody_there() const;
  SessionView session_view() const;
  bool calling() const;  // a call lies over the session, which rests
  void hear_from_team();
  void hear_about_joining();
  void hear_about_usb();
  void show_while_waiting();
  void go_on_where_enrolled();
  ConnectionFacts facts_of(const JoiningNews& news) const;
  void hand_over_call();
  void end_visit_if(const CallDesk::Taken& taken);
  void restock();  // a step of what a bundle asks for, while nobody is there
  void apply(Restocked restocked);

  // app_rest.cpp
  bool between_shoppers() const;
  bool left_alone() const;  // also, no finger has pressed a target for less than 3 s
  std::optional<std::uint64_t> rest_due() const;
  void follow_schedule();
  void spare_display();
  void use_schedule(const std::optional<Schedule>& schedule);
  std::optional<record::StaffAction> asked_by_schedule() const;
  record::StaffAction scheduled_choice() const;
  SessionView shown_view() const;
  float veil() const;  // how much black lies over the screen
  ImU32 background() const;

  void check_pin(std::string pin);
  void hand_over();  // what session and staff want kept or verified
  void settle(Asker asker, const Result<std::uint64_t>& outcome);
  void draw_frame();
  void draw(const SessionView& view, const std::optional<platform::Contact>& contact);
  void refresh_counts();
  void dispatch(const Intent& intent, const Glass& glass);
  void show(const SessionView& view, const StaffView& staff);

  AppParts parts_;
  ScreenState screen_;
  Theme theme_;  // of the frame drawn last
  std::vector<Onlooker*> onlookers_;
  std::map<std::uint64_t, Asker> tickets_;
  std::future<bool> pin_verdict_;
  std::future<void> pin_check_;  // the thread that finds it
  std::optional<std::uint64_t> probe_at_;
  AnswerRecordCounts shown_counts_;
  ScreenRest rest_;
  // What the schedule asked for when it was last followed; nothing: none applied.
  std::optional<record::StaffAction> scheduled_;
  CallNews team_news_;
  std::optional<JoiningNews> joining_news_;
  bool showed_waiting_ = false;   // once a start: shoppers come first
  std::uint64_t enrolments_ = 0;  // of these, gone on with
  std::uint64_t now_ms_ = 0;
  std::uint64_t frames_ = 0;
  bool dirty_ = true;
  bool quit_ = false;
};

}  // namespace smilepost::kiosk
