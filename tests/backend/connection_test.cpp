#include "backend/connection.h"

#include <sys/resource.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "server_fixture.h"

namespace smilepost::backend::test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

const std::string small_request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

std::string header_of_body(std::size_t size) {
  return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
}

class ConnectionTest : public ServerTest {
 protected:
  // Answers nothing until answer_all().
  void hold_answers() {
    dispatch = [this](const Request&, std::function<void(Response)> reply) {
      const std::lock_guard lock(mutex);
      held.push_back(std::move(reply));
      asked.notify_all();
    };
  }
  void answer_all() {
    const std::lock_guard lock(mutex);
    for (const auto& reply : held) reply({200, "", "at last", {}});
    held.clear();
  }
  void wait_until_asked(std::size_t count) {
    std::unique_lock lock(mutex);
    asked.wait(lock, [&] { return held.size() >= count; });
  }
  void ask_and_hear(const Wire& wire) {
    ASSERT_TRUE(wire.say(small_request));
    EXPECT_NE(wire.hear("GET / ").find("200 OK"), std::string::npos);
  }

  std::mutex mutex;
  std::condition_variable asked;
  std::vector<std::function<void(Response)>> held;
};

// One byte each 20 ms until the server has enough of it; false: it never has.
bool is_sent_away(const Wire& wire, std::string_view beginning, std::string_view drip) {
  wire.say(beginning);
  for (int i = 0; i < 500; ++i) {
    if (wire.has_ended(milliseconds(20))) return true;
    wire.say(drip);
  }
  return false;
}

TEST_F(ConnectionTest, IsClosedWhereNoRequestComesForLong) {
  options.idle_for = milliseconds(50);
  start();
  const Wire silent(server->port());
  EXPECT_EQ(silent.hear(), "");
  const Wire content(server->port());
  ask_and_hear(content);
  EXPECT_EQ(content.hear(), "");
}

TEST_F(ConnectionTest, WaitsLongerForARequestThanForTheRestOfIt) {
  options.header_for = milliseconds(50);
  start();
  const Wire idle(server->port());
  const Wire half(server->port());
  half.say("GET / HT");
  EXPECT_EQ(half.hear(), "");
  ask_and_hear(idle);
}

TEST_F(ConnectionTest, GainsNothingBySendingTheHeaderByteByByte) {
  options.header_for = milliseconds(200);
  start();
  const Wire slow(server->port());
  EXPECT_TRUE(is_sent_away(slow, "GET / HTTP/1.1\r\nX: ", "x"));
}

TEST_F(ConnectionTest, GivesABodyNoLongerThanItsLimit) {
  options.body_for = milliseconds(50);
  start();
  const Wire half(server->port());
  half.say(header_of_body(100) + "half");
  EXPECT_EQ(half.hear(), "");
  options.body_for = milliseconds(200);
  options.least_body_speed = 1;
  stop();
  start();
  const Wire slow(server->port());
  EXPECT_TRUE(is_sent_away(slow, header_of_body(100'000), "x")) << "however much each byte buys";
}

TEST_F(ConnectionTest, EndsABodyThatIsSlowerThanTheLeastSpeed) {
  options.body_grace = milliseconds(50);
  options.least_body_speed = 1'000'000;
  start();
  const Wire slow(server->port());
  EXPECT_TRUE(is_sent_away(slow, header_of_body(100'000), "x"));
}

TEST_F(ConnectionTest, BearsWithASlowBodyThatIsQuickEnough) {
  options.body_grace = milliseconds(50);
  options.least_body_speed = 1;
  start();
  const Wire slow(server->port());
  slow.say(header_of_body(31) + "x");
  for (int i = 0; i < 30; ++i) {  // 20 ms each: many times the grace
    EXPECT_FALSE(slow.has_ended(milliseconds(20)));
    slow.say("x");
  }
  EXPECT_NE(slow.hear("POST / x").find("200 OK"), std::string::npos);
}

TEST_F(ConnectionTest, EndsWhereTheResponseIsNotTaken) {
  options.write_for = milliseconds(50);
  options.most_connections = 1;
  dispatch = [](const Request& request, const std::function<void(Response)>& reply) {
    reply({200, "", std::string(request.path == "/large" ? 64 << 20 : 1, 'x'), {}});
  };
  start();
  const Wire deaf(server->port());
  deaf.say("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  bool there_is_room = false;  // until then it is the one that may be
  const auto give_up = Clock::now() + std::chrono::seconds(20);
  while (!there_is_room && Clock::now() < give_up) {
    const Wire next(server->port());
    next.say(small_request);
    there_is_room = next.hear("\r\n\r\n").rfind("HTTP/1.1 200", 0) == 0;
  }
  EXPECT_TRUE(there_is_room);
  EXPECT_LT(deaf.hear().size(), 64U << 20);
}

TEST_F(ConnectionTest, RefusesAHugeBody) {
  options.largest_body = 2 << 10;
  start();
  const std::string body(200'000, 'x');
  const std::string answer = exchange(header_of_body(body.size()) + body);
  EXPECT_EQ(answer.rfind("HTTP/1.1 413", 0), 0U);
  EXPECT_NE(answer.find("larger than 2 KiB"), std::string::npos) << answer;
  EXPECT_EQ(exchange("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n" +
                     body + "\r\n0\r\n\r\n")
                .rfind("HTTP/1.1 413", 0),
            0U);
}

TEST_F(ConnectionTest, RefusesAHugeHeader) {
  start();
  const std::string answer =
      exchange("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n");
  EXPECT_EQ(answer.rfind("HTTP/1.1 431", 0), 0U) << answer;
  EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
  EXPECT_NE(answer.find("longer than 16 KiB"), std::string::npos) << answer;
}

TEST_F(ConnectionTest, TakesABodyOnlyWhereThereIsRoomForIt) {
  options.largest_body = 1000;
  options.most_body_bytes = 1500;
  hold_answers();
  start();
  const Wire first(server->port());
  first.say(header_of_body(1000) + std::string(1000, 'x'));
  wait_until_asked(1);
  const std::string refused = exchange(header_of_body(501) + std::string(501, 'x'));
  EXPECT_EQ(refused.rfind("HTTP/1.1 503", 0), 0U) << refused;
  EXPECT_NE(refused.find("\r\nRetry-After: "), std::string::npos);
  const std::string chunked =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n";
  EXPECT_EQ(exchange(chunked).rfind("HTTP/1.1 503", 0), 0U) << "its length is not known";
  const Wire fits(server->port());
  fits.say(header_of_body(500) + std::string(500, 'x'));
  wait_until_asked(2);
  answer_all();
  first.hear("at last");
  fits.hear("at last");
  const Wire later(server->port());
  later.say(chunked);
  wait_until_asked(1);
  answer_all();
  EXPECT_NE(later.hear("at last").find("200 OK"), std::string::npos) << "there is room again";
  EXPECT_EQ(traffic.bodies_refused, 2U);
  EXPECT_EQ(traffic.body_bytes, 0U);
}

TEST_F(ConnectionTest, GivesItsRoomBackWhereTheBodyNeverComes) {
  options.most_body_bytes = 1000;
  options.largest_body = 1000;
  options.body_for = milliseconds(50);
  start();
  {
    const Wire half(server->port());
    half.say(header_of_body(1000) + "half");
    EXPECT_EQ(half.hear(), "");
  }
  EXPECT_EQ(exchange(header_of_body(1000) + std::string(1000, 'x')).rfind("HTTP/1.1 200", 0), 0U);
}

TEST_F(ConnectionTest, SaysNoBeforeTheBodyWhereThereIsNoRoomForIt) {
  options.most_body_bytes = 10;
  start();
  const Wire wire(server->port());
  wire.say("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
  EXPECT_EQ(wire.hear().rfind("HTTP/1.1 503", 0), 0U);
}

TEST_F(ConnectionTest, GivesWayToANewcomerWhereItHasBeenIdleLongest) {
  options.most_connections = 2;
  start();
  const Wire older(server->port());
  ask_and_hear(older);
  const Wire younger(server->port());
  ask_and_hear(younger);
  ask_and_hear(older);  // now it is the younger one's turn
  const Wire newcomer(server->port());
  ask_and_hear(newcomer);
  EXPECT_EQ(younger.hear(), "");
  ask_and_hear(older);
  EXPECT_EQ(traffic.gave_way, 1U);
  EXPECT_EQ(traffic.connections, 2U);
  EXPECT_EQ(traffic.refused, 0U);
}

TEST_F(ConnectionTest, AsksToComeBackWhereAllOthersAreBusy) {
  options.most_connections = 1;
  hold_answers();
  start();
  const Wire busy(server->port());
  busy.say(small_request);
  wait_until_asked(1);
  const Wire second(server->port());
  const std::string refused = second.hear();
  EXPECT_EQ(refused.rfind("HTTP/1.1 503", 0), 0U);
  EXPECT_NE(refused.find("\r\nRetry-After: "), std::string::npos);
  EXPECT_EQ(traffic.refused, 1U);
  const Wire owner(options.admin_socket);  // is let in all the same
  owner.say(small_request);
  wait_until_asked(2);
  answer_all();
  EXPECT_NE(owner.hear("at last").find("200 OK"), std::string::npos);
  EXPECT_NE(busy.hear("at last").find("200 OK"), std::string::npos);
}

TEST_F(ConnectionTest, KeepsTheOwnersConnectionInAFullHouse) {
  options.most_connections = 1;
  start();
  const Wire owner(options.admin_socket);
  ask_and_hear(owner);
  const Wire newcomer(server->port());
  newcomer.hear();  // the house is full of the owner
  ask_and_hear(owner);
}

// Files for both ends of them.
bool allow_files_for(rlim_t connections) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = std::max(files.rlim_cur, std::min(files.rlim_max, 3 * connections));
  return ::setrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur >= 3 * connections;
}

TEST_F(ConnectionTest, DisturbsNobodyWhileThousandsAreIdle) {
  constexpr std::size_t count = 3000;
  ASSERT_TRUE(allow_files_for(count)) << "this test needs 9,000 open files: raise ulimit -Hn";
  start();
  std::vector<std::unique_ptr<Wire>> idle;
  for (std::size_t i = 0; i < count; ++i) {
    idle.push_back(std::make_unique<Wire>(server->port()));
    ask_and_hear(*idle.back());
  }
  const auto before = Clock::now();
  const Wire busy(server->port());
  for (int i = 0; i < 200; ++i) ask_and_hear(busy);
  for (int i = 0; i < 100; ++i) {
    const Wire fresh(server->port());
    ask_and_hear(fresh);
  }
  EXPECT_LT(Clock::now() - before, std::chrono::seconds(10));
  for (const auto& wire : idle) ask_and_hear(*wire);
}

}  // namespace
}  // namespace smilepost::backend::test
