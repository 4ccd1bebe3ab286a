#include "kiosk/starts.h"

#include <sstream>
#include <string>

#include "platform/files.h"
#include "platform/read_text.h"
#include "record/bytes.h"

namespace smilepost::kiosk {
namespace {

// "<boot id, hexadecimal> <starts>\n"
std::uint64_t starts_before(const std::filesystem::path& file, const std::string& boot) {
  std::istringstream in(platform::read_text(file).value_or(""));
  std::string noted_boot;
  std::uint32_t starts = 0;
  return in >> noted_boot >> starts && noted_boot == boot ? starts : 0;
}

}  // namespace

Result<std::uint64_t> note_start(const std::filesystem::path& state, const platform::Clock& clock) {
  const auto file = state / "starts";
  const std::string boot = record::to_hex(clock.boot_id());
  const std::uint64_t starts = starts_before(file, boot) + 1;
  const auto kept = platform::write_file(file, boot + " " + std::to_string(starts) + "\n");
  if (!kept) return kept.error();
  return starts;
}

}  // namespace smilepost::kiosk
