// A tiny HTTP server on 127.0.0.1 that answers each connection with raw bytes, then closes it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace smilepost::tests {

class LoopbackServer {
 public:
  // Gets the request's bytes, headers and body; what it returns is sent. Called on the server's
  // thread. Nothing (an empty text): the connection is kept open, unanswered.
  using Answer = std::function<std::string(const std::string& request)>;
  explicit LoopbackServer(Answer answer);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::string url(const std::string& path = "/") const;
  std::uint16_t port() const { return port_; }
  std::vector<std::string> requests() const;
  // Returns when the first request has arrived.
  void wait_for_request() { arrived_.get_future().wait(); }

 private:
  void run();
  void serve(int connection);

  Answer answer_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<int> kept_open_;  // the thread's alone, closed at the end
  std::promise<void> arrived_;
  std::thread thread_;
};

// "HTTP/1.1 <status>" with these headers and this body.
std::string http_answer(const std::string& status, const std::string& headers,
                        const std::string& body);

}  // namespace smilepost::tests
