#include "backend/problem.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

namespace smilepost::backend {
namespace {

// RFC 9110 §15, RFC 6585: those that the backend says.
TEST(Problem, IsCalledAsItsStatusIs) {
  const std::map<int, std::string> titles{{202, "Accepted"},
                                          {400, "Bad Request"},
                                          {401, "Unauthorized"},
                                          {403, "Forbidden"},
                                          {404, "Not Found"},
                                          {405, "Method Not Allowed"},
                                          {408, "Request Timeout"},
                                          {409, "Conflict"},
                                          {410, "Gone"},
                                          {413, "Content Too Large"},
                                          {415, "Unsupported Media Type"},
                                          {416, "Range Not Satisfiable"},
                                          {421, "Misdirected Request"},
                                          {422, "Unprocessable Content"},
                                          {429, "Too Many Requests"},
                                          {431, "Request Header Fields Too Large"},
                                          {500, "Internal Server Error"},
                                          {503, "Service Unavailable"}};
  for (const auto& [status, title] : titles) {
    const Response response = problem(status, "why");
    EXPECT_EQ(response.status, status);
    const auto told = nlohmann::json::parse(response.body);
    EXPECT_EQ(told["title"], title);
    EXPECT_EQ(told["status"], status);
    EXPECT_EQ(told["detail"], "why");
  }
}

}  // namespace
}  // namespace smilepost::backend
