// What one audience of a kiosk said on a day, question by question.
#pragma once

#include <string>
#include <vector>

#include "backend/day.h"
#include "backend/scales.h"
#include "backend/store/store.h"
#include "platform/result.h"
#include "record/record.h"

namespace smilepost::backend {

// Whether visits that carry a flag (FORMAT.md) are among the figures.
enum class Flagged : std::uint8_t { counted, left_out };

// Of the column `flagged`: the highest that counts.
std::int64_t highest(Flagged flagged);

// A question with a scale. The same one with another number of answers is another scale.
struct ScaleFigures {
  std::string question;
  bool further = false;  // one that a visit came to after its first, and no rating
  Distribution distribution;
  std::optional<Estimate> estimate;
};

struct ReasonCount {
  std::string reason;
  std::uint64_t visits = 0;
};

// Of the visits whose path came to this question, those that gave a reason.
struct FollowUp {
  std::string question;
  std::uint64_t sample = 0;          // visits; one may have given several reasons
  bool after_good_votes = false;     // most of them began with a good one
  std::vector<ReasonCount> reasons;  // most frequent first
};

struct AnswerFigures {
  std::vector<ScaleFigures> scales;  // first questions, then further ones, most answered first
  std::optional<Estimate>
      happy_index;                   // of the first questions that are faces; none without a vote
  std::vector<FollowUp> follow_ups;  // praise before blame

  std::vector<Distribution> first_distributions() const;
};

Result<AnswerFigures> answer_figures_of(Store& store, const record::KioskId& kiosk,
                                        record::Audience audience, const Day& day, Flagged flagged);

}  // namespace smilepost::backend
