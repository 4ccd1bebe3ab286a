// A journal in a folder of its own, with the outside world in hand.
#pragma once

#include <gtest/gtest.h>

#include "kiosk/journal/journal.h"
#include "kiosk/journal/journal_reader.h"
#include "platform/sqlite.h"
#include "record/chain.h"
#include "tests/kiosk/fakes/fake_clock.h"
#include "tests/kiosk/fakes/memory_key_store.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {

inline record::Answer an_answer(std::uint8_t value = 4, std::optional<std::uint64_t> visit = {}) {
  record::Answer answer;
  answer.survey_set = "default";
  answer.question = "satisfaction";
  answer.value = record::Vote{value, 4};
  answer.visit = visit;
  answer.presentation = {"en", "light", false, false};
  return answer;
}

class JournalFixture : public testing::Test {
 protected:
  JournalFixture() { record::initialise_crypto(); }

  std::unique_ptr<Journal> open() {
    auto journal = Journal::open(folder(), keys_, clock_);
    EXPECT_TRUE(journal) << journal.error().message;
    return journal ? std::move(*journal) : nullptr;
  }
  std::unique_ptr<JournalReader> read() {
    auto reader = JournalReader::open(folder());
    EXPECT_TRUE(reader) << reader.error().message;
    return reader ? std::move(*reader) : nullptr;
  }
  const std::filesystem::path& folder() const { return folder_.path(); }

  // Whatever SQL does to the file behind the journal's back.
  void tamper(const std::string& sql) {
    auto database = platform::Database::open(folder() / "journal.db", {});
    ASSERT_TRUE(database);
    const auto done = database->execute(sql);
    ASSERT_TRUE(done) << done.error().message;
  }

  // All records of an epoch, every signature and link checked.
  std::vector<record::Record> verified(record::Epoch epoch) {
    const auto reader = read();
    const auto records = reader->page(epoch, 0, 1'000'000, 1U << 30U);
    EXPECT_TRUE(records);
    record::Chain chain(*reader->kiosk(), epoch);
    std::vector<record::Record> read;
    for (const auto& stored : *records) {
      const auto verdict = chain.append(stored.cose);
      EXPECT_EQ(record::to_string(verdict), "good") << "record " << stored.sequence;
      if (verdict != record::Verdict::good) break;
      read.push_back(chain.last());
    }
    return read;
  }

  // Files in the folder whose name begins so.
  std::size_t files(const std::string& beginning) const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
      count += entry.path().filename().string().rfind(beginning, 0) == 0 ? 1 : 0;
    }
    return count;
  }

  tests::TempFolder folder_;
  tests::MemoryKeyStore keys_;
  tests::FakeClock clock_;
};

}  // namespace smilepost::kiosk
