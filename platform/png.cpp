#include "platform/png.h"

#include <png.h>

#include <cassert>
#include <cstdint>

namespace smilepost::platform {

namespace {

constexpr std::uint64_t most_pixels = std::uint64_t{1} << 24;

}  // namespace

Status write_png(const std::filesystem::path& file, const Picture& picture) {
  assert(picture.rgba.size() == std::size_t(picture.width) * std::size_t(picture.height) * 4);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = png_uint_32(picture.width);
  image.height = png_uint_32(picture.height);
  image.format = PNG_FORMAT_RGBA;
  if (png_image_write_to_file(&image, file.c_str(), 0, picture.rgba.data(), 0, nullptr) == 0) {
    return Error{"cannot write the picture " + file.string() + " (" + image.message +
                 "): check that the folder exists and has space"};
  }
  return Done{};
}

Result<Picture> read_png(const std::filesystem::path& file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const auto failed = [&] {
    Error error{"cannot read the picture " + file.string() + " (" + image.message +
                "): give a PNG file"};
    png_image_free(&image);
    return error;
  };
  if (png_image_begin_read_from_file(&image, file.c_str()) == 0) return failed();
  if (std::uint64_t{image.width} * image.height > most_pixels) {
    png_image_free(&image);
    return Error{"cannot read the picture " + file.string() +
                 " (over 16 million pixels): give a smaller one"};
  }
  image.format = PNG_FORMAT_RGBA;
  Picture picture{int(image.width), int(image.height), {}};
  picture.rgba.resize(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, picture.rgba.data(), 0, nullptr) == 0) return failed();
  return picture;
}

}  // namespace smilepost::platform
