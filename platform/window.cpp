#include "platform/window.h"

#include <GLES2/gl2.h>
#include <SDL.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <limits>
#include <mutex>

#include "platform/edid.h"

namespace smilepost::platform {

namespace {

Error no_display(const std::string& why = SDL_GetError()) {
  return Error{"cannot open a display (" + why +
               "): on a kiosk run as a user in the groups video and render, on a desktop set "
               "DISPLAY, for a test set SDL_VIDEODRIVER=offscreen"};
}

void set_hints() {
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");  // main decides what SIGTERM means
  SDL_SetHint(SDL_HINT_OPENGL_ES_DRIVER, "1");    // EGL, also under x11: no GLX
  SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
  SDL_SetHint(SDL_HINT_APP_NAME, "Smilepost");
}

void want_gles2() {
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 2);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
}

// Where no display can be opened, SDL takes a driver that shows nothing to anybody.
bool stands_in_for_a_display(const std::string& driver) {
  const char* wanted = SDL_GetHint(SDL_HINT_VIDEODRIVER);  // or the environment's SDL_VIDEODRIVER
  if (wanted != nullptr && *wanted != '\0') return false;
  return driver == "offscreen" || driver == "dummy" || driver == "evdev";
}

// Mesa loses memory when its driver is unloaded, and a leak checker then blames the test. Offscreen
// is for tests: there the driver stays until the process ends.
void keep_driver_loaded() {
  SDL_InitSubSystem(SDL_INIT_VIDEO);
  SDL_GL_LoadLibrary(nullptr);
}

}  // namespace

class Window::Impl {
 public:
  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (context != nullptr) SDL_GL_DeleteContext(context);
    if (window != nullptr) SDL_DestroyWindow(window);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
  }

  SDL_Window* window = nullptr;
  SDL_GLContext context = nullptr;
  std::string driver;
  Uint32 wake_event = 0;
  std::mutex mutex;
  std::condition_variable woken;
  bool waking = false;  // guarded by mutex: a wake event is in SDL's queue, at most one

  // False: the time is over. No time: for ever.
  bool wait(SDL_Event& event, std::optional<std::uint64_t> timeout_ms);
  bool wait_in_slices(SDL_Event& event, std::optional<std::uint64_t> timeout_ms);
};

bool Window::Impl::wait(SDL_Event& event, std::optional<std::uint64_t> timeout_ms) {
  if (driver != "x11" && driver != "wayland") return wait_in_slices(event, timeout_ms);
  constexpr std::uint64_t longest = std::numeric_limits<int>::max();
  return SDL_WaitEventTimeout(&event, timeout_ms ? int(std::min(*timeout_ms, longest)) : -1) != 0;
}

// Where a driver cannot block, SDL 2.26 looks for events a thousand times a second, which costs 2 %
// of a core; a quarter of that leaves a frame's other 12 ms for the picture. wake() cuts a slice
// short.
bool Window::Impl::wait_in_slices(SDL_Event& event, std::optional<std::uint64_t> timeout_ms) {
  using std::chrono::milliseconds, std::chrono::steady_clock;
  constexpr milliseconds slice{4};
  const auto begin = steady_clock::now();
  while (SDL_PollEvent(&event) == 0) {
    milliseconds left = slice;
    if (timeout_ms) {
      const auto spent = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
      if (std::uint64_t(spent.count()) >= *timeout_ms) return false;
      const auto rest = *timeout_ms - std::uint64_t(spent.count());
      left = std::min(slice, milliseconds(std::min<std::uint64_t>(rest, 1000)));
    }
    std::unique_lock lock(mutex);
    woken.wait_for(lock, left, [&] { return waking; });
  }
  return true;
}

Window::Window(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Window::~Window() = default;

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
  set_hints();
  if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) return no_display();
  auto impl = std::make_unique<Impl>();
  impl->driver = SDL_GetCurrentVideoDriver();
  if (stands_in_for_a_display(impl->driver)) return no_display("none is there");
  impl->wake_event = SDL_RegisterEvents(1);
  want_gles2();
  if (impl->driver == "offscreen") keep_driver_loaded();
  // The offscreen driver takes "full-screen desktop" for 1024 × 768.
  const bool full_screen = options.full_screen && impl->driver != "offscreen";
  const Uint32 flags = SDL_WINDOW_OPENGL | (full_screen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
  impl->window = SDL_CreateWindow(options.title.c_str(), SDL_WINDOWPOS_CENTERED,
                                  SDL_WINDOWPOS_CENTERED, options.width, options.height, flags);
  if (impl->window == nullptr) return no_display();
  impl->context = SDL_GL_CreateContext(impl->window);
  if (impl->context == nullptr) return no_display();
  // Tear-free on the bare display; elsewhere a hidden window must not hold up the survey.
  SDL_GL_SetSwapInterval(impl->driver == "KMSDRM" ? 1 : 0);
  SDL_ShowCursor(options.hide_pointer ? SDL_DISABLE : SDL_ENABLE);
  return std::unique_ptr<Window>(new Window(std::move(impl)));
}

int Window::width() const {
  int width = 0, height = 0;
  SDL_GL_GetDrawableSize(impl_->window, &width, &height);
  return width;
}

int Window::height() const {
  int width = 0, height = 0;
  SDL_GL_GetDrawableSize(impl_->window, &width, &height);
  return height;
}

const std::string& Window::driver() const {
  return impl_->driver;
}

std::optional<float> Window::dpi() const {
  const int display = SDL_GetWindowDisplayIndex(impl_->window);
  float diagonal = 0;
  const bool known =
      display >= 0 && SDL_GetDisplayDPI(display, &diagonal, nullptr, nullptr) == 0 && diagonal > 0;
  if (known) return diagonal;
  if (impl_->driver != "KMSDRM") return std::nullopt;
  constexpr float millimetres_an_inch = 25.4F;
  const auto size = connected_display_size();
  if (!size) return std::nullopt;
  const auto pixels = std::hypot(static_cast<float>(width()), static_cast<float>(height()));
  return pixels / (std::hypot(size->width_mm, size->height_mm) / millimetres_an_inch);
}

bool Window::wait_events(std::optional<std::uint64_t> timeout_ms,
                         const std::function<void(const SDL_Event&)>& take) {
  SDL_Event event;
  const bool any = impl_->wait(event, timeout_ms);
  for (bool more = any; more; more = SDL_PollEvent(&event) != 0) {
    if (event.type != impl_->wake_event) {
      take(event);
      continue;
    }
    const std::lock_guard lock(impl_->mutex);
    impl_->waking = false;
  }
  return any;
}

void Window::wake() {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->waking) return;
  SDL_Event event{};
  event.type = impl_->wake_event;
  impl_->waking = SDL_PushEvent(&event) == 1;
  impl_->woken.notify_one();
}

void Window::swap() {
  SDL_GL_SwapWindow(impl_->window);
}

Picture Window::read_picture() const {
  Picture picture{width(), height(), {}};
  const std::size_t row = std::size_t(picture.width) * 4;
  const auto rows = std::size_t(picture.height);
  picture.rgba.resize(row * rows);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, picture.width, picture.height, GL_RGBA, GL_UNSIGNED_BYTE, picture.rgba.data());
  for (std::size_t y = 0; y < rows / 2; ++y) {  // GL's first row is the lowest
    auto* upper = &picture.rgba[y * row];
    std::swap_ranges(upper, upper + row, &picture.rgba[(rows - 1 - y) * row]);
  }
  for (std::size_t i = 3; i < picture.rgba.size(); i += 4) picture.rgba[i] = 255;
  return picture;
}

bool asks_to_quit(const SDL_Event& event) {
  return event.type == SDL_QUIT;
}

bool uncovers(const SDL_Event& event) {
  return event.type == SDL_WINDOWEVENT && (event.window.event == SDL_WINDOWEVENT_EXPOSED ||
                                           event.window.event == SDL_WINDOWEVENT_SHOWN);
}

}  // namespace smilepost::platform
