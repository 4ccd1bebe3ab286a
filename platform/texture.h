// Pictures and masks on their way to the screen. UI thread only.
#pragma once

namespace smilepost::platform {

// A texture of width × height, in the renderer's context; freed with it. 8-bit alpha masks come out
// as white with that alpha.
class Texture {
 public:
  enum class Format { rgba, alpha };
  Texture(int width, int height, Format format, const unsigned char* pixels);  // null: zeros
  ~Texture();
  Texture(const Texture&) = delete;
  Texture& operator=(const Texture&) = delete;
  // Replaces a rectangle; `pixels` is tightly packed.
  void update(int x, int y, int width, int height, const unsigned char* pixels);
  void* id() const;  // as ImTextureID

 private:
  unsigned name_ = 0;
  Format format_;
};

}  // namespace smilepost::platform
