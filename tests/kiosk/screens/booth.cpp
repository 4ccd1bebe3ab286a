#include "tests/kiosk/screens/booth.h"

#include <algorithm>
#include <cstdlib>

#include "tests/places.h"

namespace smilepost::kiosk {

namespace {

const std::string source_folder = tests::in_source();
const std::string binary_folder = tests::in_build();

ImVec4 colour_of(ImU32 packed) {
  const auto channel = [&](int shift) {
    return static_cast<float>((packed >> shift) & 0xFF) / 255;
  };
  return {channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT), channel(IM_COL32_B_SHIFT), 1};
}

}  // namespace

platform::Picture shrunk(const platform::Picture& picture, int times) {
  platform::Picture small{picture.width / times, picture.height / times, {}};
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      for (int channel = 0; channel < 4; ++channel) {
        int sum = 0;
        for (int i = 0; i < times * times; ++i) {
          const int px = x * times + i % times, py = y * times + i / times;
          sum += picture.rgba[static_cast<std::size_t>(py * picture.width + px) * 4 +
                              static_cast<std::size_t>(channel)];
        }
        small.rgba.push_back(static_cast<std::uint8_t>(sum / (times * times)));
      }
    }
  }
  return small;
}

// All of one size.
platform::Picture sheet_of(const std::vector<platform::Picture>& pictures, int columns) {
  const int width = pictures.front().width, height = pictures.front().height;
  const int rows = (static_cast<int>(pictures.size()) + columns - 1) / columns;
  platform::Picture sheet{width * columns, height * rows, {}};
  sheet.rgba.resize(static_cast<std::size_t>(sheet.width * sheet.height) * 4, 255);
  for (int i = 0; i < static_cast<int>(pictures.size()); ++i) {
    const auto& one = pictures[static_cast<std::size_t>(i)].rgba;
    for (int y = 0; y < height; ++y) {
      const int at = (i / columns * height + y) * sheet.width + i % columns * width;
      std::copy_n(one.begin() + std::ptrdiff_t{4} * y * width, std::ptrdiff_t{4} * width,
                  sheet.rgba.begin() + std::ptrdiff_t{4} * at);
    }
  }
  return sheet;
}

Result<std::unique_ptr<Booth>> Booth::open(int width, int height, const Theme& theme) {
  setenv("SDL_VIDEODRIVER", "offscreen", 1);
  std::unique_ptr<Booth> booth(new Booth);
  booth->theme_ = theme;
  auto window = platform::Window::open({.width = width, .height = height});
  if (!window) return window.error();
  booth->window_ = *std::move(window);
  booth->imgui_ = ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  auto renderer = platform::Renderer::open();
  if (!renderer) return renderer.error();
  booth->renderer_ = *std::move(renderer);
  auto text = TextEngine::open(binary_folder + "/share/fonts");
  if (!text) return text.error();
  booth->text_ = *std::move(text);
  auto catalogue = Catalogue::open(binary_folder + "/share/locales");
  if (!catalogue) return catalogue.error();
  booth->catalogue_ = std::make_unique<Catalogue>(*std::move(catalogue));
  auto images = Images::open(source_folder + "/assets", std::nullopt);
  if (!images) return images.error();
  booth->images_ = *std::move(images);
  booth->use({"whole", width, height, 10.1F});
  return booth;
}

Booth::~Booth() {
  images_.reset();
  text_.reset();
  renderer_.reset();
  if (imgui_ != nullptr) ImGui::DestroyContext(imgui_);
}

void Booth::use(const TestDisplay& display, bool reduced_motion) {
  shown_ = display;
  display_ = display.display();
  state_ = std::make_unique<ScreenState>(display_, reduced_motion);
}

std::optional<Intent> Booth::frame(const SessionView& view, const StaffView& staff,
                                   const std::optional<platform::Contact>& contact) {
  auto& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(window_->width()), static_cast<float>(window_->height())};
  io.DeltaTime = 0.016F;
  text_->begin_frame();
  ImGui::NewFrame();
  state_->begin_frame(contact, now_ms);
  const auto theme = dressed(theme_, view);
  Ui ui(*ImGui::GetBackgroundDrawList(), *text_, *catalogue_, display_, theme, *images_, *state_);
  auto intent = draw_screen(ui, view, staff);
  ImGui::Render();
  renderer_->draw(*ImGui::GetDrawData(), window_->width(), window_->height(), 0,
                  colour_of(theme.background));
  state_->frame_shown(now_ms);
  return intent;
}

platform::Picture Booth::picture() const {
  const auto whole = window_->read_picture();
  platform::Picture cut{
      std::min(shown_.width, whole.width), std::min(shown_.height, whole.height), {}};
  const auto row = static_cast<std::size_t>(whole.width) * 4;
  for (int y = 0; y < cut.height; ++y) {
    const auto* begin = &whole.rgba[static_cast<std::size_t>(y) * row];
    cut.rgba.insert(cut.rgba.end(), begin, begin + static_cast<std::size_t>(cut.width) * 4);
  }
  return cut;
}

}  // namespace smilepost::kiosk
