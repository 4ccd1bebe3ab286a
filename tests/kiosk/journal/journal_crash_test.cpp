// A kiosk that is killed while it appends.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/kiosk/journal/journal_fixture.h"

namespace smilepost::kiosk {
namespace {

class JournalCrash : public JournalFixture {
 protected:
  // In the child: appends for ever, and tells the pipe each sequence that was reported kept.
  [[noreturn]] void append_until_killed(int pipe) {
    auto journal = Journal::open(folder(), keys_, clock_);
    for (int i = 0; journal; ++i) {
      const auto sequence = (*journal)->append(an_answer());
      if (!sequence || ::write(pipe, &*sequence, sizeof *sequence) != sizeof *sequence) break;
      if (i % 7 == 6) (void)(*journal)->checkpoint();
    }
    ::_exit(1);
  }

  // The last sequence that was reported kept.
  std::uint64_t run_and_kill(int appends) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) append_until_killed(ends[1]);
    ::close(ends[1]);
    std::uint64_t last = 0, sequence = 0;
    for (int i = 0; i < appends; ++i) {
      if (::read(ends[0], &sequence, sizeof sequence) == sizeof sequence) last = sequence;
    }
    ::kill(child, SIGKILL);
    while (::read(ends[0], &sequence, sizeof sequence) == sizeof sequence) last = sequence;
    ::close(ends[0]);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
    return last;
  }
};

TEST_F(JournalCrash, everything_reported_kept_is_there_and_at_most_one_more) {
  const record::Epoch epoch = open()->head().epoch;  // the keys are this process's
  for (int round = 0; round < 12; ++round) {
    const std::uint64_t reported = run_and_kill(3 + 5 * round);
    const auto journal = open();
    ASSERT_NE(journal, nullptr);
    EXPECT_EQ(journal->head().epoch, epoch);
    EXPECT_GE(journal->head().sequence, reported);
    EXPECT_LE(journal->head().sequence, reported + 1);
    EXPECT_EQ(journal->counts().answer_records, journal->head().sequence);
    EXPECT_EQ(verified(epoch).size(), journal->head().sequence + 1);
  }
}

}  // namespace
}  // namespace smilepost::kiosk
