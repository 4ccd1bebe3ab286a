#include "deploy/tool/arguments.h"

#include <gtest/gtest.h>

namespace smilepost::tool {
namespace {

const Syntax syntax{.command = "export", .values = {"--state", "--out"}, .flags = {"--json"}};

std::string fault(const Words& words, const Syntax& of = syntax) {
  const auto parsed = parse(words, of);
  return parsed ? "" : parsed.error().message;
}

TEST(Arguments, TakesOptionsInAnyOrder) {
  const auto parsed = parse({"--out", "b", "--json", "--state", "a"}, syntax);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->values.at("--state"), "a");
  EXPECT_EQ(parsed->values.at("--out"), "b");
  EXPECT_EQ(parsed->flags.count("--json"), 1U);
}

TEST(Arguments, SaysInOneLineWhatIsWrong) {
  EXPECT_EQ(fault({"--foo"}),
            "smilepost export: unknown option --foo; see smilepost export --help");
  EXPECT_EQ(fault({"--state"}),
            "smilepost export: --state needs a value; see smilepost export --help");
  EXPECT_EQ(fault({"--state", "a"}),
            "smilepost export: --out is missing; see smilepost export --help");
  EXPECT_EQ(fault({"word"}),
            "smilepost export: unexpected argument word; see smilepost export --help");
  const Syntax one_word{.command = "verify", .words = {"FILE"}};
  EXPECT_EQ(fault({}, one_word), "smilepost verify: FILE is missing; see smilepost verify --help");
  EXPECT_EQ(fault({"a", "b"}, one_word),
            "smilepost verify: unexpected argument b; see smilepost verify --help");
}

}  // namespace
}  // namespace smilepost::tool
