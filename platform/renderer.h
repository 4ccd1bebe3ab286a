// Draws ImGui's draw data with OpenGL ES 2 calls only, turned by quarter turns where the display
// hangs sideways. ImTextureID is a GL texture name. UI thread only.
#pragma once

#include <memory>

#include "platform/result.h"
#include "platform/texture.h"

struct ImDrawData;
struct ImVec4;

namespace smilepost::platform {

class Renderer {
 public:
  // Needs a current ES context. Makes the texture of ImGui's own font atlas, which gives the
  // white pixel.
  static Result<std::unique_ptr<Renderer>> open();
  ~Renderer();

  // width and height are the framebuffer's; the draw data are upright.
  void draw(const ImDrawData& data, int width, int height, int quarter_turns,
            const ImVec4& background);

 private:
  class Impl;
  explicit Renderer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::platform
