// A disk in memory for one folder tree, with SQLite's VFS over it. It knows what is durable and
// what only seems to be there, so it can be cut at any call; and any call can be made to fail. One
// thread.
#pragma once

#include <sqlite3.h>

#include <functional>
#include <map>
#include <random>
#include <set>

#include "platform/disk.h"

namespace smilepost::tests {

// What is asked of the disk, as far as it can fail.
enum class Call : std::uint8_t {
  open,
  read,
  size,
  names,
  write,
  truncate,
  sync,
  rename,
  remove,
  sync_folder,
  reserve,
  lock,
};
const char* name_of(Call call);

// fsync errors are io_error at sync and sync_folder.
enum class Fault : std::uint8_t { none, io_error, no_space };

// How a power cut treats what was not synced.
enum class Loss : std::uint8_t {
  all,        // nothing of it reached the disk
  none,       // everything did
  prefix,     // everything up to some moment
  some,       // any part of it, in any order
  torn_512,   // the same, and writes are torn at sectors of 512 bytes
  torn_4096,  // at 4096; the bytes beside in a torn sector are garbage
};
inline constexpr Loss every_loss[] = {Loss::all,  Loss::none,     Loss::prefix,
                                      Loss::some, Loss::torn_512, Loss::torn_4096};
const char* name_of(Loss loss);

using Random = std::mt19937_64;

struct Change {  // of a file, not synced
  std::uint64_t offset = 0;
  std::vector<std::uint8_t> bytes;
  std::optional<std::uint64_t> truncated_to;
};

struct SharedMemory {
  static constexpr std::size_t slots = SQLITE_SHM_NLOCK;
  std::vector<std::unique_ptr<std::vector<std::uint64_t>>> regions;
  int users = 0;
  int shared[slots] = {};
  const void* exclusive[slots] = {};
};

struct Node {
  std::vector<std::uint8_t> now, durable;
  std::uint64_t room = 0;       // reserved beyond, whose bytes nobody looks at
  std::vector<Change> changes;  // what turns `durable` into `now`, unless a sync failed
  // SQLite's file locks.
  int shared = 0;
  const void *reserved = nullptr, *pending = nullptr, *exclusive = nullptr;
  SharedMemory memory;

  void apply(const Change& change);  // to `now`, to be synced
  static void apply(std::vector<std::uint8_t>& bytes, const Change& change);
};

class SimulatedDisk final : public platform::Disk {
 public:
  SimulatedDisk();
  ~SimulatedDisk() override;

  // Before each call, also those of SQLite: what becomes of it.
  std::function<Fault(Call, const std::string& file)> fault;
  // After each call that changed or synced something: a moment at which the power may be cut.
  std::function<void(Call, const std::string& file)> changed;
  // No file grows once all together have that many bytes.
  std::uint64_t capacity = UINT64_MAX;

  struct Wear {
    std::uint64_t written = 0;  // bytes handed over
    std::uint64_t blocks = 0;   // of 4096 bytes that a sync wrote
    std::uint64_t syncs = 0;
  };
  Wear wear;

  // What a machine finds that starts again after the power was cut here and now.
  std::shared_ptr<SimulatedDisk> after_cut(Loss loss, Random& random) const;
  std::uint64_t bytes_used() const;
  // Behind everybody's back, and durable.
  std::vector<std::uint8_t>* contents(const std::string& file);

  std::string vfs() const override { return name_; }
  Status make_folder(const std::filesystem::path&, unsigned) override { return Done{}; }
  Result<std::vector<std::string>> names(const std::filesystem::path& folder) const override;
  Result<std::optional<std::vector<std::uint8_t>>> read(const std::filesystem::path& file,
                                                        std::size_t largest) const override;
  std::optional<platform::FileIdentity> identity(const std::filesystem::path& file) const override;
  Result<std::uint64_t> size(const std::filesystem::path& file) const override;
  Result<std::vector<std::uint8_t>> read_part(const std::filesystem::path& file,
                                              std::uint64_t offset,
                                              std::size_t size) const override;
  Status check_private(const std::filesystem::path&) const override { return Done{}; }
  Status write(const std::filesystem::path& file, std::span<const std::uint8_t> bytes,
               unsigned mode) override;
  Status overwrite(const std::filesystem::path& file, std::span<const std::uint8_t> bytes) override;
  Status sync(const std::filesystem::path& file) override;
  Status rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
  Status remove(const std::filesystem::path& file) override;
  Status sync_folder(const std::filesystem::path& folder) override;
  bool may_write_in(const std::filesystem::path&) const override { return true; }
  Result<std::uint64_t> free_bytes(const std::filesystem::path& folder) const override;
  Status reserve(const std::filesystem::path& file, std::uint64_t bytes) override;
  Result<std::unique_ptr<platform::DiskLock>> lock(const std::filesystem::path& file) override;

  // For the VFS: as above, by SQLite's codes.
  std::shared_ptr<Node> find(const std::string& file) const;
  std::shared_ptr<Node> find_or_make(const std::string& file);
  int write_part(Node& node, const std::string& file, std::uint64_t offset,
                 std::span<const std::uint8_t> bytes);
  int truncate(Node& node, const std::string& file, std::uint64_t size);
  int sync_node(Node& node, const std::string& file);
  int unlink(const std::string& file);
  int sync_names(const std::string& folder);
  int ask(Call call, const std::string& file) const;  // SQLITE_OK, SQLITE_IOERR or SQLITE_FULL

 private:
  using Names = std::map<std::string, std::shared_ptr<Node>>;
  // At once or not at all; a null node: the name is gone.
  struct NameChange {
    std::string folder;
    std::vector<std::pair<std::string, std::shared_ptr<Node>>> names;
  };
  static void apply(Names& names, const NameChange& change);
  void change_names(NameChange change);
  void tell(Call call, const std::string& file);
  bool room_for(std::uint64_t more) const;

  std::string name_;  // of the VFS
  sqlite3_vfs vfs_{};
  Names now_, durable_;
  std::vector<NameChange> name_changes_;
  std::set<std::string> locked_;
  mutable Random sync_losses_{1};
};

// The VFS's functions over a disk; simulated_vfs.cpp.
void describe_vfs(sqlite3_vfs& vfs, SimulatedDisk& disk, const std::string& name);

}  // namespace smilepost::tests
