// Stands for systemd: hears what a service says of itself, while it lives.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

#include "tests/platform/temp_folder.h"

namespace smilepost::tests {

class ManagingSocket {
 public:
  ManagingSocket() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    const std::string path = folder_.path() / "notify";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ManagingSocket(const ManagingSocket&) = delete;
  ManagingSocket& operator=(const ManagingSocket&) = delete;
  ~ManagingSocket() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(socket_);
  }

  // All that was said until now, a line each.
  std::string heard() const {
    std::string lines;
    std::array<char, 256> piece{};
    ssize_t size = 0;
    while ((size = ::recv(socket_, piece.data(), piece.size(), 0)) > 0)
      lines.append(piece.data(), static_cast<std::size_t>(size)).append("\n");
    return lines;
  }

 private:
  TempFolder folder_;
  int socket_;
};

}  // namespace smilepost::tests
