#include "platform/window.h"

#include <SDL.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

namespace smilepost::platform {
namespace {

std::unique_ptr<Window> opened(const WindowOptions& options) {
  setenv("SDL_VIDEODRIVER", "offscreen", 1);
  auto window = Window::open(options);
  EXPECT_TRUE(window) << window.error().message;
  return window ? *std::move(window) : nullptr;
}

TEST(Window, HasTheSizeWantedEvenWhenFullScreenIsWantedOffscreen) {
  for (const bool full_screen : {false, true}) {
    const auto window = opened({.width = 800, .height = 1280, .full_screen = full_screen});
    ASSERT_TRUE(window);
    EXPECT_EQ(window->width(), 800);
    EXPECT_EQ(window->height(), 1280);
    EXPECT_EQ(window->driver(), "offscreen");
  }
}

TEST(Window, HandsOverAllEventsThereAre) {
  const auto window = opened({});
  ASSERT_TRUE(window);
  window->wait_events(0, [](const SDL_Event&) {});
  SDL_Event event{};
  event.type = SDL_FINGERDOWN;
  SDL_PushEvent(&event);
  event.type = SDL_QUIT;
  SDL_PushEvent(&event);
  std::vector<Uint32> types;
  window->wait_events({}, [&](const SDL_Event& taken) { types.push_back(taken.type); });
  EXPECT_THAT(types, testing::ElementsAre(SDL_FINGERDOWN, SDL_QUIT));
}

TEST(Window, WaitsNoLongerThanTheTimeGiven) {
  const auto window = opened({});
  ASSERT_TRUE(window);
  window->wait_events(0, [](const SDL_Event&) {});
  int taken = 0;
  window->wait_events(20, [&](const SDL_Event&) { ++taken; });
  EXPECT_EQ(taken, 0);
}

TEST(Window, WakeFromAnotherThreadEndsAnEndlessWaitAndIsNoEvent) {
  const auto window = opened({});
  ASSERT_TRUE(window);
  window->wait_events(0, [](const SDL_Event&) {});
  for (int round = 0; round < 3; ++round) {
    std::thread waker([&] {
      window->wake();
      window->wake();
    });
    int taken = 0;
    window->wait_events({}, [&](const SDL_Event&) { ++taken; });
    waker.join();
    window->wait_events(0, [&](const SDL_Event&) { ++taken; });
    EXPECT_EQ(taken, 0);
  }
}

TEST(Window, LeavesSignalsToMain) {
  const auto window = opened({});
  ASSERT_TRUE(window);
  EXPECT_EQ(std::signal(SIGTERM, SIG_DFL), SIG_DFL);
}

TEST(Window, WithoutADisplayTheErrorIsOneLineThatSaysWhatToDo) {
  // In a process of its own: SDL stays with the first driver it found.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto open_without_display = [] {
    setenv("SDL_VIDEODRIVER", "no-such-driver", 1);
    const auto window = Window::open({});
    std::cerr << (window ? "opened" : window.error().message) << "<end>";
    std::exit(window ? 0 : 1);
  };
  EXPECT_EXIT(open_without_display(), testing::ExitedWithCode(1),
              "^[^\n]*SDL_VIDEODRIVER=offscreen[^\n]*<end>");
}

TEST(Window, ADisplayThatIsGoneIsNotReplacedByOneThatNobodySees) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto open_stale_display = [] {
    unsetenv("SDL_VIDEODRIVER");
    unsetenv("WAYLAND_DISPLAY");
    setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
    setenv("DISPLAY", ":9999", 1);
    const auto window = Window::open({});
    std::cerr << (window ? "opened " + (*window)->driver() : window.error().message) << "<end>";
    std::exit(window ? 0 : 1);
  };
  EXPECT_EXIT(open_stale_display(), testing::ExitedWithCode(1),
              "cannot open a display[^\n]*SDL_VIDEODRIVER=offscreen[^\n]*<end>");
}

}  // namespace
}  // namespace smilepost::platform
