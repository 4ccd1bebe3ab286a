#include "backend/server.h"

#include <sys/stat.h>
#include <unistd.h>

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

class Server::Net {
 public:
  Net(const ServerOptions& options, Dispatch dispatch);
  ~Net();

  Status listen_tcp();
  Status listen_local();
  std::uint16_t port() const { return tcp_.local_endpoint().port(); }
  void run();
  void ask_to_stop();

 private:
  template <class Acceptor>
  void accept(Acceptor& acceptor, Door door);
  template <class Acceptor>
  void accept_again(Acceptor& acceptor, Door door, ErrorCode error);
  void admit(Connection::Protocol::socket socket, Door door);
  void stop();
  void finish_when_empty();

  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  asio::signal_set signals_{io_};
  asio::steady_timer pause_{io_};
  asio::steady_timer deadline_{io_};
  tcp::acceptor tcp_{io_};
  Local::acceptor local_{io_};
  Household household_;
};

Server::Net::Net(const ServerOptions& options, Dispatch dispatch) {
  household_.options = options;
  household_.dispatch = std::move(dispatch);
  household_.gate = std::make_shared<Gate>();
  household_.gate->io = &io_;
  household_.on_closed = [this] { finish_when_empty(); };
}

Server::Net::~Net() {
  const std::lock_guard lock(household_.gate->mutex);
  household_.gate->io = nullptr;
}

Status Server::Net::listen_tcp() {
  const ServerOptions& options = household_.options;
  const std::string where = options.host + ":" + std::to_string(options.port);
  ErrorCode error;
  const auto address =
      asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, error);
  if (error) {
    return Error{"cannot listen on " + where +
                 ": the host must be a numeric address such as 127.0.0.1 or [::1]"};
  }
  const tcp::endpoint endpoint(address, options.port);
  tcp_.open(endpoint.protocol(), error);
  if (!error) tcp_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) tcp_.bind(endpoint, error);
  if (!error) tcp_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return Error{"cannot listen on " + where + ": " + error.message() +
                 "; stop what listens there or choose another --listen"};
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
  local_.open(Local(), error);
  if (!error) local_.bind(Local::endpoint(path), error);
  if (!error && ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) {
    error.assign(errno, boost::system::system_category());
  }
  if (!error) local_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return Error{"cannot listen on " + path + ": " + error.message() +
                 "; make sure --state is a folder this user may write"};
  }
  return Done{};
}

void Server::Net::run() {
  ErrorCode ignored;
  signals_.add(SIGTERM, ignored);
  signals_.add(SIGINT, ignored);
  signals_.async_wait([this](ErrorCode error, int) {
    if (!error) stop();
  });
  accept(tcp_, Door::network);
  accept(local_, Door::admin_socket);
  io_.run();
  ::unlink(household_.options.admin_socket.c_str());
}

void Server::Net::ask_to_stop() {
  asio::post(io_, [this] { stop(); });
}

template <class Acceptor>
void Server::Net::accept(Acceptor& acceptor, Door door) {
  acceptor.async_accept([this, &acceptor, door](ErrorCode error, auto socket) {
    if (household_.stopping) return;
    if (error) return accept_again(acceptor, door, error);
    if constexpr (std::is_same_v<decltype(socket), tcp::socket>) {
      socket.set_option(tcp::no_delay(true), error);
    }
    admit(std::move(socket), door);
    accept(acceptor, door);
  });
}

// Out of file descriptors, most likely: wait for some to come back rather than spin.
template <class Acceptor>
void Server::Net::accept_again(Acceptor& acceptor, Door door, ErrorCode error) {
  platform::log_warning("a connection could not be accepted: " + error.message());
  pause_.expires_after(std::chrono::milliseconds(100));
  pause_.async_wait([this, &acceptor, door](ErrorCode) {
    if (!household_.stopping) accept(acceptor, door);
  });
}

void Server::Net::admit(Connection::Protocol::socket socket, Door door) {
  const std::size_t most = household_.options.most_connections;
  const std::size_t now = household_.connections.size();
  if (door == Door::network && now >= 2 * most) return;  // even a refusal costs too much
  auto connection = std::make_shared<Connection>(std::move(socket), door, household_);
  household_.connections.insert(connection);
  if (door == Door::network && now >= most) {
    connection->refuse(problem_retry(503, "too many connections; try again in a moment", 1));
  } else {
    connection->start();
  }
}

void Server::Net::stop() {
  if (household_.stopping) return;
  household_.stopping = true;
  ErrorCode ignored;
  tcp_.close(ignored);
  local_.close(ignored);
  signals_.cancel(ignored);
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

Result<std::unique_ptr<Server>> Server::open(const ServerOptions& options, Dispatch dispatch) {
  auto net = std::make_unique<Net>(options, std::move(dispatch));
  if (const Status listening = net->listen_tcp(); !listening) return listening.error();
  if (const Status listening = net->listen_local(); !listening) return listening.error();
  return std::unique_ptr<Server>(new Server(std::move(net)));
}

std::uint16_t Server::port() const {
  return net_->port();
}
void Server::run() {
  net_->run();
}
void Server::stop() {
  net_->ask_to_stop();
}

}  // namespace smilepost::backend
