// "Could somebody come?": what the bell may promise, and when. Pure: the time is handed in, the
// record and the request to the team are handed out. Lies over the session, which rests meanwhile.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/survey/call_table.h"
#include "kiosk/survey/intent.h"
#include "kiosk/survey/survey_set.h"
#include "record/call.h"

namespace smilepost::kiosk {

// Milliseconds; sources in ui.md, "Flow", but for those that are left alone.
struct CallTimes {
  std::uint64_t confirm = 15'000;
  std::uint64_t asking = record::call_waits_ms;
  std::uint64_t coming = 60'000;
  std::uint64_t nobody = 20'000;
  // So many that nobody answered, so close together, hide the bell for so long.
  std::size_t most_unclaimed = 2;
  std::uint64_t unclaimed_within = 3'600'000;
  std::uint64_t hidden = 1'800'000;
};

class CallDesk {
 public:
  // `places`: where else to ask, by language; under "" for every language. A language without one
  // has no bell. `number` draws a call's.
  CallDesk(Texts places, std::function<record::CallNumber()> number, CallTimes times = {});

  // Whether the backend was reached and somebody said lately that they are there.
  void somebody_there(bool there) { somebody_there_ = there; }
  // What became of a call.
  void heard(const record::CallNumber& number, record::CallState state, std::uint64_t now_ms);

  struct Taken {
    bool mine = false;  // nobody else has to do with it
    Visit visit = Visit::goes_on;
  };
  // A tap, in the language in force.
  Taken take(const Intent& intent, const std::string& language, std::uint64_t now_ms);
  void touched(std::uint64_t now_ms);
  Taken tick(std::uint64_t now_ms);

  bool is_open() const { return stage_ != CallStage::closed; }
  CallView view(const std::string& language, std::uint64_t now_ms) const;
  std::optional<std::uint64_t> next_deadline() const;

  // The record to append now; at most one is outstanding until settled() says what became of it:
  // its sequence, or that it was not kept.
  std::optional<record::Call> take_record();
  void settled(std::optional<std::uint64_t> sequence);
  // What the team's line should be told now.
  std::optional<record::NamedCall> take_request();

 private:
  Taken dispatch(CallEvent event, std::uint64_t now_ms);
  void record(record::CallStep step, std::uint64_t now_ms);
  void enter(CallStage stage, std::uint64_t now_ms);
  void say_over();
  std::uint64_t duration() const;
  const std::string* place_in(const std::string& language) const;
  bool hidden(std::uint64_t now_ms) const;

  Texts places_;
  std::function<record::CallNumber()> number_;
  CallTimes times_;
  bool somebody_there_ = false;
  CallStage stage_ = CallStage::closed;
  std::uint64_t since_ = 0;
  std::string language_;                         // at the last tap
  std::optional<record::NamedCall> call_;        // the last one raised, as the team was told
  std::vector<std::uint64_t> unclaimed_;         // when
  std::deque<record::NamedCall> requests_;       // not handed out yet
  std::deque<record::Call> records_;             // likewise
  std::optional<record::CallStep> outstanding_;  // on its way to the disk
  std::optional<std::uint64_t> raised_;          // sequence of the call that was raised last
};

}  // namespace smilepost::kiosk
