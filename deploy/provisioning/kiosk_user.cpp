#include "deploy/provisioning/kiosk_user.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace smilepost::provisioning {
namespace {

bool become(uid_t user, gid_t group) {
  return ::setegid(group) == 0 && ::seteuid(user) == 0;
}

// A process that can't go on as itself may not go on.
void be_root_again() {
  if (::seteuid(0) != 0 || ::setegid(0) != 0) std::abort();
}

}  // namespace

Status as_user(const std::string& user, const std::function<Status()>& what) {
  if (::geteuid() != 0) return what();
  const auto* entry = ::getpwnam(user.c_str());
  if (entry == nullptr)
    return Error{user + ": there is no such user; install smilepost-kiosk, or name another --user"};
  if (::setgroups(0, nullptr) != 0 || !become(entry->pw_uid, entry->pw_gid)) {
    be_root_again();
    return Error{
        user +
        ": this program may not act as that user; start it as root with CAP_SETUID and CAP_SETGID"};
  }
  auto outcome = what();
  be_root_again();
  return outcome;
}

}  // namespace smilepost::provisioning
