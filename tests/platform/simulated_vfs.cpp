// SQLite's VFS over a simulated disk. As its unix VFS: the first sync of a new log makes its name
// durable, too; "psow" comes from the URI; locks and shared memory are those of one process.
#include <algorithm>
#include <cstring>
#include <new>

#include "tests/platform/simulated_disk.h"

namespace smilepost::tests {
namespace {

struct File {
  sqlite3_file base;  // first: SQLite sees this
  SimulatedDisk* disk;
  std::shared_ptr<Node> node;
  std::string name;
  int level;
  bool name_unsynced;
  bool powersafe_overwrite;
  bool delete_on_close;
  bool read_only;
  bool maps;
};

File& file_of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}

int io_error(int code, int specific) {
  return code == SQLITE_IOERR ? specific : code;
}

std::string folder_of(const std::string& file) {
  return std::filesystem::path(file).parent_path().string();
}

int close_file(sqlite3_file* base) {
  File& file = file_of(base);
  if (file.delete_on_close) (void)file.disk->unlink(file.name);
  file.~File();
  return SQLITE_OK;
}

int read_file(sqlite3_file* base, void* out, int size, sqlite3_int64 offset) {
  const File& file = file_of(base);
  if (const int code = file.disk->ask(Call::read, file.name)) {
    return io_error(code, SQLITE_IOERR_READ);
  }
  const auto& bytes = file.node->now;
  const auto from = std::min<std::size_t>(static_cast<std::size_t>(offset), bytes.size());
  const auto got = std::min<std::size_t>(static_cast<std::size_t>(size), bytes.size() - from);
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), got,
              static_cast<std::uint8_t*>(out));
  std::memset(static_cast<char*>(out) + got, 0, static_cast<std::size_t>(size) - got);
  return got == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* base, const void* in, int size, sqlite3_int64 offset) {
  const File& file = file_of(base);
  const auto* bytes = static_cast<const std::uint8_t*>(in);
  return io_error(file.disk->write_part(*file.node, file.name, static_cast<std::uint64_t>(offset),
                                        {bytes, static_cast<std::size_t>(size)}),
                  SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* base, sqlite3_int64 size) {
  const File& file = file_of(base);
  const int code = file.disk->truncate(*file.node, file.name, static_cast<std::uint64_t>(size));
  return code == SQLITE_OK ? code : SQLITE_IOERR_TRUNCATE;
}

int sync_file(sqlite3_file* base, int) {
  File& file = file_of(base);
  if (file.disk->sync_node(*file.node, file.name) != SQLITE_OK) return SQLITE_IOERR_FSYNC;
  if (file.name_unsynced) {
    if (file.disk->sync_names(folder_of(file.name)) != SQLITE_OK) return SQLITE_IOERR_DIR_FSYNC;
    file.name_unsynced = false;
  }
  return SQLITE_OK;
}

int file_size(sqlite3_file* base, sqlite3_int64* size) {
  const File& file = file_of(base);
  if (file.disk->ask(Call::size, file.name)) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(file.node->now.size());
  return SQLITE_OK;
}

int lock_file(sqlite3_file* base, int level) {
  File& file = file_of(base);
  Node& node = *file.node;
  if (file.level >= level) return SQLITE_OK;
  // As fcntl(2) does it: else the last to close would take the log along, whosever it is by then.
  if (file.read_only && level > SQLITE_LOCK_SHARED) return SQLITE_IOERR_LOCK;
  const auto others = [&](const void* holder) { return holder != nullptr && holder != base; };
  if (level == SQLITE_LOCK_SHARED) {
    if (others(node.exclusive) || others(node.pending)) return SQLITE_BUSY;
    ++node.shared;
  } else if (level == SQLITE_LOCK_RESERVED) {
    if (others(node.reserved)) return SQLITE_BUSY;
    node.reserved = base;
  } else {
    if (others(node.exclusive) || others(node.reserved) || others(node.pending)) return SQLITE_BUSY;
    node.pending = base;
    if (node.shared > 1) {
      file.level = SQLITE_LOCK_PENDING;
      return SQLITE_BUSY;
    }
    node.exclusive = base;
  }
  file.level = level;
  return SQLITE_OK;
}

int unlock_file(sqlite3_file* base, int level) {
  File& file = file_of(base);
  Node& node = *file.node;
  if (file.level <= level) return SQLITE_OK;
  for (const void** holder : {&node.reserved, &node.pending, &node.exclusive}) {
    if (*holder == base) *holder = nullptr;
  }
  if (level == SQLITE_LOCK_NONE && file.level >= SQLITE_LOCK_SHARED) --node.shared;
  file.level = level;
  return SQLITE_OK;
}

int is_reserved(sqlite3_file* base, int* out) {
  const Node& node = *file_of(base).node;
  *out = node.reserved != nullptr || node.pending != nullptr || node.exclusive != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int control_file(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*) {
  return 4096;
}

int characteristics(sqlite3_file* base) {
  return file_of(base).powersafe_overwrite ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

int map_memory(sqlite3_file* base, int region, int size, int extend, void volatile** out) {
  File& file = file_of(base);
  SharedMemory& memory = file.node->memory;
  if (!file.maps) {
    file.maps = true;
    ++memory.users;
  }
  *out = nullptr;
  const auto index = static_cast<std::size_t>(region);
  if (memory.regions.size() <= index && extend == 0) return SQLITE_OK;
  while (memory.regions.size() <= index) {
    memory.regions.push_back(std::make_unique<std::vector<std::uint64_t>>(
        static_cast<std::size_t>(size) / sizeof(std::uint64_t)));
  }
  *out = memory.regions[index]->data();
  return SQLITE_OK;
}

int lock_memory(sqlite3_file* base, int offset, int count, int flags) {
  SharedMemory& memory = file_of(base).node->memory;
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (int i = offset; (flags & SQLITE_SHM_LOCK) != 0 && i < offset + count; ++i) {
    const void* holder = memory.exclusive[i];
    if (holder != nullptr && holder != base) return SQLITE_BUSY;
    if (exclusive && memory.shared[i] > 0) return SQLITE_BUSY;
  }
  for (int i = offset; i < offset + count; ++i) {
    if ((flags & SQLITE_SHM_LOCK) != 0) {
      exclusive ? void(memory.exclusive[i] = base) : void(++memory.shared[i]);
    } else {
      exclusive ? void(memory.exclusive[i] = nullptr) : void(--memory.shared[i]);
    }
  }
  return SQLITE_OK;
}

void memory_barrier(sqlite3_file*) {}

// Whoever maps it first finds it empty.
int unmap_memory(sqlite3_file* base, int) {
  File& file = file_of(base);
  if (!file.maps) return SQLITE_OK;
  file.maps = false;
  if (--file.node->memory.users == 0) file.node->memory = {};
  return SQLITE_OK;
}

constexpr sqlite3_io_methods methods{
    2,
    close_file,
    read_file,
    write_file,
    truncate_file,
    sync_file,
    file_size,
    lock_file,
    unlock_file,
    is_reserved,
    control_file,
    sector_size,
    characteristics,
    map_memory,
    lock_memory,
    memory_barrier,
    unmap_memory,
    nullptr,
    nullptr,
};

SimulatedDisk& disk_of(sqlite3_vfs* vfs) {
  return *static_cast<SimulatedDisk*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* base, int flags, int* out_flags) {
  SimulatedDisk& disk = disk_of(vfs);
  base->pMethods = nullptr;
  const std::string name = path != nullptr ? path : "/temporary";
  if (disk.ask(Call::open, name)) return SQLITE_CANTOPEN;
  const bool create = (flags & SQLITE_OPEN_CREATE) != 0;
  const auto node = create ? disk.find_or_make(name) : disk.find(name);
  if (!node) return SQLITE_CANTOPEN;
  constexpr int logs = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
  const bool main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  new (base) File{{&methods},
                  &disk,
                  node,
                  name,
                  SQLITE_LOCK_NONE,
                  create && (flags & logs) != 0,
                  sqlite3_uri_boolean(main ? path : nullptr, "psow", 1) != 0,
                  (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
                  (flags & SQLITE_OPEN_READONLY) != 0,
                  false};
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_names) {
  SimulatedDisk& disk = disk_of(vfs);
  const int code = disk.unlink(path);
  if (code != SQLITE_OK) return io_error(code, SQLITE_IOERR_DELETE);
  if (sync_names == 0) return SQLITE_OK;
  return disk.sync_names(folder_of(path)) == SQLITE_OK ? SQLITE_OK : SQLITE_IOERR_DIR_FSYNC;
}

int is_there(sqlite3_vfs* vfs, const char* path, int, int* out) {
  if (disk_of(vfs).ask(Call::size, path)) return SQLITE_IOERR_ACCESS;
  const auto node = disk_of(vfs).find(path);
  *out = node != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", path);
  return SQLITE_OK;
}

// SQLite's own generator asks its default VFS for a seed, which may be this one.
int fill_random(sqlite3_vfs*, int size, char* out) {
  Random random(1);
  std::generate_n(out, size, [&] { return static_cast<char>(random()); });
  return size;
}

int sleep_no_time(sqlite3_vfs*, int microseconds) {
  return microseconds;
}

int current_time(sqlite3_vfs*, sqlite3_int64* out) {
  *out = sqlite3_int64{2461000} * 86'400'000;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) {
  return 0;
}

}  // namespace

void describe_vfs(sqlite3_vfs& vfs, SimulatedDisk& disk, const std::string& name) {
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(File);
  vfs.mxPathname = 512;
  vfs.zName = name.c_str();
  vfs.pAppData = &disk;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = is_there;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = fill_random;
  vfs.xSleep = sleep_no_time;
  vfs.xCurrentTimeInt64 = current_time;
  vfs.xGetLastError = last_error;
}

}  // namespace smilepost::tests
