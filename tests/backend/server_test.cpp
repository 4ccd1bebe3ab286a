#include "backend/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <future>
#include <thread>

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

using std::chrono::milliseconds;

// A client that says exactly what it is told to.
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
  void finish() const { ::shutdown(socket_, SHUT_WR); }

 private:
  void connect(const sockaddr* address, socklen_t size) const {
    const timeval limit{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    EXPECT_EQ(::connect(socket_, address, size), 0);
  }
  int socket_;
};

Response echo(const Request& request) {
  return {200, "text/plain", request.method + " " + request.path + " " + request.body, {}};
}

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    options.admin_socket = folder.path() / "admin.sock";
    dispatch = [](const Request& request, const std::function<void(Response)>& reply) {
      reply(echo(request));
      return true;
    };
  }
  ~ServerTest() override { stop(); }

  void start() {
    auto opened = Server::open(options, dispatch);
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

  TemporaryFolder folder;
  ServerOptions options;
  Server::Dispatch dispatch;
  std::unique_ptr<Server> server;
  std::thread thread;
};

TEST_F(ServerTest, AnswersARequest) {
  start();
  const std::string answer =
      exchange("POST /v1/x?query HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
  EXPECT_EQ(answer.rfind("HTTP/1.1 200 OK\r\n", 0), 0U) << answer;
  EXPECT_NE(answer.find("\r\nDate: "), std::string::npos);
  EXPECT_NE(answer.find("\r\n\r\nPOST /v1/x hi"), std::string::npos) << answer;
}

TEST_F(ServerTest, KeepsAConnectionAliveAndTakesPipelinedRequestsInOrder) {
  start();
  const Wire wire(server->port());
  wire.say("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string both = wire.hear("GET /2 ");
  EXPECT_LT(both.find("GET /1 "), both.find("GET /2 "));
  wire.say("GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(wire.hear().find("GET /3 "), std::string::npos);
}

TEST_F(ServerTest, LeavesTheBodyOutWhereOnlyTheHeaderIsWanted) {
  start();
  const std::string answer = exchange("HEAD /12 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 9\r\n"), std::string::npos) << answer;
  EXPECT_EQ(answer.substr(answer.size() - 4), "\r\n\r\n");
}

TEST_F(ServerTest, SaysWhyAfterARequestForTheHeaderOnly) {
  start();
  const std::string answers =
      exchange("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nrubbish that is no request\r\n\r\n");
  EXPECT_NE(answers.find("not an HTTP/1.1 request"), std::string::npos) << answers;
}

TEST_F(ServerTest, RefusesAHugeBody) {
  options.largest_body = 1000;
  start();
  const std::string body(200'000, 'x');
  EXPECT_EQ(exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" + body)
                .rfind("HTTP/1.1 413", 0),
            0U);
  EXPECT_EQ(exchange("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n" +
                     body + "\r\n0\r\n\r\n")
                .rfind("HTTP/1.1 413", 0),
            0U);
}

TEST_F(ServerTest, RefusesAHugeHeader) {
  start();
  const std::string answer =
      exchange("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n");
  EXPECT_EQ(answer.rfind("HTTP/1.1 431", 0), 0U) << answer;
  EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
}

TEST_F(ServerTest, RefusesGarbage) {
  start();
  EXPECT_EQ(exchange("\x16\x03\x01 this is TLS\r\n\r\n").rfind("HTTP/1.1 400", 0), 0U);
  EXPECT_EQ(exchange("GET http://elsewhere/ HTTP/1.1\r\nHost: a\r\n\r\n").rfind("HTTP/1.1 400", 0),
            0U);
  EXPECT_EQ(exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf"), "");
  EXPECT_EQ(exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n").rfind("HTTP/1.1 200", 0), 0U);
}

TEST_F(ServerTest, SendsASlowClientAway) {
  options.idle_for = milliseconds(50);
  options.body_for = milliseconds(50);
  start();
  const Wire silent(server->port());
  const Wire slow(server->port());
  slow.say("GET / HT");
  const Wire half(server->port());
  half.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf");
  EXPECT_EQ(silent.hear() + slow.hear() + half.hear(), "");
}

TEST_F(ServerTest, SaysGoOnBeforeALargeBody) {
  start();
  const Wire wire(server->port());
  wire.say("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(wire.hear("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  wire.say("hi");
  EXPECT_NE(wire.hear("POST / hi").find("200 OK"), std::string::npos);
}

TEST_F(ServerTest, AsksToComeBackWhereTooManyRequestsWait) {
  dispatch = [](const Request&, const std::function<void(Response)>&) { return false; };
  start();
  const std::string answer = exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(answer.rfind("HTTP/1.1 503", 0), 0U);
  EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos);
}

TEST_F(ServerTest, AsksToComeBackWhereTooManyAreConnected) {
  options.most_connections = 1;
  start();
  const Wire first(server->port());
  first.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  first.hear("GET / ");
  const Wire second(server->port());
  EXPECT_EQ(second.hear().rfind("HTTP/1.1 503", 0), 0U);
  const Wire owner(options.admin_socket);  // is let in all the same
  owner.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(owner.hear("GET / ").find("200 OK"), std::string::npos);
}

TEST_F(ServerTest, KnowsThroughWhichDoorARequestCame) {
  dispatch = [](const Request& request, const std::function<void(Response)>& reply) {
    reply({200, "", request.door == Door::admin_socket ? "owner" : "anybody", {}});
    return true;
  };
  start();
  EXPECT_NE(exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n").find("anybody"), std::string::npos);
  const Wire owner(options.admin_socket);
  owner.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(owner.hear("owner").find("owner"), std::string::npos);
}

TEST_F(ServerTest, ReplacesAStaleSocketThatOnlyItsOwnerMayUse) {
  start();
  struct stat found {};
  ASSERT_EQ(::stat(options.admin_socket.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600U);
  stop();
  EXPECT_FALSE(std::filesystem::exists(options.admin_socket));
  ASSERT_EQ(::symlink("/nowhere", options.admin_socket.c_str()), 0);  // anything left behind
  start();
  EXPECT_TRUE(std::filesystem::is_socket(options.admin_socket));
}

TEST_F(ServerTest, AnswersWhatWasAskedBeforeItStops) {
  std::promise<std::function<void(Response)>> asked;
  dispatch = [&](const Request&, std::function<void(Response)> reply) {
    asked.set_value(std::move(reply));
    return true;
  };
  start();
  const Wire idle(server->port());
  const Wire wire(server->port());
  wire.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto reply = asked.get_future().get();
  server->stop();
  EXPECT_EQ(idle.hear(), "");
  reply({200, "", "still there", {}});
  EXPECT_NE(wire.hear().find("still there"), std::string::npos);
  thread.join();
}

// Whoever reads "listening on" may ask to stop at once.
TEST_F(ServerTest, StopsWhereTheSignalCameBeforeItRan) {
  auto opened = Server::open(options, dispatch);
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_EQ(::raise(SIGTERM), 0);
  (*opened)->run();
  EXPECT_FALSE(std::filesystem::exists(options.admin_socket));
}

TEST_F(ServerTest, MakesRoomForItsConnections) {
  options.most_connections = 100;
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = 80;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
  start();
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  EXPECT_GE(files.rlim_cur, 2 * options.most_connections);
}

TEST_F(ServerTest, TakesNoMoreConnectionsThanItsFilesAllow) {
  EXPECT_EQ(connections_that_fit(512, 4096), 512U);
  EXPECT_EQ(connections_that_fit(512, 1024), 480U);
  EXPECT_EQ(connections_that_fit(512, 128), 32U);
  EXPECT_EQ(connections_that_fit(512, 20), 1U);
}

TEST_F(ServerTest, DropsAReplyThatComesTooLate) {
  options.stop_within = milliseconds(10);
  std::promise<std::function<void(Response)>> asked;
  dispatch = [&](const Request&, std::function<void(Response)> reply) {
    asked.set_value(std::move(reply));
    return true;
  };
  start();
  const Wire wire(server->port());
  wire.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto reply = asked.get_future().get();
  stop();
  server.reset();
  reply({200, "", "too late", {}});
  EXPECT_EQ(wire.hear(), "");
}

TEST_F(ServerTest, ServesManyAtOnce) {
  start();
  std::atomic<int> good = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i) {
    clients.emplace_back([&] {
      const Wire wire(server->port());
      for (int n = 0; n < 20; ++n) {
        const std::string path = "/" + std::to_string(n);
        wire.say("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        if (wire.hear("GET " + path + " ").find("200 OK") != std::string::npos) ++good;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(good, 16 * 20);
}

TEST_F(ServerTest, SaysWhyItCannotListen) {
  start();
  ServerOptions same = options;
  same.port = server->port();
  const auto taken = Server::open(same, dispatch);
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().message.find("--listen"), std::string::npos);
  same.host = "shop.example";
  EXPECT_FALSE(Server::open(same, dispatch));
  same = options;
  same.admin_socket = folder.path() / std::string(120, 'x');
  const auto long_path = Server::open(same, dispatch);
  ASSERT_FALSE(long_path);
  EXPECT_NE(long_path.error().message.find("--state"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::backend::test
