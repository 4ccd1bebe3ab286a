// All that screens are drawn with, opened for one window: renderer, fonts, texts, pictures, sizes.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "kiosk/config.h"
#include "kiosk/screens/images.h"
#include "kiosk/screens/metrics.h"
#include "kiosk/screens/screens.h"
#include "kiosk/screens/theme.h"
#include "kiosk/text/catalogue.h"
#include "kiosk/text/text_engine.h"
#include "platform/renderer.h"
#include "platform/result.h"
#include "platform/window.h"

struct ImGuiContext;

namespace smilepost::kiosk {

constexpr float usual_diagonal_inch = 10.1F;  // where neither kiosk.json nor the display says

// ImGui's one context; it lives as long as this.
class ImGuiLife {
 public:
  ImGuiLife();
  ~ImGuiLife();
  ImGuiLife(const ImGuiLife&) = delete;
  ImGuiLife& operator=(const ImGuiLife&) = delete;

 private:
  ImGuiContext* context_;
};

struct ScreenParts {
  std::unique_ptr<ImGuiLife> imgui;
  std::unique_ptr<platform::Renderer> renderer;
  std::unique_ptr<TextEngine> text;
  Catalogue catalogue;
  Theme theme;
  ImU32 background = 0;  // of what was drawn last
  std::unique_ptr<Images> images;
  Display display;

  // share: fonts/, locales/, smileys/, icons/. cache: where rasters of pictures may be kept, if at
  // all.
  static Result<ScreenParts> open(const platform::Window& window, const Config& config,
                                  const std::filesystem::path& share,
                                  const std::optional<std::filesystem::path>& cache);
};

// Begins ImGui's frame and draws a screen into it that nobody touches; the caller ends it.
void draw_still(ScreenParts& parts, const SessionView& view, const StaffView& staff,
                ScreenState& state);

// Ends the frame, and paints what was drawn into the window; it shows once that is swapped.
void paint_still(ScreenParts& parts, const platform::Window& window, int quarter_turns);

// The picture's size and resolution on this window, upright.
Display display_of(const platform::Window& window, const Config& config);

}  // namespace smilepost::kiosk
