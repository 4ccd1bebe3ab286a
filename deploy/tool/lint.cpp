// `smilepost lint`: done by smilepost-kiosk, which has the screens and what draws them. So the tool
// itself needs no display where it is used beside a backend.
#include <unistd.h>

#include <filesystem>

#include "deploy/tool/commands.h"

namespace smilepost::tool {

int lint(const Words& words, Streams streams) {
  const auto kiosk =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() / "smilepost-kiosk";
  std::vector<std::string> arguments = {kiosk.string(), "lint"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  ::execv(kiosk.c_str(), pointers.data());
  streams.err << "smilepost: " << kiosk.string()
              << ": cannot be started; install the package smilepost-kiosk\n";
  return exit_unreadable;
}

}  // namespace smilepost::tool
