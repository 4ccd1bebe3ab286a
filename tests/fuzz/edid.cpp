// A display's own word about its size: as it came, and with its checksum made good again.
#include "platform/edid.h"

#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

constexpr std::size_t block_bytes = 128;

void judge(record::BytesView edid) {
  const auto size = platform::size_in_edid(edid);
  if (!size) return;
  must(edid.size() >= block_bytes, "a size is in a whole block");
  must(size->width_mm > 0 && size->width_mm <= 4095, "a width of twelve bits");
  must(size->height_mm > 0 && size->height_mm <= 4095, "a height of twelve bits");
  must(platform::size_in_edid(edid.first(block_bytes)) == size, "the first block says it all");
  record::Bytes changed(edid.begin(), edid.end());
  changed[changed.size() * 7 % block_bytes] ^= 1;
  must(!platform::size_in_edid(changed), "a changed bit shows");
}

record::Bytes mended(record::BytesView edid) {
  record::Bytes block(edid.begin(), edid.end());
  if (block.size() < block_bytes) return block;
  unsigned sum = 0;
  for (std::size_t i = 0; i < block_bytes - 1; ++i) sum += block[i];
  block[block_bytes - 1] = static_cast<std::uint8_t>(-sum);
  return block;
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge({data, size});
  smilepost::fuzz::judge(smilepost::fuzz::mended({data, size}));
  return 0;
}
