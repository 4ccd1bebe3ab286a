// One keep-alive connection to a backend, blocking, no more than a load generator needs.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace smilepost::load {

struct HttpAnswer {
  int status = 0;  // 0: the connection broke, or nobody is there
  std::string body;
};

class HttpLine {
 public:
  HttpLine(std::string host, std::uint16_t port) : host_(std::move(host)), port_(port) {}
  HttpLine(const HttpLine&) = delete;
  HttpLine& operator=(const HttpLine&) = delete;
  ~HttpLine() { drop(); }

  HttpAnswer post(const std::string& path, const std::string& headers, const std::string& body);

 private:
  bool connect();
  bool send(const std::string& bytes) const;
  bool receive(std::string& bytes) const;  // some more of it
  HttpAnswer read_answer();
  void drop();

  std::string host_;
  std::uint16_t port_;
  int socket_ = -1;
};

}  // namespace smilepost::load
