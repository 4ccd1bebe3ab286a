#include "platform/texture.h"

#include <GLES2/gl2.h>

#include <cstdint>
#include <vector>

namespace smilepost::platform {

namespace {

GLenum gl_format(Texture::Format format) {
  return format == Texture::Format::rgba ? GL_RGBA : GL_LUMINANCE_ALPHA;
}

// What GL stores. A mask takes two bytes a texel, since ES 2's one-byte formats are black or
// opaque; in exchange no draw command needs to know what it draws from.
std::vector<unsigned char> premultiplied(Texture::Format format, std::size_t texels,
                                         const unsigned char* pixels) {
  const bool mask = format == Texture::Format::alpha;
  std::vector<unsigned char> stored(texels * (mask ? 2 : 4));
  for (std::size_t i = 0; pixels != nullptr && i < texels; ++i) {
    if (mask) {
      stored[2 * i] = stored[2 * i + 1] = pixels[i];
    } else {
      const unsigned alpha = pixels[4 * i + 3];
      for (std::size_t part = 0; part < 3; ++part) {
        stored[4 * i + part] =
            static_cast<unsigned char>((pixels[4 * i + part] * alpha + 127) / 255);
      }
      stored[4 * i + 3] = static_cast<unsigned char>(alpha);
    }
  }
  return stored;
}

}  // namespace

Texture::Texture(int width, int height, Format format, const unsigned char* pixels)
    : format_(format) {
  const auto stored = premultiplied(format, std::size_t(width) * std::size_t(height), pixels);
  glGenTextures(1, &name_);
  glBindTexture(GL_TEXTURE_2D, name_);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GLint(gl_format(format)), width, height, 0, gl_format(format),
               GL_UNSIGNED_BYTE, stored.data());
  for (const GLenum filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER}) {
    glTexParameteri(GL_TEXTURE_2D, filter, GL_LINEAR);
  }
  for (const GLenum wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T}) {
    glTexParameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);  // any size is legal in ES 2 then
  }
}

Texture::~Texture() {
  glDeleteTextures(1, &name_);
}

void Texture::update(int x, int y, int width, int height, const unsigned char* pixels) {
  const auto stored = premultiplied(format_, std::size_t(width) * std::size_t(height), pixels);
  glBindTexture(GL_TEXTURE_2D, name_);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, width, height, gl_format(format_), GL_UNSIGNED_BYTE,
                  stored.data());
}

void* Texture::id() const {
  return reinterpret_cast<void*>(std::uintptr_t(name_));  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace smilepost::platform
