#include "kiosk/survey/call_desk.h"

#include <utility>

namespace smilepost::kiosk {
namespace {

std::optional<CallEvent> event_of(const Intent& intent) {
  if (std::holds_alternative<RingBell>(intent)) return CallEvent::bell;
  if (std::holds_alternative<CallColleague>(intent)) return CallEvent::yes;
  if (std::holds_alternative<CallNobody>(intent)) return CallEvent::no;
  if (std::holds_alternative<GoBack>(intent)) return CallEvent::no;
  if (std::holds_alternative<NewVisitor>(intent)) return CallEvent::new_visitor;
  return std::nullopt;
}

}  // namespace

CallDesk::CallDesk(Texts places, std::function<record::CallNumber()> number, CallTimes times)
    : places_(std::move(places)), number_(std::move(number)), times_(times) {}

void CallDesk::heard(const record::CallNumber& number, record::CallState state,
                     std::uint64_t now_ms) {
  if (!call_ || call_->number != number) return;
  if (state == record::CallState::claimed) dispatch(CallEvent::claimed, now_ms);
  if (state == record::CallState::over) dispatch(CallEvent::over, now_ms);
}

CallDesk::Taken CallDesk::take(const Intent& intent, const std::string& language,
                               std::uint64_t now_ms) {
  const auto event = event_of(intent);
  if (!event) return {};
  language_ = language;
  if (*event == CallEvent::bell && !view(language, now_ms).offered) return {.mine = true};
  return dispatch(*event, now_ms);
}

// What a human has to do with runs on by itself.
void CallDesk::touched(std::uint64_t now_ms) {
  if (stage_ != CallStage::asking) since_ = now_ms;
}

CallDesk::Taken CallDesk::tick(std::uint64_t now_ms) {
  if (!is_open() || now_ms < since_ + duration()) return {};
  return dispatch(CallEvent::time_over, now_ms);
}

CallDesk::Taken CallDesk::dispatch(CallEvent event, std::uint64_t now_ms) {
  for (const CallRow& row : call_table::rows) {
    if (row.in != stage_ || row.on != event) continue;
    if (row.records) record(*row.records, now_ms);
    enter(row.then, now_ms);
    return {true, row.visit};
  }
  return {};
}

void CallDesk::record(record::CallStep step, std::uint64_t now_ms) {
  using record::CallStep;
  const bool raises = step == CallStep::raised;
  records_.push_back({step, raises ? language_ : std::string{}, {}});
  if (raises) {
    call_ = record::NamedCall{number_(), language_, false};
    requests_.push_back(*call_);
  }
  if (step == CallStep::unclaimed) unclaimed_.push_back(now_ms);
  if (step == CallStep::claimed && stage_ == CallStage::nobody) unclaimed_.pop_back();
}

void CallDesk::enter(CallStage stage, std::uint64_t now_ms) {
  stage_ = stage;
  since_ = now_ms;
  if (stage == CallStage::nobody || stage == CallStage::closed) say_over();
}

void CallDesk::say_over() {
  if (!call_ || call_->over) return;
  call_->over = true;
  requests_.push_back(*call_);
}

std::uint64_t CallDesk::duration() const {
  switch (stage_) {
    case CallStage::confirm:
      return times_.confirm;
    case CallStage::asking:
      return times_.asking;
    case CallStage::coming:
      return times_.coming;
    case CallStage::nobody:
    case CallStage::closed:
      break;
  }
  return times_.nobody;
}

CallView CallDesk::view(const std::string& language, std::uint64_t now_ms) const {
  const auto* place = place_in(language);
  CallView view;
  view.offered = somebody_there_ && place != nullptr && !hidden(now_ms);
  view.stage = stage_;
  // Who changes the language now still has to read where to ask.
  if (place == nullptr) place = place_in(language_);
  if (place != nullptr) view.place = *place;
  return view;
}

const std::string* CallDesk::place_in(const std::string& language) const {
  auto found = places_.find(language);
  if (found == places_.end()) found = places_.find("");
  return found == places_.end() ? nullptr : &found->second;
}

bool CallDesk::hidden(std::uint64_t now_ms) const {
  if (unclaimed_.size() < times_.most_unclaimed) return false;
  const auto first = unclaimed_[unclaimed_.size() - times_.most_unclaimed];
  const auto last = unclaimed_.back();
  return last - first <= times_.unclaimed_within && now_ms < last + times_.hidden;
}

std::optional<std::uint64_t> CallDesk::next_deadline() const {
  if (!is_open()) return std::nullopt;
  return since_ + duration();
}

// What came of a call waits for the sequence of the call itself; where that was not kept, there is
// nothing that it could belong to.
std::optional<record::Call> CallDesk::take_record() {
  while (!outstanding_ && !records_.empty()) {
    record::Call next = std::move(records_.front());
    records_.pop_front();
    if (next.step != record::CallStep::raised) {
      if (!raised_) continue;
      next.raised = raised_;
    }
    outstanding_ = next.step;
    return next;
  }
  return std::nullopt;
}

void CallDesk::settled(std::optional<std::uint64_t> sequence) {
  if (outstanding_ == record::CallStep::raised) raised_ = sequence;
  outstanding_.reset();
}

std::optional<record::NamedCall> CallDesk::take_request() {
  if (requests_.empty()) return std::nullopt;
  auto next = std::move(requests_.front());
  requests_.pop_front();
  return next;
}

}  // namespace smilepost::kiosk
