#include "tests/platform/tls_peers.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/places.h"

namespace smilepost::tests {
namespace {

const std::string script = tests::in_source("tests/platform/tls_peers.py");

}  // namespace

TlsPeers::TlsPeers() {
  int orders[2], said[2];
  if (::pipe(orders) != 0 || ::pipe(said) != 0) std::abort();
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(orders[0], STDIN_FILENO);
    ::dup2(said[1], STDOUT_FILENO);
    for (const int descriptor : {orders[0], orders[1], said[0], said[1]}) ::close(descriptor);
    ::execl("/usr/bin/python3", "python3", script.c_str(), folder_.path().c_str(), nullptr);
    ::_exit(127);
  }
  ::close(orders[0]);
  ::close(said[1]);
  orders_ = ::fdopen(orders[1], "w");
  std::FILE* lines = ::fdopen(said[0], "r");
  char name[64], value[128];
  while (std::fscanf(lines, "%63s", name) == 1 && std::string(name) != "ready") {
    if (std::fscanf(lines, "%127s", value) != 1) std::abort();
    said_[name] = value;
  }
  std::fclose(lines);
}

TlsPeers::~TlsPeers() {
  std::fclose(orders_);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace smilepost::tests
