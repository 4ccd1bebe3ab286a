// The seam to the display: one full-screen (or fixed-size) OpenGL ES 2 surface, and its events.
// KMS/DRM on a kiosk, x11 or wayland for developing, offscreen for tests: SDL picks the driver.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/result.h"

union SDL_Event;

namespace smilepost::platform {

struct WindowOptions {
  std::string title = "Smilepost";
  int width = 1280, height = 800;  // of the window; ignored when full-screen
  bool full_screen = false;
  bool hide_pointer = true;
};

struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;  // rows from the top, 4 bytes a pixel
};

class Window {
 public:
  static Result<std::unique_ptr<Window>> open(const WindowOptions& options);
  ~Window();

  int width() const;  // pixels of the framebuffer
  int height() const;
  const std::string& driver() const;  // SDL's name: "KMSDRM", "x11", "offscreen"
  std::optional<float> dpi() const;   // from the display (EDID), if it says so

  // Waits until an event comes or the time is over (nothing: for ever), then hands over all there
  // are. Uses no CPU while waiting. False: the time is over, and nobody called wake().
  bool wait_events(std::optional<std::uint64_t> timeout_ms,
                   const std::function<void(const SDL_Event&)>& take);
  // From any thread: wait_events returns.
  void wake();
  void swap();
  Picture read_picture() const;  // what was drawn, before swap()

 private:
  class Impl;
  explicit Window(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// What an event means for the window itself.
bool asks_to_quit(const SDL_Event& event);
bool uncovers(const SDL_Event& event);  // the window must be drawn anew

}  // namespace smilepost::platform
