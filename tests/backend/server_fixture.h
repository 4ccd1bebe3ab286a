// A server with real sockets, and clients that say exactly what they are told to.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

#include "backend/server.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::backend::test {

class Wire {
 public:
  explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  explicit Wire(const std::filesystem::path& path) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire() { ::close(socket_); }

  bool say(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // Everything up to the end of the connection, or until `enough` is in it.
  std::string hear(const std::string& enough = {}) const {
    std::string heard;
    std::array<char, 4096> piece{};
    for (;;) {
      const ssize_t size = ::recv(socket_, piece.data(), piece.size(), 0);
      if (size < 0 && errno != ECONNRESET) {  // EAGAIN: still open, and nothing came
        ADD_FAILURE() << "the connection does not end: " << std::strerror(errno);
      }
      if (size <= 0) return heard;
      heard.append(piece.data(), static_cast<std::size_t>(size));
      if (!enough.empty() && heard.find(enough) != std::string::npos) return heard;
    }
  }
  // Whether it ends within that time. What is said to us meanwhile is dropped.
  bool has_ended(std::chrono::milliseconds within) const {
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(within.count())) == 0) return false;
    std::array<char, 4096> dropped{};
    return ::recv(socket_, dropped.data(), dropped.size(), 0) <= 0;
  }
  void finish() const { ::shutdown(socket_, SHUT_WR); }

 private:
  void connect(const sockaddr* address, socklen_t size) const {
    const timeval limit{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    EXPECT_EQ(::connect(socket_, address, size), 0);
  }
  int socket_;
};

inline Response echo(const Request& request) {
  return {200, "text/plain", request.method + " " + request.path + " " + request.body, {}};
}

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    options.admin_socket = folder.path() / "admin.sock";
    dispatch = [](const Request& request, const std::function<void(Response)>& reply) {
      reply(echo(request));
    };
  }
  ~ServerTest() override { stop(); }

  void start() {
    auto opened = Server::open(options, dispatch, traffic);
    ASSERT_TRUE(opened) << opened.error().message;
    server = *std::move(opened);
    thread = std::thread([this] { server->run(); });
  }
  void stop() {
    if (!thread.joinable()) return;
    server->stop();
    thread.join();
  }
  std::string exchange(const std::string& bytes) const {
    const Wire wire(server->port());
    wire.say(bytes);
    wire.finish();
    return wire.hear();
  }

  tests::TempFolder folder;
  ServerOptions options;
  Traffic traffic;
  Server::Dispatch dispatch;
  std::unique_ptr<Server> server;
  std::thread thread;
};

}  // namespace smilepost::backend::test
