#include "kiosk/sync/enrolment_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

class EnrolmentFiling : public testing::Test {
 protected:
  EnrolmentFiling() {
    enrolment_.backend_url = "https://feedback.example";
    enrolment_.receipt_key[0] = 0xab;
    enrolment_.pin_hash = "$argon2id$…";
    enrolment_.kiosk[15] = 1;
  }
  const std::filesystem::path& folder() const { return folder_.path(); }
  std::string fault(const std::string& text) {
    std::ofstream(folder() / "enrolment.json", std::ios::trunc) << text;
    const auto loaded = load_enrolment(folder());
    return loaded ? "" : loaded.error().message;
  }

  tests::TempFolder folder_;
  EnrolmentFile enrolment_;
};

TEST_F(EnrolmentFiling, what_was_saved_is_loaded_and_the_owners_alone) {
  ASSERT_TRUE(save_enrolment(folder(), enrolment_));
  EXPECT_EQ(**load_enrolment(folder()), enrolment_);
  struct stat status {};
  ASSERT_EQ(::stat((folder() / "enrolment.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(EnrolmentFiling, never_enrolled_is_nothing) {
  EXPECT_FALSE(*load_enrolment(folder()));
}

TEST_F(EnrolmentFiling, faults_name_file_place_and_remedy_and_show_no_value) {
  ASSERT_TRUE(save_enrolment(folder(), enrolment_));
  EXPECT_NE(fault("").find("enrolment.json: not a JSON object: enrol again"), std::string::npos);
  EXPECT_NE(fault("[]").find("not a JSON object"), std::string::npos);
  EXPECT_NE(fault("{}").find("/backend_url is missing"), std::string::npos);
  EXPECT_NE(fault(R"({"backend_url": 1})").find("/backend_url must be a text"), std::string::npos);
  const std::string short_key = fault(R"({"backend_url": "", "receipt_key": "c0ffee"})");
  EXPECT_NE(short_key.find("/receipt_key must be 64 hexadecimal digits"), std::string::npos);
  EXPECT_EQ(short_key.find("c0ffee"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::kiosk
