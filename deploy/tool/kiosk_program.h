// smilepost-kiosk, which stands beside the tool: it has the screens and what draws them.
#pragma once

#include <functional>
#include <string>

#include "deploy/tool/commands.h"
#include "platform/result.h"

namespace smilepost::tool {

// The tool ends and the kiosk goes on in its place; comes back only where it cannot be started.
int become_kiosk(const Words& arguments, Streams streams);

// Starts it, hands over each line that it says on either stream, and asks in between, some times a
// second, to show how far it is. Its exit code, or an Error where it cannot be started.
Result<int> run_kiosk(const Words& arguments, const std::function<void(const std::string&)>& line,
                      const std::function<void()>& meanwhile);

}  // namespace smilepost::tool
