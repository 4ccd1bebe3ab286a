#include "kiosk/starts.h"

#include <sstream>
#include <system_error>
#include <utility>

#include "platform/files.h"
#include "platform/log.h"
#include "platform/read_text.h"
#include "record/bytes.h"

namespace smilepost::kiosk {
namespace {

// One line: starts that did not run well, starts in this boot, the bundle, the boot, the version.
constexpr const char* file_name = "starts";
constexpr std::uint64_t most_starts = 1'000'000;  // more is said by nobody who counted

void write(const std::filesystem::path& file, const std::string& text) {
  if (auto written = platform::write_file(file, text); !written)
    platform::log_warning(written.error().message +
                          "; until it can be written there is no safe mode");
}

}  // namespace

Starts::Note Starts::read(const std::filesystem::path& file) {
  Note note;
  std::istringstream in(platform::read_text(file).value_or(""));
  in >> note.unwell >> note.in_boot >> note.bundle >> note.boot >> note.version;
  return in.fail() || note.unwell > most_starts || note.in_boot > most_starts ? Note{} : note;
}

std::string Starts::text_of(const Note& note) {
  std::ostringstream out;
  out << note.unwell << ' ' << note.in_boot << ' ' << note.bundle << ' ' << note.boot << ' '
      << note.version << '\n';
  return out.str();
}

Starts::Starts(const std::filesystem::path& state, const std::array<std::uint8_t, 16>& boot_id,
               const std::string& version, Counting counting)
    : file_(state / file_name), counting_(counting), now_(read(file_)) {
  std::error_code said_where_it_is_written;
  std::filesystem::create_directories(state, said_where_it_is_written);
  before_ = now_.version == version ? now_.unwell : 0;
  safe_ = before_ >= most_unwell;
  const std::string boot = record::to_hex(boot_id);
  now_.in_boot = now_.boot == boot ? now_.in_boot + 1 : 1;
  now_.unwell = before_ + 1;
  now_.boot = boot;
  now_.version = version;
  write_now();
}

void Starts::heed_bundle(std::uint64_t version) {
  if (version == now_.bundle) return;
  now_.bundle = version;
  before_ = 0;
  safe_ = false;
  now_.unwell = 1;
  write_now();
}

std::optional<std::string> Starts::safe_mode() const {
  if (!safe_) return std::nullopt;
  return std::to_string(before_) + " starts that did not run well";
}

void Starts::write_now() const {
  if (counting_ == Counting::noted) write(file_, text_of(now_));
}

void Starts::ended_in_order() {
  if (well_ || !shown_) return;
  now_.unwell = before_;
  write_now();
}

void Starts::frame_shown(std::uint64_t now_ms) {
  if (std::exchange(shown_, true)) return;
  due_ms_ = now_ms + (safe_ ? well_in_safe_mode_ms : well_ms);
}

// In safe mode a vote says nothing of what ended the starts before.
void Starts::confirmed(std::uint64_t) {
  if (!safe_ && !untried_) runs_well();
}

bool Starts::act(const Registry&, std::uint64_t) {
  runs_well();
  return false;
}

void Starts::runs_well() {
  due_ms_.reset();
  if (std::exchange(well_, true)) return;
  now_.unwell = 0;
  if (counting_ == Counting::noted)
    writer_ = std::jthread([file = file_, text = text_of(now_)] { write(file, text); });
}

}  // namespace smilepost::kiosk
