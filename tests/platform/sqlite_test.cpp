#include "platform/sqlite.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

using Blob = std::vector<std::uint8_t>;

class Sqlite : public testing::Test {
 protected:
  Sqlite() : database_(*Database::open(file(), {})) {
    EXPECT_TRUE(database_.execute("CREATE TABLE a (i INTEGER, t TEXT, b BLOB) STRICT"));
  }
  std::filesystem::path file() const { return folder_.path() / "odd name?#%.db"; }
  std::int64_t rows() { return *database_.integer("SELECT count(*) FROM a"); }

  tests::TempFolder folder_;
  Database database_;
};

TEST_F(Sqlite, values_come_back_as_bound) {
  auto insert = database_.prepare("INSERT INTO a VALUES (?1, ?2, ?3)");
  ASSERT_TRUE(insert);
  const Blob blob{0, 255, 0};
  ASSERT_TRUE(insert->bind(1, -5).bind(2, "text").bind(3, blob).run());
  const std::optional<std::int64_t> nothing;
  ASSERT_TRUE(insert->bind(1, nothing).bind(2, "").bind(3, Blob{}).run());
  auto select = database_.prepare("SELECT i, t, b FROM a ORDER BY rowid");
  ASSERT_TRUE(select);
  ASSERT_TRUE(*select->step());
  EXPECT_EQ(select->integer(0), -5);
  EXPECT_EQ(select->text(1), "text");
  EXPECT_EQ(Blob(select->blob(2).begin(), select->blob(2).end()), blob);
  ASSERT_TRUE(*select->step());
  EXPECT_TRUE(select->is_null(0));
  EXPECT_FALSE(select->is_null(1));
  EXPECT_FALSE(select->is_null(2));
  EXPECT_FALSE(*select->step());
}

TEST_F(Sqlite, the_file_has_its_own_name_whatever_is_in_it) {
  EXPECT_TRUE(std::filesystem::exists(file()));
}

TEST_F(Sqlite, a_transaction_not_committed_leaves_nothing) {
  {
    auto transaction = Transaction::begin(database_);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(database_.execute("INSERT INTO a (i) VALUES (1)"));
  }
  EXPECT_EQ(rows(), 0);
  auto transaction = Transaction::begin(database_);
  ASSERT_TRUE(transaction);
  ASSERT_TRUE(database_.execute("INSERT INTO a (i) VALUES (1)"));
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(rows(), 1);
}

TEST_F(Sqlite, errors_name_the_file) {
  auto insert = database_.prepare("INSERT INTO a (i) VALUES (?1)");
  ASSERT_TRUE(insert);
  const auto refused = insert->bind(1, "no number").run();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("odd name"), std::string::npos);
  EXPECT_EQ(refused.error().message.find("no number"), std::string::npos);
  EXPECT_TRUE(insert->bind(1, 3).run());  // ready for another
}

TEST_F(Sqlite, a_parameter_that_is_not_there_is_an_error) {
  auto insert = database_.prepare("INSERT INTO a (i) VALUES (?1)");
  ASSERT_TRUE(insert);
  EXPECT_FALSE(insert->bind(2, 1).run());
}

TEST_F(Sqlite, the_lock_of_another_is_an_error_with_a_remedy) {
  auto other = Database::open(file(), {.busy_timeout_ms = 0});
  ASSERT_TRUE(other);
  const auto held = Transaction::begin(database_);
  ASSERT_TRUE(held);
  const auto refused = Transaction::begin(*other);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("another program"), std::string::npos);
}

TEST(sqlite_file, no_database_is_called_damaged) {
  const tests::TempFolder folder;
  std::ofstream(folder.path() / "a.db") << std::string(4096, 'x');
  auto database = Database::open(folder.path() / "a.db", {});
  ASSERT_TRUE(database);
  EXPECT_FALSE(database->execute("CREATE TABLE a (x INTEGER)"));
  EXPECT_TRUE(database->damaged());
}

TEST(sqlite_file, a_missing_folder_is_no_damage) {
  const auto database = Database::open("/proc/absent/a.db", {});
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().message.find("/proc/absent/a.db"), std::string::npos);
}

TEST(sqlite_file, read_only_does_not_write) {
  const tests::TempFolder folder;
  auto writer = Database::open(folder.path() / "a.db", {});
  ASSERT_TRUE(writer && writer->execute("CREATE TABLE a (x INTEGER)"));
  auto reader = Database::open(folder.path() / "a.db", {.mode = DatabaseMode::read_only});
  ASSERT_TRUE(reader);
  EXPECT_EQ(*reader->integer("SELECT count(*) FROM a"), 0);
  EXPECT_FALSE(reader->execute("INSERT INTO a VALUES (1)"));
}

}  // namespace
}  // namespace smilepost::platform
