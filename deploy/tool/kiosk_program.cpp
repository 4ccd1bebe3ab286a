#include "deploy/tool/kiosk_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace smilepost::tool {
namespace {

constexpr int look_every_ms = 200;

std::filesystem::path kiosk_program() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "smilepost-kiosk";
}

Error not_started() {
  return Error{kiosk_program().string() +
               ": cannot be started; install the package smilepost-kiosk"};
}

std::vector<char*> pointers_to(Words& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

Words command_line(const Words& arguments) {
  Words all = {kiosk_program().string()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

// Both of its streams into `out`.
Result<pid_t> start(Words words, int out) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out, STDERR_FILENO);
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, words.front().c_str(), &actions, nullptr,
                                   pointers_to(words).data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return not_started();
  return child;
}

void hand_over_lines(std::string& said, const std::function<void(const std::string&)>& line) {
  for (auto end = said.find('\n'); end != std::string::npos; end = said.find('\n')) {
    line(said.substr(0, end));
    said.erase(0, end + 1);
  }
}

void read_all(int in, const std::function<void(const std::string&)>& line,
              const std::function<void()>& meanwhile) {
  std::string said;
  for (;;) {
    pollfd ready{in, POLLIN, 0};
    const int woken = ::poll(&ready, 1, look_every_ms);
    meanwhile();
    if (woken <= 0) continue;
    char chunk[4096];
    const auto size = ::read(in, chunk, sizeof chunk);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    said.append(chunk, static_cast<std::size_t>(size));
    hand_over_lines(said, line);
  }
  if (!said.empty()) line(said);
}

int exit_code_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : exit_unreadable;
}

}  // namespace

int become_kiosk(const Words& arguments, Streams streams) {
  auto words = command_line(arguments);
  ::execv(words.front().c_str(), pointers_to(words).data());
  streams.err << "smilepost: " << not_started().message << '\n';
  return exit_unreadable;
}

Result<int> run_kiosk(const Words& arguments, const std::function<void(const std::string&)>& line,
                      const std::function<void()>& meanwhile) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return not_started();
  const auto child = start(command_line(arguments), ends[1]);
  ::close(ends[1]);
  if (child) read_all(ends[0], line, meanwhile);
  ::close(ends[0]);
  if (!child) return child.error();
  return exit_code_of(*child);
}

}  // namespace smilepost::tool
