// What is written into the kiosk's folder is written as its user.
#pragma once

#include <functional>
#include <string>

#include "platform/result.h"

namespace smilepost::provisioning {

// Runs it with that user's rights, then with this process's own again. Who is not root is that user
// already, as far as it matters: it runs as it is. One thread.
Status as_user(const std::string& user, const std::function<Status()>& what);

}  // namespace smilepost::provisioning
