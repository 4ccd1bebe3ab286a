#include "kiosk/journal/journal_files.h"

#include <algorithm>
#include <ctime>

namespace smilepost::kiosk {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

bool has(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string utc_stamp(std::int64_t wall_ms) {
  const std::time_t seconds = wall_ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
  return {text, size};
}

// Nothing in the folder has a name that begins so.
std::string unused_name(const Names& names, std::int64_t wall_ms) {
  std::string base = std::string(damaged_prefix) + utc_stamp(wall_ms);
  const auto used = [&](const std::string& candidate) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return name == candidate || name.starts_with(candidate + "-");
    });
  };
  if (!used(base)) return base;
  int number = 2;
  while (used(base + "." + std::to_string(number))) ++number;
  return base + "." + std::to_string(number);
}

Status rename_durably(const JournalPlace& place, const std::string& from, const std::string& to) {
  if (auto renamed = place.disk->rename(place.file(from), place.file(to)); !renamed) {
    return in_context("cannot be moved, move it by hand", renamed.error());
  }
  return place.disk->sync_folder(place.folder);
}

Status finish_replacement(const JournalPlace& place, const Names& names, std::int64_t wall_ms) {
  const std::string file = journal_file;
  if (has(names, file) || has(names, file + "-wal")) {
    if (auto aside = move_aside(place, wall_ms); !aside) return aside.error();
  }
  return rename_durably(place, ready_file, journal_file);
}

}  // namespace

// The main file first, and durably: what is left of it without its log must never be taken for
// whole. The shared memory goes last: readers of the log need it until then.
Result<fs::path> move_aside(const JournalPlace& place, std::int64_t wall_ms) {
  const auto names = place.disk->names(place.folder);
  if (!names) return names.error();
  const std::string aside = unused_name(*names, wall_ms);
  for (const char* end : {"", "-journal", "-wal", "-shm"}) {
    if (!has(*names, std::string(journal_file) + end)) continue;
    if (auto moved = rename_durably(place, std::string(journal_file) + end, aside + end); !moved) {
      return moved.error();
    }
  }
  return place.file(aside);
}

Status settle_files(const JournalPlace& place, std::int64_t wall_ms) {
  const auto names = place.disk->names(place.folder);
  if (!names) return names.error();
  if (has(*names, copy_file)) {
    if (auto removed = remove_copy(place); !removed) return removed;
  }
  if (has(*names, ready_file)) return finish_replacement(place, *names, wall_ms);
  // A log without its file: SQLite would take it for a new file's, and throw it away.
  const std::string file = journal_file;
  const bool orphan = has(*names, file + "-wal") || has(*names, file + "-journal");
  if (has(*names, file) || !orphan) return Done{};
  const auto aside = move_aside(place, wall_ms);
  if (!aside) return aside.error();
  return Done{};
}

Status put_copy_in_place(const JournalPlace& place, std::int64_t wall_ms) {
  if (auto ready = rename_durably(place, copy_file, ready_file); !ready) return ready;
  const auto names = place.disk->names(place.folder);
  if (!names) return names.error();
  return finish_replacement(place, *names, wall_ms);
}

Status remove_copy(const JournalPlace& place) {
  const std::string copy = copy_file;
  for (const auto& name : {copy, copy + "-journal"}) {
    if (auto removed = place.disk->remove(place.file(name)); !removed) return removed;
  }
  return Done{};
}

}  // namespace smilepost::kiosk
