#include "tests/driver/wild_hands.h"

namespace smilepost::tests {

WildHands::WildHands(UiDriver& ui, const DriverOptions& options, std::uint64_t seed)
    : ui_(ui),
      width_(static_cast<float>(options.quarter_turns % 2 == 0 ? options.width : options.height)),
      height_(static_cast<float>(options.quarter_turns % 2 == 0 ? options.height : options.width)),
      random_(seed) {
  int number = 0;
  for (Finger& finger : fingers_) finger.touch = ui_.finger_of(++number);
  ui_.app().look_on(*this);
}

void WildHands::frame_drawn(const kiosk::Registry&, const kiosk::SessionView& session,
                            const kiosk::StaffView& staff, std::uint64_t) {
  stage_ = session.stage;
  staff_open_ = staff.stage != kiosk::StaffStage::closed;
  empty_question_ = session.stage != kiosk::Stage::on_break && session.question.empty();
}

std::string WildHands::step() {
  Finger& finger = fingers_[below(below(3) == 0 ? fingers_.size() : 1)];
  const std::uint64_t what = below(20);
  bool may_answer = false;  // only lifting a finger and walking away can
  if (what < 12) {
    if (finger.down_at && below(3) > 0) {
      lift(finger);
      may_answer = true;
    } else {
      put_down(finger);
    }
  } else if (what < 14) {
    slide(finger);
  } else if (what < 19) {
    pass_time();
    may_answer = true;
  } else {
    trouble_the_disk();
  }
  ui_.settle();
  const std::string fault = fault_of_screen();
  return fault.empty() ? fault_of_answers(may_answer) : fault;
}

std::string WildHands::left_alone() {
  for (Finger& finger : fingers_) {
    if (finger.down_at) lift(finger);
    ui_.settle();
  }
  ui_.store().held = ui_.store().failing = false;
  ui_.settle();  // what the store held back
  ui_.wait_for_pin();
  ui_.wait(150'000);
  answers_before_ = ui_.store().answers;
  if (staff_open_) return "the staff panel stays open";
  return stage_ == kiosk::Stage::home ? "" : "it does not come home by itself";
}

// Mostly on something that means something.
platform::Point WildHands::somewhere() {
  const auto& targets = ui_.app().registry().targets();
  if (!targets.empty() && below(4) > 0) {
    const auto& rect = targets[below(targets.size())].rect;
    return {rect.x + rect.w / 2, rect.y + rect.h / 2};
  }
  return {static_cast<float>(below(static_cast<std::uint64_t>(width_))),
          static_cast<float>(below(static_cast<std::uint64_t>(height_)))};
}

void WildHands::put_down(Finger& finger) {
  finger.down_at = somewhere();
  finger.touch->down(*finger.down_at);
}

void WildHands::slide(Finger& finger) {
  if (!finger.down_at) return;
  finger.down_at = somewhere();
  finger.touch->move(*finger.down_at);
}

void WildHands::lift(Finger& finger) {
  finger.touch->up(*finger.down_at);
  finger.down_at.reset();
}

void WildHands::pass_time() {
  constexpr std::uint64_t pauses[] = {16, 80, 80, 200, 400, 1'000, 1'000, 4'000, 13'000, 25'000};
  ui_.wait(pauses[below(std::size(pauses))]);
}

// Rarely for long: most of the time somebody wants to see thanks.
void WildHands::trouble_the_disk() {
  HeldStore& store = ui_.store();
  store.held = !store.held && below(4) == 0;
  store.failing = !store.failing && below(8) == 0;
}

std::string WildHands::fault_of_screen() const {
  // So that nothing burns in, the whole picture moves by so much (kiosk/screen_rest.h).
  static const auto shift = static_cast<float>(kiosk::RestSettings{}.shift_px);
  const float beyond = shift + 1;
  const auto& registry = ui_.app().registry();
  if (registry.texts().empty()) return "a screen without words";
  if (empty_question_) return "a question without words";
  for (const auto& target : registry.targets()) {
    const auto& rect = target.rect;
    if (rect.x < -beyond || rect.y < -beyond || rect.right() > width_ + beyond ||
        rect.bottom() > height_ + beyond) {
      return "'" + target.id + "' leaves the display";
    }
  }
  const bool on_break = stage_ == kiosk::Stage::on_break && !staff_open_;
  return registry.targets().empty() && !on_break ? "a screen that leads nowhere" : "";
}

std::string WildHands::fault_of_answers(bool may_answer) {
  const std::uint64_t more = ui_.store().answers - answers_before_;
  answers_before_ = ui_.store().answers;
  if (more > 1) return "one step brought " + std::to_string(more) + " answers";
  return more == 1 && !may_answer ? "an answer that nobody gave" : "";
}

WildDay wild_day(std::uint64_t seed, std::uint64_t steps) {
  constexpr std::uint64_t alone_every = 200;
  DriverOptions options;
  options.width = 400;  // few pixels are soon drawn; as large as 7 inch
  options.height = 240;
  options.diagonal_inch = 7;
  options.quarter_turns = static_cast<int>(seed % 4);
  options.pin = "204060";
  UiDriver ui(options);
  WildHands hands(ui, options, seed);
  for (std::uint64_t i = 1; i <= steps; ++i) {
    std::string fault = hands.step();
    if (fault.empty() && i % alone_every == 0) fault = hands.left_alone();
    if (!fault.empty())
      return {"seed " + std::to_string(seed) + ", step " + std::to_string(i) + ": " + fault};
  }
  const auto answers = ui.verified_answers();
  if (!answers) return {"seed " + std::to_string(seed) + ": " + answers.error().message};
  if (*answers != ui.store().kept || *answers != ui.confirmed_sequences().size()) {
    return {"seed " + std::to_string(seed) + ": not as many answers are stored as were confirmed"};
  }
  return {"", *answers};
}

}  // namespace smilepost::tests
