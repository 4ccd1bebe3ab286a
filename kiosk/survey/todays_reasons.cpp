#include "kiosk/survey/todays_reasons.h"

#include <algorithm>
#include <set>
#include <utility>

namespace smilepost::kiosk {

void TodaysReasons::kept(const record::Answer& answer, std::uint64_t sequence,
                         const std::optional<Date>& today) {
  if (today && today != day_) {
    day_ = today;
    counts_.clear();
  }
  if (!answer.visit) begin_visit(answer, sequence, today);
  if (!visit_ || answer.visit.value_or(sequence) != visit_->first) return;
  visit_->flagged = visit_->flagged || !answer.circumstances.flags.empty();
  const auto* reasons = std::get_if<record::Reasons>(&answer.value);
  visit_->answers[answer.question] = {
      reasons != nullptr ? reasons->chosen : std::vector<std::string>{}, answer.leads_to};
}

void TodaysReasons::begin_visit(const record::Answer& answer, std::uint64_t sequence,
                                const std::optional<Date>& today) {
  end_visit();
  if (answer.audience != record::Audience::shoppers) return;
  visit_ = Visit{sequence, answer.survey_set, answer.question, today, false, {}};
}

void TodaysReasons::end_visit() {
  const auto ended = std::exchange(visit_, std::nullopt);
  if (!ended || ended->flagged || !ended->day || ended->day != day_) return;
  for (const auto& reason : ended->reasons()) ++counts_[reason];
}

// Along the path: what a correction has left behind is on no path any more.
std::vector<TodaysReasons::Reason> TodaysReasons::Visit::reasons() const {
  std::vector<Reason> given;
  std::set<std::string> path;
  for (std::optional question = first_question; question && path.insert(*question).second;) {
    const auto answer = answers.find(*question);
    if (answer == answers.end()) break;
    for (const auto& option : answer->second.chosen)
      given.push_back({survey_set, *question, option});
    question = answer->second.leads_to;
  }
  return given;
}

std::optional<SharedReason> TodaysReasons::most_shared(const std::optional<Date>& today) const {
  if (!visit_ || !today || today != day_) return std::nullopt;
  const auto given = visit_->reasons();
  const auto most = std::max_element(
      given.begin(), given.end(),
      [this](const auto& one, const auto& other) { return others_with(one) < others_with(other); });
  if (most == given.end() || others_with(*most) < fewest_others) return std::nullopt;
  return SharedReason{most->question, most->option, others_with(*most), given.size() == 1};
}

std::uint64_t TodaysReasons::others_with(const Reason& reason) const {
  const auto found = counts_.find(reason);
  return found == counts_.end() ? 0 : found->second;
}

void TodaysReasons::add(TodaysReasons others) {
  others.end_visit();
  if (!others.day_ || (day_ && day_ != others.day_)) return;
  day_ = others.day_;
  for (const auto& [reason, count] : others.counts_) counts_[reason] += count;
}

}  // namespace smilepost::kiosk
