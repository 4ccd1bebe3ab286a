#include "kiosk/updates/update_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/read_text.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

using tests::TempFolder;

UpdateMemory full() {
  UpdateMemory memory;
  memory.state = UpdateState::on_trial;
  memory.offer =
      Offer{"1.5", std::uint64_t{1} << 33, record::Hash{1, 2}, "/v1/releases/1.5", "1.2"};
  memory.floor = "1.3";
  memory.kept_version = "1.4.9";
  memory.reason = "no \"picture\"";
  memory.from = {"1.4", "a", "00ff"};
  memory.journal = record::ChainHead{(std::uint64_t{1} << 62) + 1, 77, record::Hash{9}};
  memory.tries = 2;
  return memory;
}

void put(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

TEST(UpdateFileTest, what_is_written_is_read) {
  const TempFolder folder;
  const auto file = folder.path() / "update.json";
  EXPECT_EQ(UpdateFile(file).read(), UpdateMemory{});
  for (const auto state :
       {UpdateState::nothing, UpdateState::offered, UpdateState::downloading,
        UpdateState::downloaded, UpdateState::installing, UpdateState::installed,
        UpdateState::on_trial, UpdateState::good, UpdateState::fallen_back, UpdateState::refused}) {
    auto memory = full();
    memory.state = state;
    ASSERT_TRUE(UpdateFile(file).write(memory));
    EXPECT_EQ(UpdateFile(file).read(), memory) << to_string(state);
  }
}

// As it stands on kiosks: what these bytes mean must never change.
TEST(UpdateFileTest, the_file_of_the_first_release_reads_as_then) {
  const TempFolder folder;
  const auto file = folder.path() / "update.json";
  put(file,
      R"({"floor":"1.3","from":{"boot":"00ff","slot":"a","version":"1.4"},"journal":{"epoch":"4611686018427387905","hash":"0900000000000000000000000000000000000000000000000000000000000000","sequence":77},"not_again":"1.4.9","offer":{"floor":"1.2","path":"/v1/releases/1.5","sha256":"0102000000000000000000000000000000000000000000000000000000000000","size":8589934592,"version":"1.5"},"reason":"no \"picture\"","state":"on trial","tries":2})");
  EXPECT_EQ(UpdateFile(file).read(), full());
}

TEST(UpdateFileTest, the_release_before_keeps_what_the_next_one_wrote) {
  const TempFolder folder;
  const auto file = folder.path() / "update.json";
  put(file, R"({"state":"being judged by a committee","floor":"2.0","not_again":"1.9",
                "from":{"slot":"a","boot":"1","version":"1","region":"EU"},"signers":["x",{"y":1}]})");
  UpdateFile old(file);
  auto memory = old.read();
  EXPECT_EQ(memory.state, UpdateState::nothing);
  EXPECT_EQ(memory.floor, "2.0");
  EXPECT_EQ(memory.kept_version, "1.9");
  memory.state = UpdateState::good;
  ASSERT_TRUE(old.write(memory));
  const auto text = *platform::read_text(file);
  EXPECT_NE(text.find(R"("signers")"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("region": "EU")"), std::string::npos) << text;
  EXPECT_EQ(UpdateFile(file).read(), memory);
}

TEST(UpdateFileTest, what_cannot_be_read_counts_as_missing) {
  const TempFolder folder;
  const auto file = folder.path() / "update.json";
  for (const char* text :
       {"", "{", "[]", "null", "7", R"({"state":7,"offer":[],"from":"a","tries":-1,"journal":3})",
        R"({"state":"installing"})", R"({"state":"on trial","offer":{"sha256":"00"}})",
        R"({"journal":{"epoch":"99999999999999999999","hash":"","sequence":1}})",
        "{\"reason\":\"\xff\xfe\"}"}) {
    put(file, text);
    UpdateFile read(file);
    const auto memory = read.read();
    EXPECT_EQ(memory.state, UpdateState::nothing) << text;
    EXPECT_FALSE(memory.offer) << text;
    EXPECT_FALSE(memory.journal) << text;
    EXPECT_TRUE(read.write(full())) << text;
    EXPECT_EQ(UpdateFile(file).read(), full()) << text;
  }
}

}  // namespace
}  // namespace smilepost::kiosk
