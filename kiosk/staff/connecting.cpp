#include "kiosk/staff/connecting.h"

#include <algorithm>
#include <utility>

#include "kiosk/staff/backend_address.h"
#include "kiosk/staff/pin.h"
#include "record/enrolment.h"
#include "record/receipt.h"

namespace smilepost::kiosk {
namespace {

using Page = ConnectionPage;
using Problem = ConnectionProblem;

// A code as it is written: capitals, in groups of four.
std::string grouped(const std::string& typed) {
  std::string out;
  std::size_t letters = 0;
  for (char c : typed) {
    if (c == '-') continue;
    if (letters != 0 && letters % 4 == 0) out += '-';
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    ++letters;
  }
  return out;
}

std::string acceptance_page(const ConnectionFacts& facts) {
  const bool done = facts.state == ConnectionState::joined;
  if (facts.backend_url.empty() || facts.number.empty() || done) return {};
  auto base = facts.backend_url;
  while (base.ends_with('/')) base.pop_back();
  return base + "/fleet?q=" + facts.number;
}

void forget(std::string& secret) {
  std::fill(secret.begin(), secret.end(), '0');
  secret.clear();
}

}  // namespace

void Connecting::know(ConnectionFacts facts) {
  facts_ = std::move(facts);
}

void Connecting::begin(Opening opening) {
  opening_ = opening;
  used_ = false;
  address_.clear();
  go(Page::state);
}

void Connecting::go(ConnectionPage page) {
  page_ = page;
  problem_ = Problem::none;
  forget(digits_);
  if (page != Page::pin_again) forget(first_pin_);
  if (page == Page::address) typed_ = known_address();
  if (page == Page::code || page == Page::state) forget(typed_);
}

// What was typed before, else what the card said.
std::string Connecting::known_address() const {
  if (!address_.empty()) return address_;
  return facts_.backend_url.empty() ? "https://" : facts_.backend_url;
}

bool Connecting::take(const Intent& intent) {
  used_ = true;
  if (opening_ == Opening::waiting) return std::holds_alternative<LeaveStaff>(intent);
  if (const auto* key = std::get_if<TypeCharacter>(&intent)) return type(key->character), false;
  if (const auto* key = std::get_if<PressDigit>(&intent)) return press(key->digit), false;
  if (std::holds_alternative<EraseCharacter>(intent)) {
    problem_ = Problem::none;
    if (!typed_.empty()) typed_.pop_back();
  }
  if (std::holds_alternative<EraseDigit>(intent) && !digits_.empty()) digits_.pop_back();
  if (std::holds_alternative<FinishEntry>(intent)) finish_entry();
  if (std::holds_alternative<StartConnecting>(intent)) go(Page::address);
  if (std::holds_alternative<ChoosePin>(intent) && !facts_.has_pin) go(Page::pin);
  if (!std::holds_alternative<LeaveStaff>(intent)) return false;
  if (page_ == Page::state) return true;
  back();
  return false;
}

void Connecting::back() {
  go(page_ == Page::code ? Page::address : Page::state);
}

void Connecting::type(char character) {
  if (page_ != Page::address && page_ != Page::code) return;
  problem_ = Problem::none;
  if (typed_.size() < most_characters) typed_ += character;
}

void Connecting::finish_entry() {
  if (page_ == Page::address) {
    const auto address = backend_address(typed_);
    if (!address) return void(problem_ = Problem::no_address);
    address_ = *address;
    return go(Page::code);
  }
  if (page_ != Page::code) return;
  if (!record::parse_enrolment_code(typed_)) return void(problem_ = Problem::no_code);
  order_ = Order{address_, grouped(typed_)};
  go(Page::state);
}

void Connecting::press(int digit) {
  if ((page_ != Page::pin && page_ != Page::pin_again) || digit < 0 || digit > 9) return;
  problem_ = Problem::none;
  digits_ += static_cast<char>('0' + digit);
  if (digits_.size() == pin_length) finish_pin();
}

void Connecting::finish_pin() {
  if (page_ == Page::pin) {
    const bool good = static_cast<bool>(check_new_pin(digits_));
    first_pin_ = good ? digits_ : std::string();
    if (good) return go(Page::pin_again);
    forget(digits_);
    problem_ = Problem::weak_pin;
    return;
  }
  const bool same = digits_ == first_pin_;
  if (same) pin_ = digits_;
  go(same ? Page::state : Page::pin);
  if (!same) problem_ = Problem::pins_differ;
}

std::optional<Connecting::Order> Connecting::take_order() {
  return std::exchange(order_, std::nullopt);
}

std::optional<std::string> Connecting::take_pin() {
  return std::exchange(pin_, std::nullopt);
}

ConnectionView Connecting::view() const {
  ConnectionView view;
  view.page = page_;
  view.problem = problem_;
  view.facts = facts_;
  view.by_itself = opening_ != Opening::by_staff;
  view.to_be_read = opening_ == Opening::waiting;
  view.qr = acceptance_page(facts_);
  view.typed = page_ == Page::code ? grouped(typed_) : typed_;
  view.digits = static_cast<int>(digits_.size());
  return view;
}

}  // namespace smilepost::kiosk
