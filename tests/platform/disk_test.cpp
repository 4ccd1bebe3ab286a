#include "platform/disk.h"

#include <gtest/gtest.h>

#include <array>

#include "platform/schema.h"
#include "platform/sqlite.h"
#include "tests/platform/simulated_disk.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

using tests::every_loss;
using tests::SimulatedDisk;
using Bytes = std::vector<std::uint8_t>;

const std::filesystem::path state = "/state";

// The contract that the machine's disk and the simulated one both keep.
void expect_a_disk(Disk& disk, const std::filesystem::path& folder) {
  ASSERT_TRUE(disk.make_folder(folder / "a" / "b", 0700));
  ASSERT_TRUE(disk.make_folder(folder / "a" / "b", 0700));
  const auto file = folder / "a" / "b" / "file";
  EXPECT_FALSE(*disk.read(file, 10));
  EXPECT_FALSE(disk.sync(file));
  EXPECT_FALSE(disk.rename(file, folder / "other"));
  EXPECT_TRUE(disk.remove(file));
  ASSERT_TRUE(disk.write(file, Bytes{1, 2, 3}, 0600));
  ASSERT_TRUE(disk.write(file, Bytes{4, 5}, 0600));
  EXPECT_EQ(**disk.read(file, 2), (Bytes{4, 5}));
  EXPECT_FALSE(disk.read(file, 1));
  EXPECT_EQ(*disk.size(file), 2U);
  EXPECT_FALSE(disk.size(folder / "absent"));
  EXPECT_EQ(*disk.read_part(file, 1, 10), (Bytes{5}));
  EXPECT_EQ(*disk.read_part(file, 7, 10), Bytes{});
  ASSERT_TRUE(disk.sync(file));
  ASSERT_TRUE(disk.check_private(file));
  ASSERT_TRUE(disk.write(folder / "a" / "b" / "another", Bytes{}, 0600));
  EXPECT_EQ(*disk.names(folder / "a" / "b"), (std::vector<std::string>{"another", "file"}));
  ASSERT_TRUE(disk.rename(file, folder / "a" / "b" / "another"));
  EXPECT_EQ(**disk.read(folder / "a" / "b" / "another", 10), (Bytes{4, 5}));
  ASSERT_TRUE(disk.sync_folder(folder / "a" / "b"));
  EXPECT_GT(*disk.free_bytes(folder), 0U);
  ASSERT_TRUE(disk.reserve(folder / "a" / "b" / "room", 4096));
  EXPECT_EQ(*disk.size(folder / "a" / "b" / "room"), 4096U);
  {
    const auto lock = disk.lock(folder / "lock");
    ASSERT_TRUE(lock);
    EXPECT_FALSE(disk.lock(folder / "lock"));
  }
  EXPECT_TRUE(disk.lock(folder / "lock"));
}

TEST(Disk, the_machines_keeps_the_contract) {
  const tests::TempFolder folder;
  expect_a_disk(*real_disk(), folder.path());
}

TEST(Disk, the_simulated_one_keeps_the_contract) {
  SimulatedDisk disk;
  expect_a_disk(disk, state);
}

TEST(Disk, a_file_is_replaced_as_a_whole_wherever_the_power_is_cut) {
  const Bytes before(5'000, 1), after(7'000, 2);
  const auto file = state / "file";
  SimulatedDisk disk;
  ASSERT_TRUE(write_durably(disk, file, before, 0600));
  tests::Random random(1);
  int cuts = 0;
  bool returned = false;
  const auto cut = [&](tests::Call, const std::string&) {
    for (const auto loss : every_loss) {
      const auto left = disk.after_cut(loss, random);
      const auto found = left->read(file, 1U << 20U);
      ASSERT_TRUE(found && *found) << name_of(loss);
      EXPECT_TRUE(**found == after || (!returned && **found == before)) << name_of(loss);
      ++cuts;
    }
  };
  disk.changed = cut;
  ASSERT_TRUE(write_durably(disk, file, after, 0600));
  returned = true;
  cut(tests::Call::sync_folder, {});
  EXPECT_GE(cuts, 30);
}

constexpr std::array<std::string_view, 2> migrations{
    "CREATE TABLE a (x INTEGER) STRICT;",
    "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO b SELECT x FROM a;"};
constexpr std::int32_t ours = 0x53540001;

Status open_and_migrate(SimulatedDisk& disk, std::size_t known) {
  auto database = Database::open(state / "a.db", {.vfs = disk.vfs()});
  if (!database) return database.error();
  return migrate(*database, std::span(migrations).first(known), ours);
}

std::int64_t ask(SimulatedDisk& disk, const std::string& question) {
  auto database = Database::open(state / "a.db", {.vfs = disk.vfs()});
  return *database->integer(question);
}

TEST(Disk, a_migration_is_done_or_not_wherever_the_power_is_cut) {
  SimulatedDisk disk;
  ASSERT_TRUE(open_and_migrate(disk, 1));
  {
    auto database = Database::open(state / "a.db", {.vfs = disk.vfs()});
    // A log: without one, what was committed last may be taken back by a power cut.
    ASSERT_TRUE(
        database->execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; INSERT INTO a "
                          "VALUES (1), (2), (3)"));
  }
  tests::Random random(2);
  int cuts = 0;
  disk.changed = [&](tests::Call, const std::string&) {
    for (const auto loss : every_loss) {
      const auto left = disk.after_cut(loss, random);
      ASSERT_TRUE(open_and_migrate(*left, 2)) << name_of(loss);
      EXPECT_EQ(ask(*left, "SELECT count(*) FROM b"), 3) << name_of(loss);
      ++cuts;
    }
  };
  ASSERT_TRUE(open_and_migrate(disk, 2));
  EXPECT_GE(cuts, 30);
}

}  // namespace
}  // namespace smilepost::platform
