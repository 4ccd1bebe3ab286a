// How whoever stands before the glass connects the kiosk: what its connection is, a backend's
// address and a code to type, a first staff PIN. A pure state machine within the staff panel's.
#pragma once

#include <optional>
#include <string>

#include "kiosk/staff/connection_view.h"
#include "kiosk/survey/intent.h"

namespace smilepost::kiosk {

class Connecting {
 public:
  static constexpr std::size_t most_characters = 120;

  // What is known of it outside, at any time.
  void know(ConnectionFacts facts);
  const ConnectionFacts& facts() const { return facts_; }

  enum class Opening : std::uint8_t {
    by_staff,
    first_start,  // nobody has set this kiosk up, and no PIN was asked for
    waiting,      // somebody has, and it waits to be accepted: to be read, and nothing else
  };
  void begin(Opening opening);
  Opening opening() const { return opening_; }
  // Shown by itself, and nobody has touched it yet.
  bool unused() const { return opening_ != Opening::by_staff && !used_; }

  // True: that was the way out.
  bool take(const Intent& intent);

  // What was typed and can be an address and a code: once.
  struct Order {
    std::string backend_url, code;
  };
  std::optional<Order> take_order();
  // A PIN that was entered twice: once.
  std::optional<std::string> take_pin();

  ConnectionView view() const;

 private:
  void go(ConnectionPage page);
  std::string known_address() const;
  void type(char character);
  void finish_entry();
  void press(int digit);
  void finish_pin();
  void back();

  ConnectionFacts facts_;
  ConnectionPage page_ = ConnectionPage::state;
  ConnectionProblem problem_ = ConnectionProblem::none;
  Opening opening_ = Opening::by_staff;
  bool used_ = false;
  std::string typed_, address_, digits_, first_pin_;
  std::optional<Order> order_;
  std::optional<std::string> pin_;
};

}  // namespace smilepost::kiosk
