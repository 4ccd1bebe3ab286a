#include "backend/settings_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <regex>

#include "platform/read_text.h"
#include "tests/places.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::backend {
namespace {

class SettingsFileTest : public ::testing::Test {
 protected:
  void write(const std::string& text, mode_t mode = 0644) const {
    std::ofstream(file, std::ios::binary) << text;
    ::chmod(file.c_str(), mode);
  }
  // The fault without the file's name.
  std::string fault(const std::string& text, mode_t mode = 0644) const {
    write(text, mode);
    Options options;
    const auto read = read_settings(file, options);
    if (read) return "no fault";
    const std::string& message = read.error().message;
    EXPECT_EQ(message.rfind(file.string() + ":", 0), 0U) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    return message.substr(file.string().size() + 1);
  }
  Result<Options> with_file(const std::string& text, std::vector<std::string> arguments) const {
    write(text);
    arguments.insert(arguments.end(), {"--config", file.string()});
    return read_options(arguments, "/nowhere");
  }

  tests::TempFolder folder;
  std::filesystem::path file = folder.path() / "backend.toml";
};

TEST_F(SettingsFileTest, SaysWhatTheCommandLineMaySay) {
  write(
      "state = '/s'\ndatabase = \"postgresql://db/x\"\nlisten = \"[::1]:9\"\n"
      "metrics = \"127.0.0.1:1\"\nallow-remote = true\ndrain = 30\nmost-connections = 7\n");
  Options options;
  const auto read = read_settings(file, options);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(options.state, "/s");
  EXPECT_EQ(options.database, "postgresql://db/x");
  EXPECT_EQ(options.listen.host, "::1");
  EXPECT_EQ(options.metrics->port, 1);
  EXPECT_TRUE(options.allow_remote);
  EXPECT_EQ(options.drain, std::chrono::seconds(30));
  EXPECT_EQ(options.most_connections, 7U);
}

TEST_F(SettingsFileTest, LetsTheCommandLineWin) {
  const auto options = with_file("drain = 30\nmost-connections = 7\n", {"--drain", "5"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->drain, std::chrono::seconds(5));
  EXPECT_EQ(options->most_connections, 7U);
}

TEST_F(SettingsFileTest, IsReadFromItsPlaceWhereItIsThere) {
  EXPECT_EQ(read_options({}, file)->drain, std::chrono::seconds(0));
  write("drain = 3\n");
  EXPECT_EQ(read_options({}, file)->drain, std::chrono::seconds(3));
  EXPECT_EQ(read_options({"--help"}, "/nowhere")->task, Task::help);
  write("rubbish");
  EXPECT_EQ(read_options({"--help"}, file)->task, Task::help) << "help is given all the same";
  EXPECT_FALSE(read_options({}, file));
}

TEST_F(SettingsFileTest, MustBeThereWhereItIsNamed) {
  const auto missing = read_options({"--config", "/nowhere/backend.toml"}, file);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("--config"), std::string::npos);
}

TEST_F(SettingsFileTest, OpensNothingToOtherMachinesUnlessMeant) {
  EXPECT_FALSE(with_file("listen = '0.0.0.0:1'\n", {}));
  EXPECT_TRUE(with_file("listen = '0.0.0.0:1'\nallow-remote = true\n", {}));
  EXPECT_TRUE(with_file("allow-remote = true\n", {"--listen", "0.0.0.0:1"}));
  EXPECT_TRUE(with_file("listen = '0.0.0.0:1'\n", {"--allow-remote"}));
}

TEST_F(SettingsFileTest, SaysWhereAndWhatIsWrong) {
  EXPECT_EQ(fault("\nlisen = \"x\"\n").rfind("2: lisen: there is no such setting", 0), 0U);
  EXPECT_EQ(fault("[listen]\n").rfind("1: listen: give a text", 0), 0U);
  EXPECT_EQ(fault("state = 1\n").rfind("1: state: give a text", 0), 0U);
  EXPECT_EQ(fault("state = ''\n").rfind("1: state: give a text", 0), 0U);
  EXPECT_EQ(fault("drain = '1'\n").rfind("1: drain: give a whole number", 0), 0U);
  EXPECT_EQ(fault("drain = 1.5\n").rfind("1: drain: give a whole number", 0), 0U);
  EXPECT_EQ(fault("# a\n\ndrain = -1\n").rfind("3: drain: give a whole number from 0", 0), 0U);
  EXPECT_EQ(fault("allow-remote = 'yes'\n").rfind("1: allow-remote: give true or false", 0), 0U);
  EXPECT_EQ(fault("listen = '8480'\n").rfind("1: listen: give an address", 0), 0U);
  EXPECT_EQ(fault("drain = 1\ndrain = 2\n").rfind("2: this is not TOML", 0), 0U);
  EXPECT_EQ(fault("drain = \n").rfind("1: this is not TOML", 0), 0U);
  EXPECT_EQ(fault("state = \"\xff\"\n").rfind("1: this is not TOML", 0), 0U);
}

TEST_F(SettingsFileTest, KeepsPasswordsToItself) {
  const std::string plain = "database = \"postgresql://smilepost@db/x\"\n";
  const std::string login = "database = \"postgresql://smilepost:secret@db/x\"\n";
  const std::string word = "database = \"postgresql://db/x?password=secret\"\n";
  EXPECT_EQ(fault(plain), "no fault");
  for (const std::string& text : {login, word}) {
    EXPECT_EQ(fault(text, 0600), "no fault");
    for (const mode_t mode : {0644U, 0640U, 0604U}) {
      const std::string said = fault(text, mode);
      EXPECT_NE(said.find("chmod 600"), std::string::npos) << said;
      EXPECT_EQ(said.find("secret"), std::string::npos) << said;
    }
  }
}

// Every line of the example holds, and says the default where it is one.
TEST_F(SettingsFileTest, HasAnExampleThatHolds) {
  const auto example = platform::read_text(tests::in_source("deploy/backend.toml"));
  ASSERT_TRUE(example);
  EXPECT_EQ(fault(*example), "no fault");
  const std::string all = std::regex_replace(*example, std::regex("\n#([a-z-]+ = )"), "\n$1");
  for (const Setting& setting : all_settings()) {
    EXPECT_NE(all.find("\n" + std::string(setting.name) + " = "), std::string::npos)
        << setting.name << " is missing";
  }
  write(all);
  Options options;
  const auto read = read_settings(file, options);
  ASSERT_TRUE(read) << read.error().message;
  const Options defaults;
  EXPECT_EQ(options.state, defaults.state);
  EXPECT_EQ(options.listen.port, defaults.listen.port);
  EXPECT_EQ(options.allow_remote, defaults.allow_remote);
  EXPECT_EQ(options.drain, defaults.drain);
  EXPECT_EQ(options.most_connections, defaults.most_connections);
}

}  // namespace
}  // namespace smilepost::backend
