// The session's rules, at a glance: in this step, on this event, if the guard holds, the row
// records an answer, does something, and leads somewhere. The first row that fits is taken; where
// none fits, the event is ignored.
//
// Two rules stand above the table:
//   - While an answer is being kept, only kept, not_kept and too_slow count.
//   - A row that records an answer leads on only when that answer is durable.
#pragma once

#include <cstdint>

namespace smilepost::kiosk {

// Bits, so that a row can speak of several.
enum class Step : std::uint8_t {
  home = 1,
  change_answer = 2,
  follow_up = 4,  // any question after the first
  more_time = 8,  // the same, with "Do you need more time?"
  thank_you = 16,
  on_break = 32,
};

enum class Event : std::uint8_t {
  tap_face,
  toggle_reason,
  choose_reason,
  finish_reasons,
  go_back,
  new_visitor,
  open_languages,
  choose_language,
  open_accessibility,
  toggle_large_text,
  toggle_high_contrast,
  close_overlay,
  more_time,
  no_more_time,
  dismiss_thanks,
  time_over,  // the step was left alone for its time
  kept,
  not_kept,
  too_slow,  // not kept for 5 s
  storage_ready,
};

enum class Guard : std::uint8_t {
  always,
  other_face,      // not the one in force
  not_the_first,   // the question before this one is a further one, too
  nothing_awaited  // no answer is outstanding
};

// What goes to the journal before the row leads on.
enum class Records : std::uint8_t {
  nothing,
  vote,
  reason,          // of a single choice; nothing if it is what was recorded last
  reasons_if_new,  // nothing if what is chosen is what was recorded last
  skip_if_more,    // the same; but a question that was passed over is recorded where it leads on
};

enum class Action : std::uint8_t {
  none,
  toggle,
  show_languages,
  use_language,
  show_accessibility,
  flip_large_text,
  flip_high_contrast,
  hide_overlay,
  reset_manner,   // language and accessibility, as nobody's
  remember_step,  // for "Keep it"
  forget_answer,  // it could not be kept: the visit ends, nothing is outstanding any more
};

enum class Then : std::uint8_t {
  stay,
  home,  // the visit ends
  change_answer,
  follow_up,
  more_time,
  thank_you,
  on_break,
  step_back,   // the further question before this one
  next,        // the question that the answers lead to, else the thank-you
  where_from,  // where the shopper asked to change the answer
  on_its_way,  // where the row that recorded the answer leads
};

struct Row {
  std::uint8_t in;  // steps, as bits
  Event on;
  Guard when;
  Records records;
  Action action;
  Then then;
};

namespace table {

constexpr std::uint8_t bits(Step step) {
  return static_cast<std::uint8_t>(step);
}
constexpr std::uint8_t home = bits(Step::home);
constexpr std::uint8_t change = bits(Step::change_answer);
constexpr std::uint8_t asked = bits(Step::follow_up);
constexpr std::uint8_t more = bits(Step::more_time);
constexpr std::uint8_t thanks = bits(Step::thank_you);
constexpr std::uint8_t on_break = bits(Step::on_break);
constexpr std::uint8_t follow_up = asked | more;
constexpr std::uint8_t at_work = home | change | follow_up | thanks;
constexpr std::uint8_t anywhere = at_work | on_break;

// clang-format off
constexpr Row rows[] = {
  // in         on                      when                    records                  action                   then
  // The rating question.
  {home,        Event::tap_face,        Guard::always,          Records::vote,           Action::none,            Then::next},
  {home,        Event::time_over,       Guard::always,          Records::nothing,        Action::none,            Then::home},

  // The rating again, to correct it. The face in force, tapped, keeps the answer and leads to its
  // reasons, so that these can be corrected, too.
  {change,      Event::tap_face,        Guard::other_face,      Records::vote,           Action::none,            Then::next},
  {change,      Event::tap_face,        Guard::always,          Records::nothing,        Action::none,            Then::next},
  {change,      Event::go_back,         Guard::always,          Records::nothing,        Action::none,            Then::where_from},
  {change,      Event::new_visitor,     Guard::always,          Records::nothing,        Action::none,            Then::home},
  {change,      Event::time_over,       Guard::always,          Records::nothing,        Action::none,            Then::home},

  // Further questions. What is chosen is recorded on every way out.
  {follow_up,   Event::tap_face,        Guard::other_face,      Records::vote,           Action::none,            Then::next},
  {follow_up,   Event::tap_face,        Guard::always,          Records::nothing,        Action::none,            Then::next},
  {follow_up,   Event::toggle_reason,   Guard::always,          Records::nothing,        Action::toggle,          Then::follow_up},
  {follow_up,   Event::choose_reason,   Guard::always,          Records::reason,         Action::none,            Then::next},
  {follow_up,   Event::finish_reasons,  Guard::always,          Records::skip_if_more,   Action::none,            Then::next},
  {follow_up,   Event::go_back,         Guard::not_the_first,   Records::reasons_if_new, Action::none,            Then::step_back},
  {follow_up,   Event::go_back,         Guard::always,          Records::reasons_if_new, Action::remember_step,   Then::change_answer},
  {follow_up,   Event::new_visitor,     Guard::always,          Records::reasons_if_new, Action::none,            Then::home},
  {asked,       Event::time_over,       Guard::always,          Records::nothing,        Action::none,            Then::more_time},
  {more,        Event::more_time,       Guard::always,          Records::nothing,        Action::none,            Then::follow_up},
  {more,        Event::no_more_time,    Guard::always,          Records::reasons_if_new, Action::none,            Then::home},
  {more,        Event::time_over,       Guard::always,          Records::reasons_if_new, Action::none,            Then::home},

  // The thank-you.
  {thanks,      Event::go_back,         Guard::always,          Records::nothing,        Action::remember_step,   Then::change_answer},
  {thanks,      Event::new_visitor,     Guard::always,          Records::nothing,        Action::none,            Then::home},
  {thanks,      Event::dismiss_thanks,  Guard::always,          Records::nothing,        Action::none,            Then::home},
  {thanks,      Event::time_over,       Guard::always,          Records::nothing,        Action::none,            Then::home},

  // Languages and accessibility, everywhere.
  {more,        Event::open_languages,  Guard::always,          Records::nothing,        Action::show_languages,  Then::follow_up},
  {anywhere,    Event::open_languages,  Guard::always,          Records::nothing,        Action::show_languages,  Then::stay},
  {more,        Event::choose_language, Guard::always,          Records::nothing,        Action::use_language,    Then::follow_up},
  {anywhere,    Event::choose_language, Guard::always,          Records::nothing,        Action::use_language,    Then::stay},
  {more,        Event::open_accessibility,   Guard::always,     Records::nothing,        Action::show_accessibility, Then::follow_up},
  {anywhere,    Event::open_accessibility,   Guard::always,     Records::nothing,        Action::show_accessibility, Then::stay},
  {anywhere,    Event::toggle_large_text,    Guard::always,     Records::nothing,        Action::flip_large_text,    Then::stay},
  {anywhere,    Event::toggle_high_contrast, Guard::always,     Records::nothing,        Action::flip_high_contrast, Then::stay},
  {anywhere,    Event::close_overlay,   Guard::always,          Records::nothing,        Action::hide_overlay,    Then::stay},

  // The disk.
  {at_work,     Event::kept,            Guard::always,          Records::nothing,        Action::none,            Then::on_its_way},
  {at_work,     Event::too_slow,        Guard::always,          Records::nothing,        Action::none,            Then::on_break},
  {anywhere,    Event::not_kept,        Guard::always,          Records::nothing,        Action::forget_answer,   Then::on_break},
  {on_break,    Event::kept,            Guard::always,          Records::nothing,        Action::none,            Then::thank_you},
  {on_break,    Event::storage_ready,   Guard::nothing_awaited, Records::nothing,        Action::none,            Then::home},
  {on_break,    Event::time_over,       Guard::always,          Records::nothing,        Action::reset_manner,    Then::stay},
};
// clang-format on

}  // namespace table
}  // namespace smilepost::kiosk
