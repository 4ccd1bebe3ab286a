#include "tests/platform/simulated_disk.h"

#include <algorithm>
#include <atomic>

namespace smilepost::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t block = 4096;

std::string folder_of(const fs::path& file) {
  return file.parent_path().string();
}

Error failed(int code, const fs::path& file, const std::string& what) {
  return Error{file.string() + ": " + what + (code == SQLITE_FULL ? ": no room" : ": bad disk")};
}

Status outcome(int code, const fs::path& file, const std::string& what) {
  if (code == SQLITE_OK) return Done{};
  return failed(code, file, what);
}

class SimulatedLock final : public platform::DiskLock {
 public:
  SimulatedLock(std::set<std::string>& locked, std::string file)
      : locked_(locked), file_(std::move(file)) {
    locked_.insert(file_);
  }
  SimulatedLock(const SimulatedLock&) = delete;
  SimulatedLock& operator=(const SimulatedLock&) = delete;
  ~SimulatedLock() override { locked_.erase(file_); }

 private:
  std::set<std::string>& locked_;
  std::string file_;
};

}  // namespace

const char* name_of(Call call) {
  constexpr const char* names[] = {"open", "read",   "size",   "names",       "write",   "truncate",
                                   "sync", "rename", "remove", "sync_folder", "reserve", "lock"};
  return names[static_cast<std::size_t>(call)];
}

const char* name_of(Loss loss) {
  constexpr const char* names[] = {"all", "none", "prefix", "some", "torn at 512", "torn at 4096"};
  return names[static_cast<std::size_t>(loss)];
}

void Node::apply(std::vector<std::uint8_t>& bytes, const Change& change) {
  if (change.truncated_to) return bytes.resize(*change.truncated_to);
  const std::size_t end = change.offset + change.bytes.size();
  if (bytes.size() < end) bytes.resize(end);
  std::copy(change.bytes.begin(), change.bytes.end(),
            bytes.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

void Node::apply(const Change& change) {
  apply(now, change);
  changes.push_back(change);
}

SimulatedDisk::SimulatedDisk() {
  static std::atomic<int> made{0};
  name_ = "simulated-" + std::to_string(++made);
  describe_vfs(vfs_, *this, name_);
  sqlite3_vfs_register(&vfs_, 0);
}

SimulatedDisk::~SimulatedDisk() {
  sqlite3_vfs_unregister(&vfs_);
}

int SimulatedDisk::ask(Call call, const std::string& file) const {
  switch (fault ? fault(call, file) : Fault::none) {
    case Fault::none:
      return SQLITE_OK;
    case Fault::io_error:
      return SQLITE_IOERR;
    case Fault::no_space:
      return SQLITE_FULL;
  }
  std::abort();
}

void SimulatedDisk::tell(Call call, const std::string& file) {
  if (changed) changed(call, file);
}

void SimulatedDisk::apply(Names& names, const NameChange& change) {
  for (const auto& [name, node] : change.names) {
    if (node) {
      names[name] = node;
    } else {
      names.erase(name);
    }
  }
}

void SimulatedDisk::change_names(NameChange change) {
  apply(now_, change);
  name_changes_.push_back(std::move(change));
}

std::uint64_t SimulatedDisk::bytes_used() const {
  std::uint64_t used = 0;
  for (const auto& [name, node] : now_) used += node->now.size() + node->room;
  return used;
}

bool SimulatedDisk::room_for(std::uint64_t more) const {
  return capacity == UINT64_MAX || bytes_used() + more <= capacity;
}

std::vector<std::uint8_t>* SimulatedDisk::contents(const std::string& file) {
  const auto node = find(file);
  if (!node) return nullptr;
  node->durable = node->now;
  node->changes.clear();
  return &node->now;
}

std::shared_ptr<Node> SimulatedDisk::find(const std::string& file) const {
  const auto found = now_.find(file);
  return found == now_.end() ? nullptr : found->second;
}

std::shared_ptr<Node> SimulatedDisk::find_or_make(const std::string& file) {
  if (auto node = find(file)) return node;
  auto node = std::make_shared<Node>();
  change_names({folder_of(file), {{file, node}}});
  return node;
}

int SimulatedDisk::write_part(Node& node, const std::string& file, std::uint64_t offset,
                              std::span<const std::uint8_t> bytes) {
  if (const int code = ask(Call::write, file); code != SQLITE_OK) return code;
  const std::uint64_t end = offset + bytes.size();
  if (end > node.now.size() && !room_for(end - node.now.size())) return SQLITE_FULL;
  node.apply({offset, {bytes.begin(), bytes.end()}, {}});
  wear.written += bytes.size();
  tell(Call::write, file);
  return SQLITE_OK;
}

int SimulatedDisk::truncate(Node& node, const std::string& file, std::uint64_t size) {
  if (const int code = ask(Call::truncate, file); code != SQLITE_OK) return code;
  node.apply({0, {}, size});
  tell(Call::truncate, file);
  return SQLITE_OK;
}

// After a failed sync Linux takes the pages for clean: what did not reach the disk never will.
int SimulatedDisk::sync_node(Node& node, const std::string& file) {
  const int code = ask(Call::sync, file);
  std::set<std::uint64_t> blocks;
  for (const auto& change : node.changes) {
    if (code != SQLITE_OK && sync_losses_() % 2 == 0) continue;
    Node::apply(node.durable, change);
    if (change.bytes.empty()) continue;
    for (auto at = change.offset / block; at * block < change.offset + change.bytes.size(); ++at) {
      blocks.insert(at);
    }
  }
  node.changes.clear();
  wear.blocks += blocks.size();
  ++wear.syncs;
  if (code == SQLITE_OK) tell(Call::sync, file);
  return code;
}

int SimulatedDisk::unlink(const std::string& file) {
  if (const int code = ask(Call::remove, file); code != SQLITE_OK) return code;
  if (!find(file)) return SQLITE_IOERR_DELETE_NOENT;
  change_names({folder_of(file), {{file, nullptr}}});
  tell(Call::remove, file);
  return SQLITE_OK;
}

int SimulatedDisk::sync_names(const std::string& folder) {
  if (const int code = ask(Call::sync_folder, folder); code != SQLITE_OK) return code;
  const auto here = [&](const NameChange& change) { return change.folder == folder; };
  for (const auto& change : name_changes_) {
    if (here(change)) apply(durable_, change);
  }
  std::erase_if(name_changes_, here);
  tell(Call::sync_folder, folder);
  return SQLITE_OK;
}

Result<std::vector<std::string>> SimulatedDisk::names(const fs::path& folder) const {
  if (const int code = ask(Call::names, folder)) return failed(code, folder, "cannot be listed");
  std::vector<std::string> names;
  for (const auto& [name, node] : now_) {
    if (folder_of(name) == folder.string()) names.push_back(fs::path(name).filename().string());
  }
  return names;
}

Result<std::optional<std::vector<std::uint8_t>>> SimulatedDisk::read(const fs::path& file,
                                                                     std::size_t largest) const {
  if (const int code = ask(Call::read, file)) return failed(code, file, "cannot be read");
  const auto node = find(file);
  if (!node) return std::optional<std::vector<std::uint8_t>>{};
  if (node->now.size() > largest) return Error{file.string() + ": too large"};
  return std::optional(node->now);
}

std::optional<platform::FileIdentity> SimulatedDisk::identity(const fs::path& file) const {
  const auto node = find(file);
  if (!node) return {};
  return platform::FileIdentity{0, reinterpret_cast<std::uintptr_t>(node.get())};
}

Result<std::uint64_t> SimulatedDisk::size(const fs::path& file) const {
  if (const int code = ask(Call::size, file)) return failed(code, file, "cannot be examined");
  const auto node = find(file);
  if (!node) return Error{file.string() + ": is not there"};
  return node->now.size() + node->room;
}

Result<std::vector<std::uint8_t>> SimulatedDisk::read_part(const fs::path& file,
                                                           std::uint64_t offset,
                                                           std::size_t size) const {
  if (const int code = ask(Call::read, file)) return failed(code, file, "cannot be read");
  const auto node = find(file);
  if (!node) return Error{file.string() + ": is not there"};
  const std::uint64_t from = std::min<std::uint64_t>(offset, node->now.size());
  const std::uint64_t to = std::min<std::uint64_t>(from + size, node->now.size());
  return std::vector<std::uint8_t>(node->now.begin() + static_cast<std::ptrdiff_t>(from),
                                   node->now.begin() + static_cast<std::ptrdiff_t>(to));
}

Result<std::uint64_t> SimulatedDisk::free_bytes(const fs::path& folder) const {
  if (const int code = ask(Call::size, folder)) return failed(code, folder, "cannot be examined");
  constexpr std::uint64_t boundless = std::uint64_t{1} << 40U;
  return capacity == UINT64_MAX ? boundless : capacity - std::min(capacity, bytes_used());
}

Status SimulatedDisk::write(const fs::path& file, std::span<const std::uint8_t> bytes, unsigned) {
  if (const int code = ask(Call::open, file)) return failed(code, file, "cannot be made");
  const auto node = find_or_make(file);
  if (auto emptied = outcome(truncate(*node, file, 0), file, "cannot be emptied"); !emptied) {
    return emptied;
  }
  return outcome(write_part(*node, file, 0, bytes), file, "cannot be written");
}

Status SimulatedDisk::overwrite(const fs::path& file, std::span<const std::uint8_t> bytes) {
  const auto node = find(file);
  if (!node) return Error{file.string() + ": is not there"};
  return outcome(write_part(*node, file, 0, bytes), file, "cannot be overwritten");
}

Status SimulatedDisk::sync(const fs::path& file) {
  const auto node = find(file);
  if (!node) return Error{file.string() + ": is not there"};
  return outcome(sync_node(*node, file), file, "cannot be made durable");
}

Status SimulatedDisk::rename(const fs::path& from, const fs::path& to) {
  if (const int code = ask(Call::rename, from)) return failed(code, from, "cannot be renamed");
  const auto node = find(from);
  if (!node) return Error{from.string() + ": is not there"};
  change_names({folder_of(from), {{from.string(), nullptr}, {to.string(), node}}});
  tell(Call::rename, from);
  return Done{};
}

Status SimulatedDisk::remove(const fs::path& file) {
  const int code = unlink(file);
  if (code == SQLITE_IOERR_DELETE_NOENT) return Done{};
  return outcome(code, file, "cannot be removed");
}

Status SimulatedDisk::sync_folder(const fs::path& folder) {
  return outcome(sync_names(folder), folder, "cannot be made durable");
}

Status SimulatedDisk::reserve(const fs::path& file, std::uint64_t bytes) {
  if (const int code = ask(Call::reserve, file)) return failed(code, file, "cannot be reserved");
  const auto node = find_or_make(file);
  if (node->room < bytes && !room_for(bytes - node->room)) {
    return failed(SQLITE_FULL, file, "cannot be reserved");
  }
  node->room = bytes;
  tell(Call::reserve, file);
  return Done{};
}

Result<std::unique_ptr<platform::DiskLock>> SimulatedDisk::lock(const fs::path& file) {
  if (const int code = ask(Call::lock, file)) return failed(code, file, "cannot be locked");
  if (locked_.contains(file)) return Error{file.string() + ": held by another program"};
  return std::unique_ptr<platform::DiskLock>(std::make_unique<SimulatedLock>(locked_, file));
}

}  // namespace smilepost::tests
