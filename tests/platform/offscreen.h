// A display for tests of any room: an offscreen window, our renderer and an ImGui context, all
// fresh, plus one frame drawn into a picture.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <cstdlib>
#include <functional>
#include <memory>

#include "platform/renderer.h"
#include "platform/window.h"

namespace smilepost::tests {

class Offscreen {
 public:
  explicit Offscreen(int width = 1280, int height = 800, int quarter_turns = 0)
      : quarter_turns_(quarter_turns) {
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    auto window = platform::Window::open({.title = "test", .width = width, .height = height});
    if (!window) fail(window.error());
    window_ = *std::move(window);
    context_ = ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    auto renderer = platform::Renderer::open();
    if (!renderer) fail(renderer.error());
    renderer_ = *std::move(renderer);
  }
  ~Offscreen() {
    renderer_.reset();
    ImGui::DestroyContext(context_);
  }
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;

  platform::Window& window() { return *window_; }
  platform::Renderer& renderer() { return *renderer_; }

  // One ImGui frame, `paint` on the background list; the picture is the framebuffer's.
  platform::Picture frame(const std::function<void(ImDrawList&)>& paint,
                          ImVec4 background = {1, 1, 1, 1}) {
    const bool sideways = quarter_turns_ % 2 != 0;
    const auto width = float(window_->width()), height = float(window_->height());
    ImGui::GetIO().DisplaySize = sideways ? ImVec2(height, width) : ImVec2(width, height);
    ImGui::GetIO().DeltaTime = 1 / 60.0F;
    ImGui::NewFrame();
    paint(*ImGui::GetBackgroundDrawList());
    ImGui::Render();
    renderer_->draw(*ImGui::GetDrawData(), window_->width(), window_->height(), quarter_turns_,
                    background);
    auto picture = window_->read_picture();
    window_->swap();
    return picture;
  }

 private:
  [[noreturn]] static void fail(const Error& error) {
    ADD_FAILURE() << error.message;
    std::abort();
  }

  int quarter_turns_;
  std::unique_ptr<platform::Window> window_;
  ImGuiContext* context_ = nullptr;
  std::unique_ptr<platform::Renderer> renderer_;
};

// The colour of a pixel as 0xRRGGBB.
inline unsigned rgb_at(const platform::Picture& picture, int x, int y) {
  const auto* pixel =
      &picture.rgba[(std::size_t(y) * std::size_t(picture.width) + std::size_t(x)) * 4];
  return unsigned(pixel[0]) << 16 | unsigned(pixel[1]) << 8 | pixel[2];
}

}  // namespace smilepost::tests
