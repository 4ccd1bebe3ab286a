// Files over real sockets: piece by piece, however large, and no reader holds anybody up.
#include <fcntl.h>

#include <fstream>
#include <random>

#include "platform/descriptor.h"
#include "server_fixture.h"

namespace smilepost::backend::test {
namespace {

class ReleaseDownloadTest : public ServerTest {
 protected:
  ReleaseDownloadTest() {
    std::mt19937 random(1);
    for (std::size_t i = 0; i < 3'000'000; ++i) content.push_back(static_cast<char>(random()));
    std::ofstream(path, std::ios::binary) << content;
    dispatch = [this](const Request& request, const std::function<void(Response)>& reply) {
      if (request.path == "/other") return reply(echo(request));
      Response response{200, "application/octet-stream", "", {}};
      response.file = {std::make_shared<const platform::Descriptor>(::open(path.c_str(), O_RDONLY)),
                       offset, length};
      reply(std::move(response));
    };
  }
  static std::string body_of(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
  }

  std::filesystem::path path = folder.path() / "bundle";
  std::string content;
  std::uint64_t offset = 0, length = 3'000'000;
};

TEST_F(ReleaseDownloadTest, comes_whole_to_the_byte) {
  start();
  const auto answer = exchange("GET /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 3000000\r\n"), std::string::npos);
  EXPECT_TRUE(body_of(answer) == content);
}

TEST_F(ReleaseDownloadTest, a_part_is_that_part_and_the_connection_goes_on) {
  offset = 1'234'567;
  length = 100'001;
  start();
  const auto answer = exchange(
      "GET /file HTTP/1.1\r\nHost: x\r\n\r\nGET /other HTTP/1.1\r\nHost: x\r\nConnection: "
      "close\r\n\r\n");
  EXPECT_TRUE(body_of(answer).substr(0, length) == content.substr(offset, length));
  EXPECT_NE(answer.find("GET /other"), std::string::npos);
}

TEST_F(ReleaseDownloadTest, head_says_how_long_it_is_and_no_more) {
  start();
  const auto answer = exchange("HEAD /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 3000000\r\n"), std::string::npos);
  EXPECT_EQ(body_of(answer), "");
}

TEST_F(ReleaseDownloadTest, who_takes_nothing_holds_nobody_up) {
  options.write_for = std::chrono::milliseconds(200);
  length = 3'000'000;
  start();
  const Wire stuck(server->port());
  stuck.say("GET /file HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto other = exchange("GET /other HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(other.find("GET /other"), std::string::npos);
  while (traffic.connections > 1) std::this_thread::yield();  // the other's own may linger
  stop();
  EXPECT_EQ(traffic.connections, 0U);
}

TEST_F(ReleaseDownloadTest, a_file_that_became_shorter_ends_the_connection) {
  start();
  std::filesystem::resize_file(path, 1'000'000);
  const auto answer = exchange("GET /file HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(body_of(answer).size(), 1'000'000U);
}

}  // namespace
}  // namespace smilepost::backend::test
