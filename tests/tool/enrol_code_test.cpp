// enrol-code against a real Unix socket that answers once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tool/one_answer.h"
#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

TEST(EnrolCode, AsksTheAdminSocketAndPrintsTheCode) {
  const OwnFolder folder;
  const std::string code = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ";
  OneAnswer backend(
      folder.file("admin.sock"),
      "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nContent-Length: 40\r\n\r\n" + code +
          "\n");
  const Outcome outcome = outcome_of({"enrol-code", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, code + "\n");
  EXPECT_THAT(backend.request(), HasSubstr("POST /admin/v1/enrolment-codes HTTP/1.1\r\n"));
}

TEST(EnrolCode, ARefusalIsSaid) {
  const OwnFolder folder;
  OneAnswer backend(folder.file("admin.sock"), "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
  const Outcome outcome = outcome_of({"enrol-code", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("500"));
  EXPECT_EQ(outcome.out, "");
}

TEST(EnrolCode, NobodyThereIsSaid) {
  const OwnFolder folder;
  const Outcome outcome = outcome_of({"enrol-code", "--socket", folder.file("admin.sock")});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("is the backend running"));
}

}  // namespace
}  // namespace smilepost::tool
