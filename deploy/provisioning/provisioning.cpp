#include "deploy/provisioning/provisioning.h"

#include <algorithm>
#include <cctype>

#include "deploy/provisioning/judging.h"

namespace smilepost::provisioning {
namespace {

constexpr std::size_t largest_file = std::size_t{64} << 10;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Windows hides the end of a name, and its editor adds one.
bool is_candidate(const std::string& name) {
  const auto small = lower(name);
  return small == "kiosk.toml" || small == "kiosk.toml.txt";
}

bool is_blank(const std::vector<std::uint8_t>& bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](std::uint8_t c) { return c == ' ' || c == '\n'; });
}

std::vector<std::uint8_t> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

}  // namespace

Result<Provisioning::Outcome> Provisioning::run() {
  // Left by a power cut: what it said is done.
  const bool used = disk_.identity(places_.card / used_name).has_value();
  if (used) {
    if (auto finished = finish(); !finished) return finished.error();
  }
  const auto name = candidate();
  if (!name) {
    (void)leave_note(error_name, name.error().message);
    return name.error();
  }
  if (!*name) return used ? Outcome::done : Outcome::nothing_to_do;
  auto taken = take(**name);
  if (!taken) (void)leave_note(error_name, taken.error().message);
  return taken;
}

Result<std::optional<std::string>> Provisioning::candidate() const {
  const auto names = disk_.names(places_.card);
  if (!names) return names.error();
  std::optional<std::string> found;
  for (const auto& name : *names) {
    if (!is_candidate(name)) continue;
    if (found) return Error{name + ": lies beside " + *found + "; keep one of them"};
    found = name;
  }
  return found;
}

Result<Provisioning::Outcome> Provisioning::take(const std::string& name) {
  const auto file = places_.card / name;
  auto applied = apply(name);
  if (!applied) return applied.error();
  if (auto renamed = disk_.rename(file, places_.card / used_name); !renamed) return renamed.error();
  if (auto durable = disk_.sync_folder(places_.card); !durable) return durable.error();
  if (auto finished = finish(); !finished) return finished.error();
  return Outcome::done;
}

Status Provisioning::apply(const std::string& name) {
  const auto bytes = disk_.read(places_.card / name, largest_file);
  if (!bytes) return bytes.error();
  if (!*bytes) return Error{name + ": is gone while it was read; put it there again"};
  // A card that lost a rename may show the same file under both names: it is wiped by now.
  if (is_blank(**bytes)) return Done{};
  auto settings =
      read_kiosk_toml({reinterpret_cast<const char*>((*bytes)->data()), (*bytes)->size()}, name);
  if (!settings) return settings.error();
  if (auto there = read_certificates(*settings); !there)
    return in_context(name + ": backend.ca_file", there.error());
  const auto parcels = parcels_of(*settings, places_);
  if (!parcels) return in_context(name, parcels.error());
  if (auto there = check_places(*parcels); !there) return in_context(name, there.error());
  for (const auto& parcel : *parcels) {
    if (auto written = write(parcel); !written) return written;
  }
  return Done{};
}

Status Provisioning::read_certificates(Settings& settings) const {
  if (settings.ca_file.empty()) return Done{};
  const auto bytes = disk_.read(places_.card / settings.ca_file, largest_file);
  if (!bytes) return bytes.error();
  if (!*bytes)
    return Error{settings.ca_file + " does not lie beside it; put it there, or remove the line"};
  settings.ca_certificates.assign((*bytes)->begin(), (*bytes)->end());
  return judge_certificates(settings.ca_certificates);
}

// Before anything is changed.
Status Provisioning::check_places(const std::vector<Parcel>& parcels) const {
  for (const auto& parcel : parcels) {
    const auto check = [&] { return check_place(parcel.file); };
    if (auto there = parcel.of_kiosk ? as_kiosk_(check) : check(); !there) return there;
  }
  return Done{};
}

Status Provisioning::check_place(const std::filesystem::path& file) const {
  const auto folder = file.parent_path();
  if (disk_.may_write_in(folder)) return Done{};
  if (file == places_.host_name)
    return Error{"host_name: this image does not let its host name be changed; remove the line"};
  if (folder == places_.networks) {
    return Error{"[wifi] and [address] need NetworkManager, which this image has not (" +
                 folder.string() + "); remove them, and set the network up otherwise"};
  }
  return Error{folder.string() + ": is not there or cannot be written to; look at the image"};
}

Status Provisioning::write(const Parcel& parcel) {
  const auto write_it = [&]() -> Status {
    auto text = text_of(parcel);
    if (!text) return text.error();
    return platform::write_durably(disk_, parcel.file, bytes_of(*text), parcel.mode);
  };
  return parcel.of_kiosk ? as_kiosk_(write_it) : write_it();
}

Result<std::string> Provisioning::text_of(const Parcel& parcel) const {
  if (!parcel.is_patch) return parcel.text;
  const auto before = disk_.read(parcel.file, largest_file);
  if (!before) return before.error();
  return patched(*before ? std::string((*before)->begin(), (*before)->end()) : std::string(),
                 parcel.text);
}

Status Provisioning::finish() {
  const auto used = places_.card / used_name;
  if (auto wiped = wipe(used); !wiped) return wiped;
  if (auto noted = leave_note(
          done_name,
          "This kiosk took its settings from kiosk.toml. Its secrets were wiped. To change "
          "something, put a new kiosk.toml here.");
      !noted) {
    return noted;
  }
  for (const auto& file : {used, places_.card / error_name}) {
    if (auto removed = disk_.remove(file); !removed) return removed;
  }
  return disk_.sync_folder(places_.card);
}

// In place: a file that was only removed could be read from the card as long as nothing else came
// to lie there. Flash may still keep an older copy of a block; SECURITY.md says what that means.
Status Provisioning::wipe(const std::filesystem::path& file) {
  const auto size = disk_.size(file);
  if (!size) return size.error();
  std::vector<std::uint8_t> blanks(*size, ' ');
  if (!blanks.empty()) blanks.back() = '\n';
  if (auto overwritten = disk_.overwrite(file, blanks); !overwritten) return overwritten;
  return disk_.sync(file);
}

// The same line is not written twice: a kiosk may start every day beside a faulty file.
Status Provisioning::leave_note(const char* name, const std::string& line) {
  const auto file = places_.card / name;
  const auto bytes = bytes_of(line + "\r\n");
  const auto before = disk_.read(file, largest_file);
  if (before && *before && **before == bytes) return Done{};
  return platform::write_durably(disk_, file, bytes, 0644);
}

}  // namespace smilepost::provisioning
