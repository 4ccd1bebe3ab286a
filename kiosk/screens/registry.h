// What a frame shows, for the UI driver of the tests: every target and every text with its place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/metrics.h"

namespace smilepost::kiosk {

struct RegisteredTarget {
  std::string id = {};  // "face-1", "reason-0", "back", "language-de" …
  Rect rect;            // where a touch counts, in pixels
  std::string text = {};
  float least_mm = minimum::button_mm;  // how large it must be each way, real millimetres
};

struct RegisteredText {
  std::string text = {};
  Rect box;         // the room it was given
  float width = 0;  // what it needed
  float height = 0;
  float capital_mm = 0;  // its size, real millimetres
  std::string language = {};
  bool fits = true;
};

class Registry {
 public:
  // The next frame stands so far from where it is laid out; what is found stands as on the display.
  void clear(float shift_x = 0, float shift_y = 0) {
    targets_.clear();
    texts_.clear();
    shift_x_ = shift_x;
    shift_y_ = shift_y;
  }
  void add(RegisteredTarget target) {
    target.rect = shifted(target.rect);
    targets_.push_back(std::move(target));
  }
  void add(RegisteredText text) {
    text.box = shifted(text.box);
    texts_.push_back(std::move(text));
  }

  const std::vector<RegisteredTarget>& targets() const { return targets_; }
  const std::vector<RegisteredText>& texts() const { return texts_; }

  const RegisteredTarget* find(std::string_view id) const {
    for (const auto& target : targets_)
      if (target.id == id) return &target;
    return nullptr;
  }

 private:
  Rect shifted(const Rect& rect) const {
    return {rect.x + shift_x_, rect.y + shift_y_, rect.w, rect.h};
  }

  std::vector<RegisteredTarget> targets_;
  std::vector<RegisteredText> texts_;
  float shift_x_ = 0, shift_y_ = 0;
};

}  // namespace smilepost::kiosk
