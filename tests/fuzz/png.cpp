// A picture from the cache folder: as it came, and with its checksums made good again.
#include "platform/png.h"

#include <zlib.h>
#include <fstream>

#include "tests/fuzz/fuzz.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::fuzz {
namespace {

void judge(record::BytesView bytes) {
  static const tests::TempFolder folder;
  const auto file = folder.path() / "face.png";
  std::ofstream(file, std::ios::binary) << text_of(bytes);
  const auto picture = platform::read_png(file);
  if (!picture) {
    must(is_one_line(picture.error().message), "a refusal is one line");
    must(picture.error().message.find(file.string()) != std::string::npos, "it names the file");
    return;
  }
  must(picture->width > 0 && picture->height > 0, "a picture has a size");
  must(picture->rgba.size() == std::size_t(picture->width) * std::size_t(picture->height) * 4,
       "a picture has all its pixels");
}

std::uint32_t number_at(record::BytesView bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
}

// Chunks are length, type, data, checksum of the latter two (PNG specification, §5.3).
record::Bytes mended(record::BytesView bytes) {
  record::Bytes png(bytes.begin(), bytes.end());
  std::size_t at = 8;
  while (png.size() >= at + 12 && number_at(png, at) <= png.size() - at - 12) {
    const std::size_t length = number_at(png, at);
    const auto sum = crc32(0, png.data() + at + 4, static_cast<unsigned>(length) + 4);
    for (std::size_t i = 0; i < 4; ++i) {
      png[at + 8 + length + i] = static_cast<std::uint8_t>(sum >> (24 - 8 * i));
    }
    at += length + 12;
  }
  return png;
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge({data, size});
  smilepost::fuzz::judge(smilepost::fuzz::mended({data, size}));
  return 0;
}
