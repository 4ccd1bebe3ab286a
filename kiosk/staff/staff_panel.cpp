#include "kiosk/staff/staff_panel.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "kiosk/staff/pin.h"

namespace smilepost::kiosk {

StaffPanel::StaffPanel(std::vector<StaffSet> sets, const record::StaffAction& in_force)
    : in_force_(in_force) {
  restock(std::move(sets), in_force);
}

void StaffPanel::restock(std::vector<StaffSet> sets, const record::StaffAction& in_force) {
  assert(!sets.empty() && !is_open() && !saving_);
  sets_ = std::move(sets);
  in_force_ = in_force;  // it may be the same one
  in_force_ = as_action(choice_of(in_force));
}

void StaffPanel::open(std::uint64_t now_ms) {
  if (is_open()) return;
  stage_ = StaffStage::pin;
  touched_ = now_ms;
}

void StaffPanel::open_first_start(std::uint64_t now_ms) {
  if (is_open() || !connects_) return;
  stage_ = StaffStage::connection;
  connecting_.begin(Connecting::Opening::first_start);
  touched_ = now_ms;
}

void StaffPanel::open_waiting(std::uint64_t now_ms) {
  if (is_open() || !connects_) return;
  stage_ = StaffStage::connection;
  connecting_.begin(Connecting::Opening::waiting);
  touched_ = now_ms;
}

// Who typed an address wants to see what becomes of it; what came otherwise needs nobody here.
void StaffPanel::know(ConnectionFacts facts) {
  const auto before = connecting_.facts().state;
  const auto now = facts.state;
  const bool came = (before == ConnectionState::not_set_up && now != ConnectionState::not_set_up) ||
                    (before == ConnectionState::waits && now == ConnectionState::joined);
  connecting_.know(std::move(facts));
  connects_ = true;
  if (came && stage_ == StaffStage::connection && connecting_.unused()) close();
}

void StaffPanel::close() {
  if (stage_ == StaffStage::panel) save_failed_ = false;  // it has been seen
  stage_ = StaffStage::closed;
  std::fill(digits_.begin(), digits_.end(), '0');
  digits_.clear();
  verifying_ = pin_taken_ = wrong_ = false;
}

void StaffPanel::take(const Intent& intent, std::uint64_t now_ms) {
  if (!is_open()) return;
  touched(now_ms);
  if (std::holds_alternative<LeaveStaff>(intent) && stage_ != StaffStage::connection)
    return close();
  if (stage_ == StaffStage::pin) {
    if (const auto* key = std::get_if<PressDigit>(&intent)) return press(key->digit, now_ms);
    if (std::holds_alternative<EraseDigit>(intent) && !verifying_ && !digits_.empty()) {
      digits_.pop_back();
    }
    return;
  }
  if (stage_ == StaffStage::connection) {
    if (connecting_.take(intent)) close();
    return;
  }
  if (saving_) return;
  if (std::holds_alternative<OpenConnection>(intent) && connects_) {
    connecting_.begin(Connecting::Opening::by_staff);
    stage_ = StaffStage::connection;
    return;
  }
  if (const auto* pick = std::get_if<PickSurveySet>(&intent)) return pick_set(pick->set);
  if (const auto* toggle = std::get_if<ToggleLanguage>(&intent)) {
    return toggle_language(toggle->language);
  }
  if (const auto* pick = std::get_if<PickDefaultLanguage>(&intent)) {
    return pick_default(pick->language);
  }
  if (std::holds_alternative<AllowDevice>(intent)) return allow(now_ms);
  if (std::holds_alternative<SaveStaffChanges>(intent)) save();
}

void StaffPanel::touched(std::uint64_t now_ms) {
  touched_ = now_ms;
}

void StaffPanel::tick(std::uint64_t now_ms) {
  if (!is_open()) return;
  if (allowed_ms_ && now_ms >= *allowed_ms_ + allowing_ms) allowed_ms_.reset();
  if (now_ms >= touched_ + idle_ms()) close();
}

std::optional<std::uint64_t> StaffPanel::next_deadline() const {
  if (!is_open()) return std::nullopt;
  const auto idle = touched_ + idle_ms();
  return allowed_ms_ ? std::min(idle, *allowed_ms_ + allowing_ms) : idle;
}

std::uint64_t StaffPanel::idle_ms() const {
  if (stage_ == StaffStage::pin) return pad_idle_ms;
  if (stage_ != StaffStage::connection) return panel_idle_ms;
  switch (connecting_.opening()) {
    case Connecting::Opening::first_start:
      return first_start_idle_ms;
    case Connecting::Opening::waiting:
      return waiting_idle_ms;
    case Connecting::Opening::by_staff:
      break;
  }
  return panel_idle_ms;
}

void StaffPanel::press(int digit, std::uint64_t now_ms) {
  if (verifying_ || lock_.locked(now_ms) || digit < 0 || digit > 9) return;
  wrong_ = false;
  digits_ += static_cast<char>('0' + digit);
  verifying_ = digits_.size() == pin_length;
}

std::optional<std::string> StaffPanel::pin_to_verify() {
  if (!verifying_ || pin_taken_) return std::nullopt;
  pin_taken_ = true;
  return digits_;
}

// The pad may have been left while the PIN was being verified: the try counts all the same.
void StaffPanel::verified(bool right, std::uint64_t now_ms) {
  right ? lock_.right() : lock_.wrong(now_ms);
  if (stage_ != StaffStage::pin || !pin_taken_) return;
  digits_.clear();
  verifying_ = pin_taken_ = false;
  wrong_ = !right;
  touched_ = now_ms;
  if (!right) return;
  choice_ = choice_of(in_force_);
  stage_ = StaffStage::panel;
}

std::optional<record::StaffAction> StaffPanel::take_action() {
  if (!saving_ || action_taken_) return std::nullopt;
  action_taken_ = true;
  return saving_;
}

// Staff may have left meanwhile, or come back: what was saved holds all the same.
void StaffPanel::kept() {
  if (!saving_ || !action_taken_) return;
  in_force_ = *std::exchange(saving_, std::nullopt);
  action_taken_ = save_failed_ = false;
  close();
}

void StaffPanel::not_kept(std::uint64_t now_ms) {
  if (!saving_ || !action_taken_) return;
  saving_.reset();
  action_taken_ = false;
  save_failed_ = true;
  touched_ = now_ms;
}

void StaffPanel::set_counts(std::uint64_t kept, std::uint64_t acknowledged, bool waits) {
  kept_ = kept;
  acknowledged_ = acknowledged;
  waits_ = waits;
}

// A set without any of the offered languages offers its first one, visibly.
void StaffPanel::pick_set(std::size_t set) {
  if (set >= sets_.size()) return;
  choice_.set = set;
  for (const auto& language : as_action(choice_).languages) {
    if (!offers(language)) choice_.offered.push_back(language);
  }
}

// The last language stays: a screen without one asks nothing.
void StaffPanel::toggle_language(std::size_t index) {
  if (index >= chosen_set().languages.size()) return;
  const auto& language = chosen_set().languages[index].language;
  if (!offers(language)) {
    choice_.offered.push_back(language);
  } else if (as_action(choice_).languages.size() > 1) {
    choice_.offered.erase(std::find(choice_.offered.begin(), choice_.offered.end(), language));
  }
}

void StaffPanel::pick_default(std::size_t index) {
  if (index >= chosen_set().languages.size()) return;
  const auto& language = chosen_set().languages[index].language;
  if (!offers(language)) toggle_language(index);
  choice_.default_language = language;
}

void StaffPanel::save() {
  auto action = as_action(choice_);
  if (action == in_force_) return;
  saving_ = std::move(action);
  action_taken_ = save_failed_ = false;
}

bool StaffPanel::know_refused(std::string device) {
  if (device == refused_) return false;
  refused_ = std::move(device);
  allowed_ms_.reset();
  return true;
}

void StaffPanel::allow(std::uint64_t now_ms) {
  if (refused_.empty() || allowed_ms_) return;
  allowed_ms_ = now_ms;
  allowed_taken_ = false;
}

std::optional<std::string> StaffPanel::take_allowed() {
  if (!allowed_ms_ || std::exchange(allowed_taken_, true)) return std::nullopt;
  return refused_;
}

bool StaffPanel::offers(const std::string& language) const {
  return std::find(choice_.offered.begin(), choice_.offered.end(), language) !=
         choice_.offered.end();
}

// As they stand on the screen now; the others follow as the set has them.
std::vector<std::string> StaffPanel::in_order(const StaffSet& set) const {
  std::vector<std::string> languages;
  for (const auto& one : set.languages) languages.push_back(one.language);
  const auto& now = in_force_.languages;
  std::stable_sort(languages.begin(), languages.end(), [&](const auto& a, const auto& b) {
    return std::find(now.begin(), now.end(), a) < std::find(now.begin(), now.end(), b);
  });
  return languages;
}

record::StaffAction StaffPanel::as_action(const Choice& choice) const {
  const auto& set = sets_[choice.set];
  record::StaffAction action;
  action.survey_set = set.id;
  const auto& chosen = choice.offered;
  for (const auto& language : in_order(set)) {
    if (std::find(chosen.begin(), chosen.end(), language) != chosen.end()) {
      action.languages.push_back(language);
    }
  }
  if (action.languages.empty()) action.languages.push_back(set.languages.front().language);
  const auto wanted =
      std::find(action.languages.begin(), action.languages.end(), choice.default_language);
  action.default_language = wanted == action.languages.end() ? action.languages.front() : *wanted;
  return action;
}

StaffPanel::Choice StaffPanel::choice_of(const record::StaffAction& action) const {
  Choice choice{0, action.languages, action.default_language};
  const auto found = std::find_if(sets_.begin(), sets_.end(),
                                  [&](const auto& set) { return set.id == action.survey_set; });
  if (found != sets_.end()) choice.set = static_cast<std::size_t>(found - sets_.begin());
  return choice;
}

StaffView StaffPanel::view(std::uint64_t now_ms) const {
  StaffView view;
  view.stage = stage_;
  view.language = in_force_.default_language;
  view.digits = static_cast<int>(digits_.size());
  view.pin_length = pin_length;
  view.wrong = wrong_;
  view.locked_seconds = lock_.seconds_left(now_ms);
  view.kept = kept_;
  view.acknowledged = acknowledged_;
  view.waits = waits_;
  view.bundle = bundle_;
  view.connects = connects_;
  if (stage_ == StaffStage::connection) view.connection = connecting_.view();
  if (stage_ != StaffStage::panel) return view;
  const auto action = as_action(choice_);
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    view.sets.push_back({text_in(sets_[i].title, view.language), i == choice_.set});
    if (view.sets.back().title.empty()) view.sets.back().title = sets_[i].id;
  }
  for (const auto& one : chosen_set().languages) {
    const auto& offered = action.languages;
    view.languages.push_back(
        {one, std::find(offered.begin(), offered.end(), one.language) != offered.end(),
         one.language == action.default_language});
  }
  view.changed = action != in_force_;
  view.saving = saving_.has_value();
  view.save_failed = save_failed_;
  view.safe_mode = safe_mode_;
  view.refused_device = refused_;
  view.allowing = allowed_ms_.has_value();
  return view;
}

}  // namespace smilepost::kiosk
