// What today's visits before this start gave as reasons, read back from the journal, so that a
// restart forgets none of them. Read on a thread of its own; nobody waits for it.
#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <optional>

#include "kiosk/app.h"
#include "kiosk/journal/journal_reader.h"
#include "kiosk/local_time.h"
#include "kiosk/survey/todays_reasons.h"

namespace smilepost::kiosk {

// Of the records up to `last`, those of that day alone: steps back to where the day begins, looking
// at one record in 256, and reads on from there, at most 50,000 records of an epoch.
Result<TodaysReasons> reasons_up_to(const JournalReader& journal, const record::ChainHead& last,
                                    const TimeZone& zone, const Date& day);

// Hands them to the session before a shopper's tap, once they are there. UI thread only.
class EarlierReasons final : public Onlooker {
 public:
  using Read = std::function<Result<TodaysReasons>(const Date&)>;
  // From the journal in `state`; `last`: of the records before this start.
  static Read in(const std::filesystem::path& state, const record::ChainHead& last,
                 const TimeZone& zone);

  // `read` is called once, on another thread, as soon as the day is known. The session outlives it;
  // it ends when that thread has.
  EarlierReasons(Session& session, Today today, Read read);
  void tapped(std::uint64_t now_ms) override;
  bool done() const { return done_; }

 private:
  void begin();

  Session& session_;
  Today today_;
  Read read_;
  std::future<Result<TodaysReasons>> reasons_;  // being read
  bool done_ = false;
};

}  // namespace smilepost::kiosk
