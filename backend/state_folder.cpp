#include "backend/state_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace smilepost::backend {
namespace {

Error failed(const std::filesystem::path& path, const char* what, int code, const char* remedy) {
  return Error{path.string() + ": " + what + ": " + std::generic_category().message(code) + "; " +
               remedy};
}

}  // namespace

Result<StateFolder> StateFolder::open(const std::filesystem::path& folder) {
  std::error_code code;
  const bool made = std::filesystem::create_directories(folder, code);
  if (code || (made && ::chmod(folder.c_str(), S_IRWXU) != 0)) {
    return failed(folder, "cannot be the state folder", code ? code.value() : errno,
                  "name a folder of your own with --state");
  }
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0 || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Error{folder.string() +
                 ": others may look into it, and it holds keys; run 'chmod 700' on it if it is "
                 "meant, or name another with --state"};
  }
  const auto lock_file = folder / "lock";
  const int lock = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (lock < 0) {
    return failed(lock_file, "cannot be opened", errno, "make the folder writable for this user");
  }
  StateFolder state(folder, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return state;
  if (errno != EWOULDBLOCK) return failed(lock_file, "cannot be locked", errno, "use a local disk");
  return Error{folder.string() +
               ": another smilepost-backend uses this folder; stop it or choose another --state"};
}

StateFolder::StateFolder(StateFolder&& other) noexcept
    : folder_(std::move(other.folder_)), lock_(other.lock_) {
  other.lock_ = -1;
}

StateFolder::~StateFolder() {
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace smilepost::backend
