// A Unix socket that answers once, in a backend's place.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>
#include <thread>

namespace smilepost::tool {

// Listens from the beginning, takes one request, gives one answer.
class OneAnswer {
 public:
  OneAnswer(const std::string& path, std::string answer) : answer_(std::move(answer)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const auto* any = reinterpret_cast<const sockaddr*>(&address);
    if (bind(listener_, any, sizeof address) != 0 || listen(listener_, 1) != 0) std::abort();
    thread_ = std::thread([this] { serve(); });
  }
  ~OneAnswer() {
    if (thread_.joinable()) thread_.join();
    close(listener_);
  }
  std::string request() {
    thread_.join();
    return request_;
  }

 private:
  void serve() {
    const int peer = accept(listener_, nullptr, nullptr);
    std::array<char, 4096> buffer{};
    while (!complete()) {
      const ssize_t size = read(peer, buffer.data(), buffer.size());
      if (size <= 0) break;
      request_.append(buffer.data(), static_cast<std::size_t>(size));
    }
    EXPECT_EQ(write(peer, answer_.data(), answer_.size()), static_cast<ssize_t>(answer_.size()));
    close(peer);
  }

  bool complete() const {
    const auto body = request_.find("\r\n\r\n");
    if (body == std::string::npos) return false;
    const std::string name = "Content-Length: ";
    const auto length = request_.find(name);
    if (length == std::string::npos || length > body) return true;
    return request_.size() - body - 4 >= std::stoul(request_.substr(length + name.size()));
  }

  int listener_ = socket(AF_UNIX, SOCK_STREAM, 0);
  std::string answer_, request_;
  std::thread thread_;
};

}  // namespace smilepost::tool
