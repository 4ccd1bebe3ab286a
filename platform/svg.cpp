#include "platform/svg.h"

#include <librsvg/rsvg.h>

#include <cassert>
#include <cstring>
#include <memory>

namespace smilepost::platform {

namespace {

struct Unref {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};

Error failed(const std::filesystem::path& file, GError* cause) {
  const std::string reason = cause != nullptr ? cause->message : "unknown reason";
  g_clear_error(&cause);
  return Error{"cannot draw " + file.string() + " (" + reason + "): give a valid SVG file"};
}

// Cairo's ARGB32 is premultiplied and in the order of the machine's words.
Picture unpremultiplied(cairo_surface_t* surface, int size) {
  cairo_surface_flush(surface);
  const unsigned char* bytes = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  Picture picture{size, size, {}};
  picture.rgba.reserve(std::size_t(size) * std::size_t(size) * 4);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      std::uint32_t argb = 0;
      std::memcpy(&argb, bytes + std::ptrdiff_t(y) * stride + std::ptrdiff_t(x) * 4, 4);
      const std::uint32_t alpha = argb >> 24;
      for (const int shift : {16, 8, 0}) {
        const std::uint32_t part = argb >> shift & 255;
        picture.rgba.push_back(alpha == 0 ? 0 : std::uint8_t((part * 255 + alpha / 2) / alpha));
      }
      picture.rgba.push_back(std::uint8_t(alpha));
    }
  }
  return picture;
}

}  // namespace

Result<Picture> rasterise_svg(const std::filesystem::path& file, int size,
                              const std::string& stylesheet) {
  assert(size > 0);
  GError* cause = nullptr;
  const std::unique_ptr<RsvgHandle, Unref> handle(rsvg_handle_new_from_file(file.c_str(), &cause));
  if (!handle) return failed(file, cause);
  if (!stylesheet.empty() &&
      rsvg_handle_set_stylesheet(handle.get(), reinterpret_cast<const guint8*>(stylesheet.data()),
                                 stylesheet.size(), &cause) == 0) {
    return failed(file, cause);
  }
  const std::unique_ptr<cairo_surface_t, Unref> surface(
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size, size));
  const std::unique_ptr<cairo_t, Unref> context(cairo_create(surface.get()));
  const RsvgRectangle viewport{0, 0, double(size), double(size)};
  if (rsvg_handle_render_document(handle.get(), context.get(), &viewport, &cause) == 0) {
    return failed(file, cause);
  }
  return unpremultiplied(surface.get(), size);
}

}  // namespace smilepost::platform
