#include "platform/svg.h"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <memory>
#include <tuple>

namespace smilepost::platform {

namespace {

struct Unref {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};

using Handle = std::unique_ptr<RsvgHandle, Unref>;

Error failed(const std::string& name, GError* cause) {
  const std::string reason = cause != nullptr ? cause->message : "unknown reason";
  g_clear_error(&cause);
  return Error{"cannot draw " + name + " (" + reason + "): give a valid SVG file"};
}

// Cairo's ARGB32 is premultiplied and in the order of the machine's words.
Picture unpremultiplied(cairo_surface_t* surface, int width, int height) {
  cairo_surface_flush(surface);
  const unsigned char* bytes = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  Picture picture{width, height, {}};
  picture.rgba.reserve(std::size_t(width) * std::size_t(height) * 4);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
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

Result<Picture> rendered(RsvgHandle* handle, int width, int height, const std::string& name) {
  GError* cause = nullptr;
  const std::unique_ptr<cairo_surface_t, Unref> surface(
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height));
  const std::unique_ptr<cairo_t, Unref> context(cairo_create(surface.get()));
  const RsvgRectangle viewport{0, 0, double(width), double(height)};
  if (rsvg_handle_render_document(handle, context.get(), &viewport, &cause) == 0) {
    return failed(name, cause);
  }
  return unpremultiplied(surface.get(), width, height);
}

// Width by height; a square where the file does not say.
double proportion_of(RsvgHandle* handle) {
  double width = 0, height = 0;
  if (rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height) == 0) {
    gboolean has_box = 0;
    RsvgRectangle box{};
    rsvg_handle_get_intrinsic_dimensions(handle, nullptr, nullptr, nullptr, nullptr, &has_box,
                                         &box);
    if (has_box != 0) std::tie(width, height) = std::pair(box.width, box.height);
  }
  return width > 0 && height > 0 ? width / height : 1;
}

}  // namespace

Result<Picture> rasterise_svg(const std::filesystem::path& file, int size,
                              const std::string& stylesheet) {
  assert(size > 0);
  GError* cause = nullptr;
  const Handle handle(rsvg_handle_new_from_file(file.c_str(), &cause));
  if (!handle) return failed(file.string(), cause);
  if (!stylesheet.empty() &&
      rsvg_handle_set_stylesheet(handle.get(), reinterpret_cast<const guint8*>(stylesheet.data()),
                                 stylesheet.size(), &cause) == 0) {
    return failed(file.string(), cause);
  }
  return rendered(handle.get(), size, size, file.string());
}

Result<Picture> rasterise_svg_text(std::string_view svg, int width, int height,
                                   const std::string& name) {
  assert(width > 0 && height > 0);
  GError* cause = nullptr;
  const Handle handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &cause));
  if (!handle) return failed(name, cause);
  const double proportion = proportion_of(handle.get());
  const double wide = std::min(double(width), height * proportion);
  return rendered(handle.get(), std::max(1, int(std::lround(wide))),
                  std::max(1, int(std::lround(wide / proportion))), name);
}

}  // namespace smilepost::platform
