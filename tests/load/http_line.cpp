#include "tests/load/http_line.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace smilepost::load {

HttpAnswer HttpLine::post(const std::string& path, const std::string& headers,
                          const std::string& body) {
  if (socket_ < 0 && !connect()) return {};
  const std::string head = "POST " + path + " HTTP/1.1\r\nHost: " + host_ + "\r\n" + headers +
                           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  if (!send(head + body)) return drop(), HttpAnswer{};
  HttpAnswer answer = read_answer();
  if (answer.status == 0) drop();
  return answer;
}

bool HttpLine::connect() {
  socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  inet_pton(AF_INET, host_.c_str(), &address.sin_addr);
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval patience{30, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    return true;
  }
  drop();
  return false;
}

bool HttpLine::send(const std::string& bytes) const {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t size = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) return false;
    sent += static_cast<std::size_t>(size);
  }
  return true;
}

bool HttpLine::receive(std::string& bytes) const {
  std::array<char, 16384> buffer;
  const ssize_t size = ::recv(socket_, buffer.data(), buffer.size(), 0);
  if (size <= 0) return false;
  bytes.append(buffer.data(), static_cast<std::size_t>(size));
  return true;
}

// The backend always says how long its body is.
HttpAnswer HttpLine::read_answer() {
  std::string bytes;
  std::size_t end = std::string::npos;
  while ((end = bytes.find("\r\n\r\n")) == std::string::npos) {
    if (!receive(bytes)) return {};
  }
  const std::string head = bytes.substr(0, end + 2);
  HttpAnswer answer;
  answer.status = std::atoi(head.c_str() + sizeof "HTTP/1.1");
  const std::size_t length = head.find("Content-Length: ");
  const std::size_t due =
      length == std::string::npos ? 0 : std::strtoull(head.c_str() + length + 16, nullptr, 10);
  answer.body = bytes.substr(end + 4);
  while (answer.body.size() < due) {
    if (!receive(answer.body)) return {};
  }
  if (head.find("Connection: close") != std::string::npos) drop();
  return answer;
}

void HttpLine::drop() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

}  // namespace smilepost::load
