#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/tool/one_answer.h"
#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

// What the list says of one release of this state, offered to these rings.
std::string listed(const std::string& state, const std::string& rings) {
  const OwnFolder folder;
  const std::string body = R"({"releases":[{"version":"1.5","state":")" + state + R"(","rings":)" +
                           rings +
                           R"(,"floor":"","file_is_here":true,"on_its_way":3,"good":2,)"
                           R"("fell_back":0,"refused":0}]})";
  const OneAnswer backend(folder.file("admin.sock"),
                          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                              std::to_string(body.size()) + "\r\n\r\n" + body);
  return outcome_of({"release", "list", "--socket", folder.file("admin.sock")}).out;
}

TEST(Release, ListSaysToWhomItIsOfferedNow) {
  EXPECT_EQ(listed("offered", R"({"canary":100})"),
            "1.5  offered, to canary 100 %; on its way 3, good 2, fell back 0, refused 0\n");
  EXPECT_THAT(listed("offered", R"({"canary":100,"everybody":10})"),
              HasSubstr("offered, to canary 100 %, everybody 10 %;"));
}

TEST(Release, ListSaysWhatIsOfferedToNobody) {
  EXPECT_THAT(listed("offered", "{}"), HasSubstr("1.5  added, offered to nobody;"));
  EXPECT_THAT(listed("paused", R"({"canary":100})"),
              HasSubstr("1.5  paused, was offered to canary 100 %;"));
  EXPECT_THAT(listed("withdrawn", R"({"everybody":50})"),
              HasSubstr("1.5  withdrawn, was offered to everybody 50 %;"));
  EXPECT_THAT(listed("withdrawn", "{}"), HasSubstr("1.5  withdrawn;"));
}

std::string with_signature(std::string bytes, std::uint8_t length) {
  return bytes + std::string(length, 's') + std::string(7, '\0') + static_cast<char>(length);
}

Outcome added(const OwnFolder& folder, const std::string& bytes) {
  std::ofstream(folder.file("given")) << bytes;
  return outcome_of({"release", "add", folder.file("given"), "--version", "1.5", "--socket",
                     folder.file("admin.sock")});
}

TEST(Release, TakesWhatIsLaidOutAsABundle) {
  const OwnFolder folder;
  OneAnswer backend(folder.file("admin.sock"),
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhere\n");
  const Outcome outcome = added(folder, with_signature("hsqs and more", 200));
  EXPECT_EQ(outcome.code, exit_good) << outcome.err;
  EXPECT_THAT(backend.request(), HasSubstr("PUT /admin/v1/releases "));
}

TEST(Release, RefusesAFileThatWasMistakenForABundle) {
  const OwnFolder folder;
  const std::string no_squashfs = with_signature("\xeb\x3c\x90\x00 a disk", 200);
  const std::string root_alone = "hsqs and more" + std::string(4096, '\0');
  const std::string cut_short = with_signature("hsqs and more", 200).substr(0, 100);
  for (const std::string& bytes :
       {std::string(), std::string("hsqs"), no_squashfs, root_alone, cut_short}) {
    const Outcome outcome = added(folder, bytes);
    EXPECT_EQ(outcome.code, exit_bad);
    EXPECT_EQ(outcome.err, "smilepost release: " + folder.file("given") +
                               ": is no bundle that kiosks could take; make one with "
                               "deploy/updates/bundle, and name that\n");
    EXPECT_FALSE(std::filesystem::exists(folder.file("releases")));
  }
}

TEST(Release, AFileThatCannotBeReadIsSaidSo) {
  const OwnFolder folder;
  const Outcome outcome = outcome_of({"release", "add", folder.file("absent"), "--version", "1.5",
                                      "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, exit_unreadable);
  EXPECT_THAT(outcome.err, HasSubstr("absent: cannot be opened"));
  EXPECT_THAT(outcome.err, HasSubstr("name a file that is there"));
}

}  // namespace
}  // namespace smilepost::tool
