// A display without glass: everything the screens need, offscreen, for tests and the gallery.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <imgui.h>

#include "kiosk/screens/screens.h"
#include "platform/renderer.h"
#include "platform/window.h"

namespace smilepost::kiosk {

struct TestDisplay {
  std::string name;
  int width = 0, height = 0;
  float diagonal_inch = 0;
  Display display() const {
    return Display::of_diagonal(static_cast<float>(width), static_cast<float>(height),
                                diagonal_inch);
  }
};

inline const TestDisplay ten_inch{"10-inch", 1280, 800, 10.1F};
inline const TestDisplay portrait{"portrait", 800, 1280, 10.1F};
inline const TestDisplay seven_inch{"7-inch", 800, 480, 7};
// What is shipped has room on it; longer texts have not.
inline const TestDisplay seven_inch_standing{"7-inch-standing", 480, 800, 7};
inline const TestDisplay fifteen_inch{"15-inch", 1920, 1080, 15.6F};
inline const std::vector<TestDisplay> test_displays = {ten_inch, portrait, seven_inch,
                                                       fifteen_inch};

// A picture a part of the size each way; and several beside and below one another.
platform::Picture shrunk(const platform::Picture& picture, int times);
platform::Picture sheet_of(const std::vector<platform::Picture>& pictures, int columns);

class Booth {
 public:
  // `width` and `height` of the framebuffer; a display drawn in it may be smaller.
  static Result<std::unique_ptr<Booth>> open(int width, int height,
                                             const Theme& theme = light_theme());
  ~Booth();
  Booth(const Booth&) = delete;
  Booth& operator=(const Booth&) = delete;

  // From now on draws for this display, at rest: no finger, no lock-out, nothing fades.
  void use(const TestDisplay& display, bool reduced_motion = true);

  // Draws one frame and shows it.
  std::optional<Intent> frame(const SessionView& view, const StaffView& staff = {},
                              const std::optional<platform::Contact>& contact = std::nullopt);
  platform::Picture picture() const;  // of the frame drawn last, cut to the display

  ScreenState& state() { return *state_; }
  TextEngine& text() { return *text_; }
  std::uint64_t now_ms = 1000;

 private:
  Booth() = default;

  Theme theme_;
  TestDisplay shown_;
  Display display_;
  ImGuiContext* imgui_ = nullptr;
  std::unique_ptr<platform::Window> window_;
  std::unique_ptr<platform::Renderer> renderer_;
  std::unique_ptr<TextEngine> text_;
  std::unique_ptr<Catalogue> catalogue_;
  std::unique_ptr<Images> images_;
  std::unique_ptr<ScreenState> state_;
};

}  // namespace smilepost::kiosk
