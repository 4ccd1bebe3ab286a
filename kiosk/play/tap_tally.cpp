#include "kiosk/play/tap_tally.h"

#include <fcntl.h>
#include <unistd.h>

#include <string_view>

#include "platform/files.h"
#include "platform/log.h"

namespace smilepost::kiosk {

Result<std::unique_ptr<TapTally>> TapTally::open(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return platform::file_error(file, "cannot be made");
  return std::unique_ptr<TapTally>(new TapTally(descriptor));
}

TapTally::~TapTally() {
  ::close(descriptor_);
}

// Not fsynced: it has to outlive the kiosk, not the machine.
void TapTally::tapped() const {
  constexpr std::string_view line = "tap\n";
  if (::write(descriptor_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    platform::log_error("the taps cannot be counted; is the disk full?");
  }
}

std::uint64_t TalliedStore::append(record::Body body) {
  if (tally_ != nullptr && std::holds_alternative<record::Answer>(body)) tally_->tapped();
  return store_.append(std::move(body));
}

}  // namespace smilepost::kiosk
