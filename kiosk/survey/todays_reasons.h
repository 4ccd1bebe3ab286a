// How many of today's visits at this kiosk gave which reason. Pure: the answers come in the order
// in which they became durable, and the day with them, as the shop's own calendar says; where
// nobody knows the day, nothing counts and nothing is said.
//
// Counted is what is in force at a visit's end, of the questions that its answers led to
// (record/FORMAT.md, "How results count"): who took a reason back has not given it. Flagged visits
// and those of staff are no others.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/survey/calendar.h"
#include "record/record.h"

namespace smilepost::kiosk {

// A reason of the visit that is on, and how many others gave it today, too.
struct SharedReason {
  std::string question, option;  // their ids
  std::uint64_t others = 0;
  bool alone = true;  // the visit gave no other reason
  friend bool operator==(const SharedReason&, const SharedReason&) = default;
};

class TodaysReasons {
 public:
  // Of fewer nothing is said: that would be about somebody, not about the shop.
  static constexpr std::uint64_t fewest_others = 5;

  // An answer that is durable now, under this sequence. The first answer of a visit ends the one
  // before, and its day is the visit's.
  void kept(const record::Answer& answer, std::uint64_t sequence, const std::optional<Date>& today);

  // Of the reasons of the visit that is on the one that most others gave; nothing where it gave
  // none that enough others did.
  std::optional<SharedReason> most_shared(const std::optional<Date>& today) const;

  // Visits that are not in here, all of which have ended; those of another day are left out.
  void add(TodaysReasons others);

 private:
  struct Reason {
    std::string survey_set, question, option;
    friend auto operator<=>(const Reason&,
                            const Reason&) = default;  // NOLINT(modernize-use-nullptr)
  };
  // What is in force for a question; of a scale no reasons.
  struct InForce {
    std::vector<std::string> chosen;
    std::optional<std::string> leads_to;
  };
  struct Visit {
    std::uint64_t first = 0;  // sequence of its first answer
    std::string survey_set, first_question;
    std::optional<Date> day;
    bool flagged = false;
    std::map<std::string, InForce> answers;  // by question
    std::vector<Reason> reasons() const;
  };

  void begin_visit(const record::Answer& answer, std::uint64_t sequence,
                   const std::optional<Date>& today);
  void end_visit();
  std::uint64_t others_with(const Reason& reason) const;

  std::optional<Date> day_;  // of the counts
  std::map<Reason, std::uint64_t> counts_;
  std::optional<Visit> visit_;  // that is on, or the last one; nothing: none of a shopper's
};

}  // namespace smilepost::kiosk
