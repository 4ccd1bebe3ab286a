#include "platform/schema.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

constexpr std::array<std::string_view, 2> two{"CREATE TABLE a (x INTEGER) STRICT;",
                                              "CREATE TABLE b (x INTEGER) STRICT;"};
constexpr std::int32_t ours = 0x53540001;

class Schema : public testing::Test {
 protected:
  Database open() { return *Database::open(folder_.path() / "a.db", {}); }
  tests::TempFolder folder_;
};

TEST_F(Schema, migrations_run_once_each_and_in_order) {
  {
    Database database = open();
    ASSERT_TRUE(migrate(database, std::span(two).first(1), ours));
    ASSERT_TRUE(database.execute("INSERT INTO a VALUES (7)"));
    EXPECT_EQ(*database.integer("PRAGMA user_version"), 1);
  }
  Database database = open();
  ASSERT_TRUE(migrate(database, two, ours));
  ASSERT_TRUE(migrate(database, two, ours));
  EXPECT_EQ(*database.integer("PRAGMA user_version"), 2);
  EXPECT_EQ(*database.integer("SELECT x FROM a"), 7);
  EXPECT_EQ(*database.integer("SELECT count(*) FROM b"), 0);
}

TEST_F(Schema, a_migration_that_fails_leaves_nothing) {
  constexpr std::array<std::string_view, 1> broken{"CREATE TABLE a (x INTEGER); CREATE BANANA;"};
  Database database = open();
  EXPECT_FALSE(migrate(database, broken, ours));
  EXPECT_EQ(*database.integer("SELECT count(*) FROM sqlite_schema"), 0);
  EXPECT_EQ(*database.integer("PRAGMA user_version"), 0);
  EXPECT_TRUE(migrate(database, two, ours));
}

TEST_F(Schema, a_newer_file_is_refused) {
  Database database = open();
  ASSERT_TRUE(migrate(database, two, ours));
  const auto refused = migrate(database, std::span(two).first(1), ours);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("newer version"), std::string::npos);
  EXPECT_NE(refused.error().message.find("a.db"), std::string::npos);
}

TEST_F(Schema, another_programs_file_is_refused) {
  Database database = open();
  ASSERT_TRUE(database.execute("CREATE TABLE theirs (x INTEGER)"));
  const auto refused = migrate(database, two, ours);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("another program"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::platform
