#include "backend/archive.h"

#include <fstream>

#include "kitchen.h"
#include "platform/sqlite.h"

namespace smilepost::backend::test {
namespace {

using ArchiveTest = KitchenTest;

Status write_kiosk(Archive& archive, std::uint8_t id) {
  return run(archive.store(),
             "INSERT INTO kiosk (kiosk, first_key, label, enrolled_ms, last_contact_ms) "
             "VALUES (?1, ?2, '', 0, 0)",
             record::KioskId{id}, record::PublicKey{});
}

// Each request writes a kiosk; those with an empty body cannot be stored.
std::vector<Response> write_kiosks(Archive& archive, const std::vector<std::string>& bodies) {
  std::vector<Request> requests;
  for (const std::string& body : bodies) {
    requests.push_back({"POST", "/", {}, body, Door::network});
  }
  std::vector<const Request*> group;
  for (const Request& request : requests) group.push_back(&request);
  std::uint8_t next = 0;
  return archive.answer_group(group, [&](const auto& some) -> Result<std::vector<Response>> {
    for (const Request* request : some) {
      EXPECT_TRUE(write_kiosk(archive, ++next));
      if (request->body.empty()) return run(archive.store(), "SELECT no_such_column").error();
    }
    return std::vector<Response>(some.size());
  });
}

TEST_F(ArchiveTest, StoresWhatItCanOfAGroupWithOneThatCannotBe) {
  const auto responses = write_kiosks(*kitchen.archive, {"a", "", "c"});
  EXPECT_EQ(responses.at(0).status, 200);
  EXPECT_EQ(responses.at(1).status, 503);
  EXPECT_EQ(responses.at(2).status, 200);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM kiosk"), 2);
}

// A full disk makes SQLite roll the whole transaction back by itself, as happens here by hand.
TEST_F(ArchiveTest, AcknowledgesNothingThatWasNotCommitted) {
  const Request good{"POST", "/good", {}, "", Door::network};
  const auto responses =
      kitchen.archive->answer_group({&good}, [&](const auto&) -> Result<std::vector<Response>> {
        EXPECT_TRUE(write_kiosk(*kitchen.archive, 1));
        EXPECT_TRUE(kitchen.archive->store().script("ROLLBACK"));
        return std::vector<Response>(1);
      });
  EXPECT_EQ(responses.at(0).status, 503);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM kiosk"), 0);
}

TEST_F(ArchiveTest, BelongsToTheKeyThatCameFirst) {
  EXPECT_TRUE(kitchen.archive->belong_to(kitchen.key.public_key()));
  EXPECT_TRUE(kitchen.archive->belong_to(kitchen.key.public_key()));
  const Status other = kitchen.archive->belong_to(record::SigningKey::generate().public_key());
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("another receipt key"), std::string::npos);
}

// Of a file, whatever the rest of this suite runs on.
class ArchiveFileTest : public ::testing::Test {
 protected:
  std::unique_ptr<Archive> open() { return *Archive::open(file.string(), clock); }

  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "archive.sqlite";
  SetClock clock;
};

TEST_F(ArchiveFileTest, AsksToComeBackWhereItIsLocked) {
  const auto archive = open();
  auto other = platform::Database::open(file, {});
  ASSERT_TRUE(other);
  const auto lock = platform::Transaction::begin(*other);
  ASSERT_TRUE(lock);
  ASSERT_TRUE(archive->store().script("PRAGMA busy_timeout = 1"));
  EXPECT_EQ(write_kiosks(*archive, {"a"}).at(0).status, 503);
}

TEST_F(ArchiveFileTest, CommitsDurably) {
  const auto archive = open();
  EXPECT_EQ(read_integer(archive->store(), "PRAGMA synchronous").operator*(), 2);  // FULL
  std::string mode;
  ASSERT_TRUE(
      read(archive->store(), "PRAGMA journal_mode", [&](const Row& row) { mode = row.text(0); }));
  EXPECT_EQ(mode, "wal");
}

TEST_F(ArchiveFileTest, RefusesAFileThatIsNoArchive) {
  std::ofstream(file) << std::string(4096, 'x');
  const auto opened = Archive::open(file.string(), clock);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("archive.sqlite"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::backend::test
