#include "backend/options.h"

#include <gtest/gtest.h>

namespace smilepost::backend {
namespace {

TEST(OptionsTest, ListensOnLoopbackByDefault) {
  const auto options = parse_options({});
  EXPECT_EQ(options->listen.host, "127.0.0.1");
  EXPECT_EQ(options->listen.port, 8480);
}

TEST(OptionsTest, ReadsAddresses) {
  EXPECT_EQ(parse_options({"--listen", "127.0.0.1:0"})->listen.port, 0);
  EXPECT_EQ(parse_options({"--listen", "[::1]:9000"})->listen.host, "::1");
  EXPECT_EQ(parse_options({"--database", "postgresql://db/smilepost"})->database,
            "postgresql://db/smilepost");
  EXPECT_EQ(parse_options({"--back-up", "/b"})->task, Task::back_up);
  EXPECT_EQ(parse_options({"--back-up", "/b"})->backup, "/b");
  EXPECT_EQ(parse_options({"--restored"})->task, Task::restored);
  EXPECT_FALSE(parse_options({})->metrics);
  EXPECT_EQ(parse_options({"--metrics", "[::1]:9480"})->metrics->host, "::1");
  EXPECT_EQ(parse_options({"--drain", "30"})->drain, std::chrono::seconds(30));
  EXPECT_EQ(parse_options({"--most-connections", "7"})->most_connections, 7U);
  EXPECT_EQ(parse_options({"--public-address", "https://feedback.example"})->public_address,
            "https://feedback.example");
  EXPECT_EQ(parse_options({"--allow-remote", "--listen", "0.0.0.0:80"})->listen.host, "0.0.0.0");
}

TEST(OptionsTest, RefusesOtherMachinesUnlessMeant) {
  const auto options = parse_options({"--listen", "0.0.0.0:8480"});
  ASSERT_FALSE(options);
  EXPECT_NE(options.error().message.find("--allow-remote"), std::string::npos);
  EXPECT_FALSE(parse_options({"--metrics", "0.0.0.0:9480"}));
  EXPECT_TRUE(parse_options({"--metrics", "0.0.0.0:9480", "--allow-remote"}));
}

TEST(OptionsTest, RefusesWhatItDoesNotKnow) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--lisen", "x"},
                                             {"--state"},
                                             {"--state", ""},
                                             {"--listen", "8480"},
                                             {"--listen", ":8480"},
                                             {"--listen", "127.0.0.1:"},
                                             {"--listen", "127.0.0.1:99999"},
                                             {"--listen", "127.0.0.1:80x"},
                                             {"--drain", "soon"},
                                             {"--drain", "-1"},
                                             {"--drain", "3601"},
                                             {"--most-connections", "0"},
                                             {"--public-address", "feedback.example"},
                                             {"--public-address", "https://feedback.example/x"},
                                             {"--", "x"},
                                             {"stray"}}) {
    EXPECT_FALSE(parse_options(arguments)) << arguments.front();
  }
}

TEST(OptionsTest, KnowsItsTasks) {
  EXPECT_EQ(parse_options({"--help"})->task, Task::help);
  EXPECT_EQ(parse_options({"--version"})->task, Task::version);
  EXPECT_EQ(parse_options({"--print-receipt-fingerprint"})->task, Task::print_receipt_fingerprint);
}

}  // namespace
}  // namespace smilepost::backend
