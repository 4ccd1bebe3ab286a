// One shopper after the other: which stage is on, which answers it yields, when it ends. A pure
// state machine; its rules are the table in session_table.h. Times are milliseconds of any clock
// that only goes forward, handed in by the caller.
//
// The caller's loop, on one thread:
//   touched / take / tick     what happened
//   take_answer               if there is one: append it, then call kept or not_kept
//   view                      draw it, present the frame, then call frame_shown
//   next_deadline             sleep until then at most, then tick
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/survey/intent.h"
#include "kiosk/survey/scrutiny.h"
#include "kiosk/survey/session_table.h"
#include "kiosk/survey/session_view.h"
#include "kiosk/survey/survey_set.h"
#include "kiosk/survey/todays_reasons.h"
#include "record/record.h"

namespace smilepost::kiosk {

struct OfferedLanguage {
  LanguageView language;
  bool right_to_left = false;
};

// What the shop asks, and in which languages. Every language is one of the set's; the default is
// one of the languages.
struct SurveyOffer {
  std::shared_ptr<const SurveySet> set;
  std::vector<OfferedLanguage> languages;  // the staff's order, at least one
  std::string default_language;
  Texts public_line{};  // "you said, we did"; a language that it lacks does not show it
};

// How the screen stands; stored with every answer.
struct Look {
  std::string theme = "light";
  bool portrait = false;
};

// What else lay on the glass while a finger tapped.
struct Glass {
  bool several_contacts = false, resting_contact = false;
};

// ui.md, "Sizes, colours, times". Milliseconds.
struct SessionTimes {
  std::uint64_t home_reset = 15'000;  // home with a changed language; twice it with accessibility
  std::uint64_t change_answer = 15'000;  // the same
  std::uint64_t follow_up = 12'000;      // then "Do you need more time?"
  std::uint64_t more_time = 20'000;
  std::uint64_t thank_you_least = 4'000;
  std::uint64_t thank_you_base = 1'500;
  std::uint64_t thank_you_word = 350;
  std::uint64_t keeping_most = 5'000;  // then the break screen
  std::uint64_t contact_most = 3'000;  // so long after a touch a new offer waits
  std::uint64_t calm = 60'000;         // after a burst of visits: ui.md, children
  ScrutinyTimes scrutiny{};
};

// Which day it is in the shop; nothing where the clock is not to be trusted.
using Today = std::function<std::optional<Date>()>;

class Session {
 public:
  // Without `today` nothing is said of what others said.
  explicit Session(SurveyOffer offer, Look look = {}, SessionTimes times = {}, Today today = {});

  // Takes effect between shoppers only: at once if nobody is there, else when the visit has ended.
  void offer(SurveyOffer offer, std::uint64_t now_ms);

  // A tap that meant something. Staff intents and what does not fit the stage are ignored; so is
  // everything while an answer is being kept.
  void take(const Intent& intent, std::uint64_t now_ms, const Glass& glass = {});
  // Any contact with the screen, meaningful or not: somebody is there.
  void touched(std::uint64_t now_ms);
  // What lay over the session has gone: its time begins anew.
  void resume(std::uint64_t now_ms) { since_ = now_ms; }
  void tick(std::uint64_t now_ms);

  // The answer to append now, once. At most one is outstanding: there is no next one before kept
  // or not_kept was called for this one.
  std::optional<record::Answer> take_answer();
  void kept(std::uint64_t sequence, std::uint64_t now_ms);  // durable, under this sequence
  void not_kept(std::uint64_t now_ms);
  // The storage works again after not_kept.
  void storage_ready(std::uint64_t now_ms);

  // What the visits before this session's first one gave as reasons.
  void add_earlier(TodaysReasons reasons) { todays_reasons_.add(std::move(reasons)); }

  SessionView view(std::uint64_t now_ms) const;
  // A frame drawn from the current view() has been presented. Calling it for every frame is fine.
  void frame_shown(std::uint64_t now_ms);
  // Sequences whose first frame after the commit has been shown since the last call.
  std::vector<std::uint64_t> take_confirmed();

  // When tick is due at the latest; nothing while only a touch can change anything.
  std::optional<std::uint64_t> next_deadline() const;

  // At home, as nobody left it, nothing outstanding: nobody's visit.
  bool resting() const;
  const SurveyOffer& current_offer() const { return offer_; }

 private:
  // What this shopper gave to one question.
  struct Response {
    std::optional<std::uint8_t> vote;       // the last one kept
    std::vector<bool> chosen;               // a choice's options, as ticked
    std::vector<std::string> recorded;      // option ids of the last reasons kept
    std::optional<std::uint64_t> sequence;  // of the answer in force
  };
  // What is known of this shopper; all of it goes when the visit ends.
  struct Visit {
    Manner manner;
    Overlay overlay = Overlay::none;
    std::vector<Response> responses;     // by the question's place
    std::vector<std::size_t> path{0};    // the questions that led here; the last one is on
    std::optional<std::uint64_t> first;  // sequence of the visit's first answer
    std::size_t ending = 0;              // of the thanks
    Step came_from = Step::home;         // where "Keep it" leads back to
    // The first frame that showed this shopper the question that is on.
    std::optional<std::uint64_t> asked_ms;
    std::optional<SharedReason> shared;  // as the thank-you began
  };
  // An answer on its way to the disk.
  struct Outstanding {
    record::Answer answer;
    bool taken = false;  // handed to the caller
    std::uint64_t since = 0;
    Then then = Then::stay;  // where the row that recorded it leads
  };

  void dispatch(Event event, std::uint64_t now_ms, const Intent& intent = {});
  bool holds(Guard guard, const Intent& intent) const;
  void perform(Action action, std::uint64_t now_ms, const Intent& intent);
  std::optional<record::Answer> answer_for(Records what, const Intent& intent) const;
  void go(Then then, std::uint64_t now_ms);
  void enter(Step step, std::uint64_t now_ms);
  void remember(const record::Answer& answer, std::uint64_t sequence);
  void start_afresh(Manner manner);
  void apply_pending_offer(std::uint64_t now_ms);

  void ask_next(std::uint64_t now_ms);

  record::Answer vote_answer(std::uint8_t vote) const;
  record::Answer reasons_answer(std::vector<std::string> chosen) const;
  record::Answer answer_here(const Given& given) const;
  record::Presentation presentation() const;
  std::optional<record::Answer> reasons_if_new() const;
  record::Circumstances circumstances(const record::Answer& answer, Event event,
                                      std::uint64_t now_ms) const;
  void scrutinise(const record::Answer& answer, std::uint64_t at_ms);
  std::vector<std::string> chosen_ids(std::size_t question) const;
  GivenAnswers given_on_path() const;  // what is in force, of the questions that led here

  bool makes_sense(const Intent& intent) const;
  bool keeping() const { return outstanding_ && step_ != Step::on_break; }
  Manner nobodys_manner() const { return {offer_.default_language, {}}; }
  bool left_open() const;  // by a shopper: an overlay, another language, accessibility
  std::optional<std::uint64_t> duration() const;  // of the step; nothing: it stays
  std::uint64_t thank_you_time() const;
  const OfferedLanguage* offered(const std::string& language) const;
  std::size_t at() const;  // the place of the question that is on, or is about to be changed
  const Question& question() const { return offer_.set->questions[at()]; }
  Response& response() { return visit_.responses[at()]; }
  const Response& response() const { return visit_.responses[at()]; }
  const std::string& text(const Texts& texts) const;
  float time_left(std::uint64_t now_ms) const;
  void show_question(SessionView& view) const;
  void show_what_is_kept(SessionView& view) const;
  void show_first_answer(SessionView& view) const;
  FaceView face_of(const Question& question, std::uint8_t vote) const;
  void show_thanks(SessionView& view) const;
  void show_public_line(SessionView& view) const;
  void show_echo(SessionView& view) const;

  SurveyOffer offer_;
  std::optional<SurveyOffer> pending_offer_;
  Look look_;
  SessionTimes times_;

  Step step_ = Step::home;
  std::uint64_t since_ = 0;   // the step's time runs from here
  bool first_frame_ = false;  // of this step, has been shown
  std::optional<std::uint64_t> touched_;
  Glass glass_;  // at the last tap
  Scrutiny scrutiny_;
  std::uint64_t calm_until_ = 0;
  Visit visit_;
  std::optional<Outstanding> outstanding_;
  std::vector<std::uint64_t> unshown_, confirmed_;
  // By the reply's lowest vote: endings used so far, over all visits.
  std::map<std::uint8_t, std::size_t> turns_;
  Today today_;
  TodaysReasons todays_reasons_;
};

}  // namespace smilepost::kiosk
