#include "deploy/tool/commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

TEST(Commands, HelpNamesEachCommand) {
  const Outcome help = outcome_of({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* name : {"verify", "export", "counts", "enrol-code"}) {
    EXPECT_THAT(help.out, HasSubstr(name));
    const Outcome of_one = outcome_of({name, "--help"});
    EXPECT_EQ(of_one.code, 0);
    EXPECT_THAT(of_one.out, HasSubstr(std::string("usage: smilepost ") + name));
  }
}

TEST(Commands, HelpOfAnActionIsThatOfItsCommand) {
  for (const auto& [command, action] : {std::pair{"fleet", "accept"},
                                        {"bundle", "sign"},
                                        {"release", "add"},
                                        {"account", "add"},
                                        {"survey", "check"}}) {
    const Outcome help = outcome_of({command, action, "--help"});
    EXPECT_EQ(help.code, 0) << command;
    EXPECT_EQ(help.err, "");
    EXPECT_EQ(help.out, outcome_of({command, "--help"}).out);
  }
}

TEST(Commands, SaysItsVersion) {
  const Outcome version = outcome_of({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_EQ(version.out.substr(0, 10), "smilepost ");
}

TEST(Commands, WrongUsageIsOneLineAndExitCode2) {
  for (const Words& words : {Words{}, Words{"frobnicate"}, Words{"--frobnicate"}, Words{"verify"},
                             Words{"verify", "--all", "x"}, Words{"export", "--state", "x"},
                             Words{"counts"}, Words{"enrol-code", "--socket"}}) {
    const Outcome outcome = outcome_of(words);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  }
}

}  // namespace
}  // namespace smilepost::tool
