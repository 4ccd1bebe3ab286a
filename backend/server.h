// The HTTP server: a TCP port for kiosks and readers, an owner-only Unix socket for the owner.
// One thread moves bytes (Boost.Beast, asynchronous) and never waits for the archive.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "backend/http.h"
#include "platform/result.h"

namespace smilepost::backend {

struct Address {
  std::string host = "127.0.0.1";  // numeric, without brackets
  std::uint16_t port = 0;          // 0: any free port
};

// How a server fares. Written by its thread, read by any.
struct Traffic {
  std::atomic<std::uint64_t> connections = 0, idle = 0;
  std::atomic<std::uint64_t> body_bytes = 0, most_body_bytes = 0;  // under way; as may be
  std::atomic<std::uint64_t> refused = 0, gave_way = 0;            // connections
  std::atomic<std::uint64_t> bodies_refused = 0;
};

struct ServerOptions {
  Address listen;
  // It listens there instead, at the port that `listen` got, as soon as it is time: asked on the io
  // thread each second.
  std::optional<Address> listen_later{};
  std::function<bool()> is_time{};
  std::function<void()> on_listening_later{};
  std::optional<Address> metrics;      // an address of their own, beside the admin socket
  std::filesystem::path admin_socket;  // a stale one is replaced; mode 0600
  std::size_t largest_body = 1 << 20;
  std::size_t largest_header = 16 << 10;
  // Where one more comes, that which has been idle longest gives way; where none is idle, it is
  // told 503. Fewer where files are few.
  std::size_t most_connections = 4096;
  // Of bodies, from their announcement until they are answered; where a body does not fit, 503.
  // One of unknown length counts as the largest.
  std::size_t most_body_bytes = 64 << 20;
  std::chrono::milliseconds idle_for{120'000};   // until the first byte of a request
  std::chrono::milliseconds header_for{10'000};  // from that byte to the end of the header
  std::chrono::milliseconds body_for{30'000};    // from there to the end of the body,
  std::chrono::milliseconds body_grace{10'000};  // after which so much must have come by then:
  std::size_t least_body_speed = 256;            // bytes a second, each of which buys time
  std::chrono::milliseconds write_for{30'000};   // for the response to be taken
  std::chrono::milliseconds drain_for{0};  // asked to stop: serve on for so long, newcomers too
  std::chrono::milliseconds stop_within{5'000};
  std::function<void()> beat{};                 // on the io thread, as long as it comes round,
  std::chrono::milliseconds beat_every{1'000};  // so often; not while it stops
  std::function<void()> on_stopping{};          // asked to stop: on the io thread, before draining
};

// How many of them may be, where a process may have so many open files: each connection may have
// another beside it that is being told 503, and the archive and the owner's socket need theirs.
std::size_t connections_that_fit(std::size_t most, std::uint64_t files);

class Server {
 public:
  // Takes a request without blocking, and calls `reply` once from any thread.
  using Dispatch = std::function<void(Request, std::function<void(Response)>)>;

  // Listens at once, for SIGTERM and SIGINT too; nothing is answered before run(). `traffic` must
  // outlive it.
  static Result<std::unique_ptr<Server>> open(const ServerOptions& options, Dispatch dispatch,
                                              Traffic& traffic);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  std::uint16_t metrics_port() const;  // 0: the metrics have no address

  // Serves on this thread until stop(), SIGTERM or SIGINT, and then drains; what has been asked is
  // still answered. Asked a second time it drains no longer.
  void run();
  void stop();  // from any thread

 private:
  class Net;
  explicit Server(std::unique_ptr<Net> net);
  std::unique_ptr<Net> net_;
};

}  // namespace smilepost::backend
