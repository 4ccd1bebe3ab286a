#include "backend/server.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <csignal>
#include <future>

#include "server_fixture.h"

namespace smilepost::backend::test {
namespace {

using std::chrono::milliseconds;

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

TEST_F(ServerTest, RefusesGarbage) {
  start();
  EXPECT_EQ(exchange("\x16\x03\x01 this is TLS\r\n\r\n").rfind("HTTP/1.1 400", 0), 0U);
  EXPECT_EQ(exchange("GET http://elsewhere/ HTTP/1.1\r\nHost: a\r\n\r\n").rfind("HTTP/1.1 400", 0),
            0U);
  EXPECT_EQ(exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf"), "");
  EXPECT_EQ(exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n").rfind("HTTP/1.1 200", 0), 0U);
}

TEST_F(ServerTest, SaysGoOnBeforeALargeBody) {
  start();
  const Wire wire(server->port());
  wire.say("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(wire.hear("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  wire.say("hi");
  EXPECT_NE(wire.hear("POST / hi").find("200 OK"), std::string::npos);
}

TEST_F(ServerTest, KnowsThroughWhichDoorARequestCame) {
  dispatch = [](const Request& request, const std::function<void(Response)>& reply) {
    reply({200, "", request.door == Door::admin_socket ? "owner" : "anybody", {}});
  };
  start();
  EXPECT_NE(exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n").find("anybody"), std::string::npos);
  const Wire owner(options.admin_socket);
  owner.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(owner.hear("owner").find("owner"), std::string::npos);
}

TEST_F(ServerTest, HasADoorForMetricsWhereItIsWanted) {
  dispatch = [](const Request& request, const std::function<void(Response)>& reply) {
    reply({200, "", request.door == Door::metrics ? "watcher" : "anybody", {}});
  };
  start();
  EXPECT_EQ(server->metrics_port(), 0);
  stop();
  options.metrics.emplace();
  start();
  const Wire watcher(server->metrics_port());
  watcher.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(watcher.hear("watcher").find("watcher"), std::string::npos);
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
  auto opened = Server::open(options, dispatch, traffic);
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_EQ(::raise(SIGTERM), 0);
  (*opened)->run();
  EXPECT_FALSE(std::filesystem::exists(options.admin_socket));
}

TEST_F(ServerTest, ServesNewcomersWhileItDrainsUntilItIsToldAgain) {
  options.drain_for = std::chrono::hours(1);
  std::promise<void> told;
  options.on_stopping = [&] { told.set_value(); };
  start();
  const Wire idle(server->port());
  server->stop();
  told.get_future().wait();
  EXPECT_NE(exchange("GET /new HTTP/1.1\r\nHost: a\r\n\r\n").find("200 OK"), std::string::npos);
  idle.say("GET /old HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(idle.hear("GET /old ").find("200 OK"), std::string::npos);
  server->stop();
  thread.join();
  EXPECT_EQ(idle.hear(), "");
}

TEST_F(ServerTest, SaysThatItComesRoundUntilItStops) {
  std::promise<void> often;
  int beats = 0;
  options.beat_every = milliseconds(1);
  options.beat = [&] {
    if (++beats == 5) often.set_value();
  };
  start();
  often.get_future().wait();
  server->stop();
  thread.join();
}

TEST_F(ServerTest, EndsItsDrainByItself) {
  options.drain_for = milliseconds(50);
  start();
  server->stop();
  thread.join();
}

TEST_F(ServerTest, EndsItsDrainAtASecondSignal) {
  options.drain_for = std::chrono::hours(1);
  std::promise<void> told;
  options.on_stopping = [&] { told.set_value(); };
  start();
  ASSERT_EQ(::raise(SIGTERM), 0);
  told.get_future().wait();
  ASSERT_EQ(::raise(SIGTERM), 0);
  thread.join();
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

TEST_F(ServerTest, TakesThousandsOfConnectionsByDefault) {
  EXPECT_EQ(ServerOptions().most_connections, 4096U);
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
  same.listen.port = server->port();
  const auto taken = Server::open(same, dispatch, traffic);
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().message.find("--listen"), std::string::npos);
  same.listen.host = "shop.example";
  EXPECT_FALSE(Server::open(same, dispatch, traffic));
  same = options;
  same.admin_socket = folder.path() / std::string(120, 'x');
  const auto long_path = Server::open(same, dispatch, traffic);
  ASSERT_FALSE(long_path);
  EXPECT_NE(long_path.error().message.find("--state"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::backend::test
