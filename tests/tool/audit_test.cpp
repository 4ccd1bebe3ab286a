#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/backend/kitchen.h"
#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

class AuditCommand : public testing::Test {
 protected:
  AuditCommand() {
    for (backend::test::HandMadeKiosk& kiosk : kiosks) {
      kitchen.enrol(kiosk);
      for (int i = 0; i < 9; ++i) kiosk.vote(4);
      EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
    }
  }
  Outcome audit(const Words& more = {}) {
    Words words{"audit", "--database", database};
    words.insert(words.end(), more.begin(), more.end());
    return outcome_of(words);
  }
  void change(const std::string& sql) { EXPECT_TRUE(kitchen.archive->store().script(sql)); }

  OwnFolder folder;
  const std::string database = backend::test::database_in(folder.path());
  backend::test::Kitchen kitchen{database};  // a backend that runs meanwhile
  std::vector<backend::test::HandMadeKiosk> kiosks{2};
};

TEST_F(AuditCommand, SaysWhatItChecked) {
  const Outcome outcome = audit();
  EXPECT_EQ(outcome.code, exit_good) << outcome.out << outcome.err;
  EXPECT_EQ(outcome.out, "good: 20 records, every signature, link and sum checked\n");
}

TEST_F(AuditCommand, SaysWhatIsWrongAndWhatToDo) {
  change("DELETE FROM record WHERE sequence = 4");
  const Outcome outcome = audit();
  EXPECT_EQ(outcome.code, exit_bad);
  EXPECT_THAT(outcome.out, HasSubstr("record 5: gap"));
  EXPECT_THAT(outcome.out, HasSubstr("bad: 4 faults in 18 records; keep this archive as it is"));
}

TEST_F(AuditCommand, GoesOnWhereItStood) {
  const std::string first = record::to_hex(std::min(kiosks[0].id(), kiosks[1].id()));
  std::ofstream(folder.file("note")) << first << " 10 3\n";
  change("UPDATE record SET cose = hash WHERE kiosk <= (SELECT min(kiosk) FROM kiosk)");
  const Outcome outcome = audit({"--note", folder.file("note")});
  EXPECT_THAT(outcome.out, HasSubstr("bad: 3 faults in 20 records"));  // nothing new
  EXPECT_FALSE(std::filesystem::exists(folder.file("note")));          // it came to the end
}

TEST_F(AuditCommand, SaysThatANoteIsNone) {
  std::ofstream(folder.file("note")) << "shopping list\n";
  const Outcome outcome = audit({"--note", folder.file("note")});
  EXPECT_EQ(outcome.code, exit_unreadable);
  EXPECT_THAT(outcome.err, HasSubstr("is no note of an audit; remove it to begin anew"));
}

TEST_F(AuditCommand, SaysThatThereIsNoArchive) {
  const Outcome outcome = outcome_of({"audit", "--database", folder.file("none.sqlite")});
  EXPECT_EQ(outcome.code, exit_unreadable);
  EXPECT_THAT(outcome.err, HasSubstr("none.sqlite"));
  EXPECT_EQ(outcome_of({"audit"}).code, exit_usage);
}

}  // namespace
}  // namespace smilepost::tool
