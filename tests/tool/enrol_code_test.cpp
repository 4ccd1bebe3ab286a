// enrol-code against a real Unix socket that answers once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <thread>

#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

// Listens from the beginning, takes one request, gives one answer.
class OneAnswer {
 public:
  OneAnswer(const std::string& path, std::string answer) : answer_(std::move(answer)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const auto* any = reinterpret_cast<const sockaddr*>(&address);
    if (bind(listener_, any, sizeof address) != 0 || listen(listener_, 1) != 0) std::abort();
    thread_ = std::thread([this] { serve(); });
  }
  ~OneAnswer() {
    if (thread_.joinable()) thread_.join();
    close(listener_);
  }
  std::string request() {
    thread_.join();
    return request_;
  }

 private:
  void serve() {
    const int peer = accept(listener_, nullptr, nullptr);
    std::array<char, 4096> buffer{};
    while (request_.find("\r\n\r\n") == std::string::npos) {
      const ssize_t size = read(peer, buffer.data(), buffer.size());
      if (size <= 0) break;
      request_.append(buffer.data(), static_cast<std::size_t>(size));
    }
    EXPECT_EQ(write(peer, answer_.data(), answer_.size()), static_cast<ssize_t>(answer_.size()));
    close(peer);
  }

  int listener_ = socket(AF_UNIX, SOCK_STREAM, 0);
  std::string answer_, request_;
  std::thread thread_;
};

TEST(EnrolCode, AsksTheAdminSocketAndPrintsTheCode) {
  const OwnFolder folder;
  const std::string code = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ";
  OneAnswer backend(
      folder.file("admin.sock"),
      "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nContent-Length: 40\r\n\r\n" + code +
          "\n");
  const Outcome outcome = outcome_of({"enrol-code", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, code + "\n");
  EXPECT_THAT(backend.request(), HasSubstr("POST /admin/v1/enrolment-codes HTTP/1.1\r\n"));
}

TEST(EnrolCode, ARefusalIsSaid) {
  const OwnFolder folder;
  OneAnswer backend(folder.file("admin.sock"), "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
  const Outcome outcome = outcome_of({"enrol-code", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("500"));
  EXPECT_EQ(outcome.out, "");
}

TEST(EnrolCode, NobodyThereIsSaid) {
  const OwnFolder folder;
  const Outcome outcome = outcome_of({"enrol-code", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("is the backend running"));
}

}  // namespace
}  // namespace smilepost::tool
