#include "backend/archive.h"

#include <fstream>

#include "backend/sql.h"
#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

using ArchiveTest = KitchenTest;

// One request after the other writes a kiosk and answers with the status in its body.
std::vector<Response> write_kiosks(Archive& archive, const std::vector<int>& statuses) {
  std::vector<Request> requests;
  for (const int status : statuses) {
    requests.push_back({"POST", "/", {}, std::to_string(status), Door::network});
  }
  std::vector<const Request*> group;
  for (const Request& request : requests) group.push_back(&request);
  std::uint8_t next = 0;
  return archive.answer_group(group, [&](const Request& request) {
    const record::KioskId id{++next};
    EXPECT_TRUE(run(archive.database(), "INSERT INTO kiosk VALUES (?, x'', '', 0, 0)", id));
    return Response{std::stoi(request.body), "", "", {}};
  });
}

TEST_F(ArchiveTest, UndoesOnlyWhatAFailedRequestWrote) {
  const auto responses = write_kiosks(*kitchen.archive, {200, 503, 409});
  EXPECT_EQ(responses.at(1).status, 503);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM kiosk"), 2);
}

// A full disk makes SQLite roll the whole transaction back by itself, as happens here by hand.
TEST_F(ArchiveTest, AcknowledgesNothingThatWasNotCommitted) {
  platform::Database& database = kitchen.archive->database();
  const Request good{"POST", "/good", {}, "", Door::network};
  const Request fatal{"POST", "/fatal", {}, "", Door::network};
  const auto responses =
      kitchen.archive->answer_group({&good, &fatal}, [&](const Request& request) {
        const Status done =
            request.path == "/good"
                ? run(database, "INSERT INTO kiosk VALUES (?, x'', '', 0, 0)", record::KioskId{1})
                : database.execute("ROLLBACK");
        EXPECT_TRUE(done);
        return Response{200, "", "", {}};
      });
  EXPECT_EQ(responses.at(0).status, 503);
  EXPECT_EQ(responses.at(1).status, 503);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM kiosk"), 0);
}

TEST_F(ArchiveTest, StoresNothingOfAGroupAfterItWasRolledBack) {
  platform::Database& database = kitchen.archive->database();
  const Request fatal{"POST", "/fatal", {}, "", Door::network};
  const Request later{"POST", "/later", {}, "", Door::network};
  const auto responses =
      kitchen.archive->answer_group({&fatal, &later, &later}, [&](const Request& request) {
        const Status done =
            request.path == "/fatal"
                ? database.execute("ROLLBACK")
                : run(database, "INSERT INTO kiosk VALUES (?, x'', '', 0, 0)", record::KioskId{1});
        EXPECT_TRUE(done);
        return Response{200, "", "", {}};
      });
  ASSERT_EQ(responses.size(), 3U);
  for (const Response& response : responses) EXPECT_EQ(response.status, 503);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM kiosk"), 0);
}

TEST_F(ArchiveTest, AsksToComeBackWhereTheFileIsLocked) {
  auto other = platform::Database::open(folder.path() / "archive.sqlite", {});
  ASSERT_TRUE(other);
  const auto lock = platform::Transaction::begin(*other);
  ASSERT_TRUE(lock);
  ASSERT_TRUE(kitchen.archive->database().execute("PRAGMA busy_timeout = 1"));
  EXPECT_EQ(kitchen.ask("GET", "/livez").status, 503);
}

TEST_F(ArchiveTest, CommitsDurably) {
  EXPECT_EQ(kitchen.count("PRAGMA synchronous"), 2);  // FULL
  auto mode = kitchen.archive->database().prepare("PRAGMA journal_mode");
  ASSERT_TRUE(mode && *mode->step());
  EXPECT_EQ(mode->text(0), "wal");
}

TEST_F(ArchiveTest, RefusesAFileThatIsNoArchive) {
  const auto file = folder.path() / "other.sqlite";
  std::ofstream(file) << std::string(4096, 'x');
  const auto opened = Archive::open(file);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("other.sqlite"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::backend::test
