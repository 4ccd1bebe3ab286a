#include "backend/server.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>

#include "backend/connection.h"
#include "backend/problem.h"
#include "platform/log.h"

namespace smilepost::backend {

namespace asio = boost::asio;
using asio::ip::tcp;
using Local = asio::local::stream_protocol;
using ErrorCode = boost::system::error_code;

namespace {

constexpr std::uint64_t other_files = 64;  // archive, listening sockets, the owner's connections

// As many open files as it takes, or as the system allows.
std::uint64_t allow_files(std::uint64_t wanted) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return 0;
  const rlim_t before = files.rlim_cur;
  files.rlim_cur = std::min<rlim_t>(files.rlim_max, std::max<rlim_t>(before, wanted));
  return ::setrlimit(RLIMIT_NOFILE, &files) == 0 ? files.rlim_cur : before;
}

// Where connections come in. One timer each: whoever waits must not wake the other.
template <class Acceptor>
struct Entrance {
  Entrance(asio::io_context& io, Door through) : acceptor(io), pause(io), door(through) {}

  Acceptor acceptor;
  asio::steady_timer pause;
  Door door;
  bool in_trouble = false;  // logged already
};

}  // namespace

std::size_t connections_that_fit(std::size_t most, std::uint64_t files) {
  const std::uint64_t room = files > other_files ? (files - other_files) / 2 : 0;
  return static_cast<std::size_t>(std::clamp<std::uint64_t>(room, 1, most));
}

class Server::Net {
 public:
  Net(const ServerOptions& options, Dispatch dispatch, Traffic& traffic);
  ~Net();

  Status listen();
  void listen_to_signals();
  std::uint16_t port() const { return tcp_.acceptor.local_endpoint().port(); }
  std::uint16_t metrics_port() const {
    return metrics_.acceptor.is_open() ? metrics_.acceptor.local_endpoint().port() : 0;
  }
  void run();
  void ask_to_stop();

 private:
  static Status listen_tcp(tcp::acceptor& acceptor, const Address& at, const char* option);
  Status listen_local();
  template <class Acceptor>
  void accept(Entrance<Acceptor>& entrance);
  template <class Acceptor>
  void accept_again(Entrance<Acceptor>& entrance, ErrorCode error);
  void admit(Connection::Protocol::socket socket, Door door);
  bool make_room();
  void await_signal();
  void beat();
  void await_time();
  void move();
  void asked_to_stop();
  void stop();
  void finish_when_empty();

  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  asio::signal_set signals_{io_};
  asio::steady_timer deadline_{io_};
  asio::steady_timer beat_due_{io_};
  asio::steady_timer time_due_{io_};
  Entrance<tcp::acceptor> tcp_{io_, Door::network};
  Entrance<tcp::acceptor> metrics_{io_, Door::metrics};
  Entrance<Local::acceptor> local_{io_, Door::admin_socket};
  Household household_;
  bool draining_ = false;
};

Server::Net::Net(const ServerOptions& options, Dispatch dispatch, Traffic& traffic)
    : household_(traffic) {
  household_.options = options;
  traffic.most_body_bytes = options.most_body_bytes;
  const std::uint64_t files = allow_files(2 * options.most_connections + other_files);
  household_.options.most_connections = connections_that_fit(options.most_connections, files);
  if (household_.options.most_connections < options.most_connections) {
    platform::log_warning("the system allows " + std::to_string(files) +
                          " open files: " + std::to_string(household_.options.most_connections) +
                          " connections at once instead of " +
                          std::to_string(options.most_connections) +
                          "; raise LimitNOFILE or ulimit -n");
  }
  household_.dispatch = std::move(dispatch);
  household_.gate = std::make_shared<Gate>();
  household_.gate->io = &io_;
  household_.on_closed = [this] { finish_when_empty(); };
}

Server::Net::~Net() {
  const std::lock_guard lock(household_.gate->mutex);
  household_.gate->io = nullptr;
}

Status Server::Net::listen() {
  const ServerOptions& options = household_.options;
  if (auto done = listen_tcp(tcp_.acceptor, options.listen, "--listen"); !done) return done;
  if (options.metrics) {
    auto done = listen_tcp(metrics_.acceptor, *options.metrics, "--metrics");
    if (!done) return done;
  }
  return listen_local();
}

Status Server::Net::listen_tcp(tcp::acceptor& acceptor, const Address& at, const char* option) {
  const std::string where = at.host + ":" + std::to_string(at.port);
  ErrorCode error;
  const auto address =
      asio::ip::make_address(at.host == "localhost" ? "127.0.0.1" : at.host, error);
  if (error) {
    return Error{"cannot listen on " + where +
                 ": the host must be a numeric address such as 127.0.0.1 or [::1]"};
  }
  const tcp::endpoint endpoint(address, at.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return Error{"cannot listen on " + where + ": " + error.message() +
                 "; stop what listens there or choose another " + option};
  }
  return Done{};
}

Status Server::Net::listen_local() {
  const std::string path = household_.options.admin_socket.string();
  constexpr std::size_t longest = sizeof(sockaddr_un::sun_path) - 1;
  if (path.size() > longest) {
    return Error{"cannot listen on " + path + ": a socket's path has at most " +
                 std::to_string(longest) + " bytes; choose a shorter --state"};
  }
  ::unlink(path.c_str());  // ours or nobody's: the state folder is locked by this process
  ErrorCode error;
  local_.acceptor.open(Local(), error);
  if (!error) local_.acceptor.bind(Local::endpoint(path), error);
  if (!error && ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) {
    error.assign(errno, boost::system::system_category());
  }
  if (!error) local_.acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return Error{"cannot listen on " + path + ": " + error.message() +
                 "; make sure --state is a folder this user may write"};
  }
  return Done{};
}

void Server::Net::listen_to_signals() {
  ErrorCode ignored;
  signals_.add(SIGTERM, ignored);
  signals_.add(SIGINT, ignored);
  await_signal();
}

void Server::Net::await_signal() {
  signals_.async_wait([this](ErrorCode error, int) {
    if (error) return;
    await_signal();
    asked_to_stop();
  });
}

void Server::Net::run() {
  accept(tcp_);
  if (metrics_.acceptor.is_open()) accept(metrics_);
  accept(local_);
  if (household_.options.beat) beat();
  if (household_.options.listen_later) await_time();
  io_.run();
  ::unlink(household_.options.admin_socket.c_str());
}

void Server::Net::beat() {
  household_.options.beat();
  beat_due_.expires_after(household_.options.beat_every);
  beat_due_.async_wait([this](ErrorCode stopped) {
    if (!stopped && !household_.stopping) beat();
  });
}

void Server::Net::await_time() {
  if (household_.options.is_time()) return move();
  time_due_.expires_after(std::chrono::seconds(1));
  time_due_.async_wait([this](ErrorCode stopped) {
    if (!stopped && !household_.stopping) await_time();
  });
}

// Two sockets cannot listen where one's addresses hold the other's, so the first goes; whoever came
// in by it stays. Where the other is taken, it goes on as before.
void Server::Net::move() {
  const ServerOptions& options = household_.options;
  Address later = *options.listen_later, before = options.listen;
  later.port = before.port = port();
  ErrorCode ignored;
  tcp_.acceptor.close(ignored);
  tcp_.pause.cancel();
  const Status moved = listen_tcp(tcp_.acceptor, later, "--listen");
  if (!moved) {
    platform::log_error(moved.error().message);
    tcp_.acceptor.close(ignored);
    const Status back = listen_tcp(tcp_.acceptor, before, "--listen");
    if (!back) return platform::log_error(back.error().message);
  }
  accept(tcp_);
  if (moved && options.on_listening_later) options.on_listening_later();
}

void Server::Net::ask_to_stop() {
  asio::post(io_, [this] { asked_to_stop(); });
}

template <class Acceptor>
void Server::Net::accept(Entrance<Acceptor>& entrance) {
  entrance.acceptor.async_accept([this, &entrance](ErrorCode error, auto socket) {
    if (household_.stopping || error == asio::error::operation_aborted) return;
    if (error) return accept_again(entrance, error);
    entrance.in_trouble = false;
    if constexpr (std::is_same_v<decltype(socket), tcp::socket>) {
      socket.set_option(tcp::no_delay(true), error);
    }
    admit(std::move(socket), entrance.door);
    accept(entrance);
  });
}

// Out of file descriptors, most likely: wait for some to come back rather than spin.
template <class Acceptor>
void Server::Net::accept_again(Entrance<Acceptor>& entrance, ErrorCode error) {
  if (!entrance.in_trouble) {
    platform::log_warning("a connection could not be accepted: " + error.message() +
                          "; trying again until it works");
  }
  entrance.in_trouble = true;
  entrance.pause.expires_after(std::chrono::milliseconds(100));
  entrance.pause.async_wait([this, &entrance](ErrorCode stopped) {
    if (!stopped && !household_.stopping) accept(entrance);
  });
}

void Server::Net::admit(Connection::Protocol::socket socket, Door door) {
  const std::size_t most = household_.options.most_connections;
  const std::size_t now = household_.connections.size();
  const bool full = door != Door::admin_socket && now >= most && !make_room();
  if (full) ++household_.traffic.refused;
  if (full && now >= 2 * most) return;  // even a refusal costs too much
  auto connection = std::make_shared<Connection>(std::move(socket), door, household_);
  household_.connections.insert(connection);
  household_.traffic.connections = household_.connections.size();
  if (full) {
    connection->refuse(problem_retry(503, "too many connections; try again in a moment", 1));
  } else {
    connection->start();
  }
}

// Whoever gives way finds its connection closed when it next asks, and opens another.
bool Server::Net::make_room() {
  const auto& idle = household_.idle;
  for (auto next = idle.begin(); next != idle.end();) {
    Connection* const longest = *next++;
    if (!longest->give_way()) continue;
    ++household_.traffic.gave_way;
    return true;
  }
  return false;
}

void Server::Net::asked_to_stop() {
  const ServerOptions& options = household_.options;
  if (draining_ || options.drain_for.count() == 0) return stop();
  draining_ = true;
  if (options.on_stopping) options.on_stopping();
  deadline_.expires_after(options.drain_for);
  deadline_.async_wait([this](ErrorCode error) {
    if (!error) stop();
  });
}

void Server::Net::stop() {
  if (household_.stopping) return;
  if (!draining_ && household_.options.on_stopping) household_.options.on_stopping();
  household_.stopping = true;
  ErrorCode ignored;
  tcp_.acceptor.close(ignored);
  metrics_.acceptor.close(ignored);
  local_.acceptor.close(ignored);
  tcp_.pause.cancel();
  metrics_.pause.cancel();
  local_.pause.cancel();
  signals_.cancel(ignored);
  beat_due_.cancel();
  time_due_.cancel();
  deadline_.expires_after(household_.options.stop_within);
  deadline_.async_wait([this](ErrorCode error) {
    if (!error) io_.stop();
  });
  const auto connections = household_.connections;  // stop() takes them out one by one
  for (const auto& connection : connections) connection->stop();
  finish_when_empty();
}

void Server::Net::finish_when_empty() {
  if (!household_.stopping || !household_.connections.empty()) return;
  deadline_.cancel();
  work_.reset();
}

Server::Server(std::unique_ptr<Net> net) : net_(std::move(net)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(const ServerOptions& options, Dispatch dispatch,
                                             Traffic& traffic) {
  auto net = std::make_unique<Net>(options, std::move(dispatch), traffic);
  if (const Status listening = net->listen(); !listening) return listening.error();
  net->listen_to_signals();
  return std::unique_ptr<Server>(new Server(std::move(net)));
}

std::uint16_t Server::port() const {
  return net_->port();
}
std::uint16_t Server::metrics_port() const {
  return net_->metrics_port();
}
void Server::run() {
  net_->run();
}
void Server::stop() {
  net_->ask_to_stop();
}

}  // namespace smilepost::backend
