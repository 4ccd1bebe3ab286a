#include "kiosk/screen_parts.h"

#include <imgui.h>

#include <utility>

namespace smilepost::kiosk {

namespace {

constexpr float millimetres_an_inch = 25.4F;

}  // namespace

ImGuiLife::ImGuiLife() : context_(ImGui::CreateContext()) {
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().LogFilename = nullptr;
}

ImGuiLife::~ImGuiLife() {
  ImGui::DestroyContext(context_);
}

void draw_still(ScreenParts& parts, const SessionView& view, const StaffView& staff,
                ScreenState& state) {
  parts.text->begin_frame();
  ImGui::GetIO().DisplaySize = {parts.display.width_px, parts.display.height_px};
  ImGui::NewFrame();
  state.begin_frame(std::nullopt, 0);
  const auto theme = dressed(parts.theme, view);
  parts.background = theme.background;
  Ui ui(*ImGui::GetBackgroundDrawList(), *parts.text, parts.catalogue, parts.display, theme,
        *parts.images, state);
  draw_screen(ui, view, staff);
}

void paint_still(ScreenParts& parts, const platform::Window& window, int quarter_turns) {
  ImGui::Render();
  parts.renderer->draw(*ImGui::GetDrawData(), window.width(), window.height(), quarter_turns,
                       ImGui::ColorConvertU32ToFloat4(parts.background));
}

Display display_of(const platform::Window& window, const Config& config) {
  auto width = static_cast<float>(window.width());
  auto height = static_cast<float>(window.height());
  if (config.quarter_turns % 2 == 1) std::swap(width, height);
  if (!config.diagonal_inch && window.dpi())
    return {width, height, *window.dpi() / millimetres_an_inch};
  return Display::of_diagonal(width, height, config.diagonal_inch.value_or(usual_diagonal_inch));
}

Result<ScreenParts> ScreenParts::open(const platform::Window& window, const Config& config,
                                      const std::filesystem::path& share,
                                      const std::optional<std::filesystem::path>& cache) {
  ScreenParts parts;
  parts.imgui = std::make_unique<ImGuiLife>();
  auto renderer = platform::Renderer::open();
  if (!renderer) return renderer.error();
  parts.renderer = *std::move(renderer);
  auto text = TextEngine::open(share / "fonts");
  if (!text) return text.error();
  parts.text = *std::move(text);
  auto catalogue = Catalogue::open(share / "locales");
  if (!catalogue) return catalogue.error();
  parts.catalogue = *std::move(catalogue);
  parts.theme = theme_named(config.theme);
  auto images = Images::open(share, cache);
  if (!images) return images.error();
  parts.images = *std::move(images);
  parts.display = display_of(window, config);
  return parts;
}

}  // namespace smilepost::kiosk
