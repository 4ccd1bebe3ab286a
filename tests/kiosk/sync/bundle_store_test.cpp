#include "kiosk/sync/bundle_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/platform/temp_folder.h"
#include "tests/record/samples.h"

namespace smilepost::kiosk {
namespace {

using record::samples::key;

class Bundles : public testing::Test {
 protected:
  static record::Bundle bundle(std::uint64_t version) {
    auto made = record::samples::bundle();
    made.version = version;
    return made;
  }
  static record::Bytes signed_bundle(std::uint64_t version, std::uint8_t by = 9) {
    return record::seal(bundle(version), key(by)).value();
  }
  BundleStore open(std::uint8_t organisation = 9) const {
    return BundleStore::open(folder_.path(), key(organisation).public_key());
  }
  // Why it is refused; empty: it is taken.
  static std::string fault(BundleStore& store, const record::Bytes& cose) {
    const auto taken = store.take(cose);
    return taken ? "" : taken.error().message;
  }

  tests::TempFolder folder_;
};

TEST_F(Bundles, none_is_there_at_first) {
  testing::internal::CaptureStderr();
  const auto store = open();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(store.newest());
  EXPECT_FALSE(store.before());
}

TEST_F(Bundles, what_was_taken_is_there_after_a_restart_and_nobody_elses_to_read) {
  auto store = open();
  const auto taken = store.take(signed_bundle(3));
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_TRUE(*taken);
  EXPECT_EQ(open().newest(), bundle(3));
  struct stat file {};
  ASSERT_EQ(::stat((folder_.path() / "bundle.cose").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
}

TEST_F(Bundles, a_higher_version_replaces_and_the_one_before_is_kept) {
  auto store = open();
  ASSERT_TRUE(store.take(signed_bundle(3)));
  ASSERT_TRUE(store.take(signed_bundle(5)));
  EXPECT_EQ(store.before(), bundle(3));
  const auto again = open();
  EXPECT_EQ(again.newest(), bundle(5));
  EXPECT_EQ(again.before(), bundle(3));
}

TEST_F(Bundles, an_older_one_is_refused_also_after_a_restart) {
  auto store = open();
  ASSERT_TRUE(store.take(signed_bundle(3)));
  EXPECT_NE(fault(store, signed_bundle(2)).find("version 2, not above 3"), std::string::npos);
  auto again = open();
  EXPECT_NE(fault(again, signed_bundle(2)), "");
  EXPECT_EQ(again.newest(), bundle(3));
}

TEST_F(Bundles, the_same_one_again_is_no_fault_but_another_of_that_version_is) {
  auto store = open();
  ASSERT_TRUE(store.take(signed_bundle(3)));
  const auto same = store.take(signed_bundle(3));
  ASSERT_TRUE(same);
  EXPECT_FALSE(*same);
  auto other = bundle(3);
  other.made_ms = 1;
  EXPECT_NE(fault(store, record::seal(other, key(9)).value()), "");
  EXPECT_EQ(store.newest(), bundle(3));
}

TEST_F(Bundles, a_forged_one_is_refused_and_the_good_one_stays) {
  auto store = open();
  ASSERT_TRUE(store.take(signed_bundle(3)));
  EXPECT_NE(fault(store, signed_bundle(4, 8)).find("organisation_key"), std::string::npos);
  EXPECT_NE(fault(store, {1, 2, 3}), "");
  EXPECT_EQ(store.newest(), bundle(3));
  EXPECT_EQ(open().newest(), bundle(3));
}

TEST_F(Bundles, one_that_cannot_be_written_is_not_taken) {
  auto store = open();
  ASSERT_TRUE(store.take(signed_bundle(3)));
  std::filesystem::remove(folder_.path() / "bundle.cose");
  std::filesystem::create_directories(folder_.path() / "bundle.cose" / "in-the-way");
  EXPECT_NE(fault(store, signed_bundle(4)), "");
  EXPECT_EQ(store.newest(), bundle(3)) << "what could not be kept would be gone after a restart";
}

TEST_F(Bundles, a_file_that_was_changed_is_said_once_and_left_aside) {
  {
    auto store = open();
    ASSERT_TRUE(store.take(signed_bundle(3)));
    ASSERT_TRUE(store.take(signed_bundle(4)));
  }
  std::ofstream(folder_.path() / "bundle.cose", std::ios::app) << "x";
  testing::internal::CaptureStderr();
  const auto store = open();
  const auto logged = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1) << logged;
  EXPECT_NE(logged.find("bundle.cose: "), std::string::npos) << logged;
  EXPECT_EQ(store.newest(), bundle(3)) << "the last good one";
}

TEST_F(Bundles, another_organisations_does_not_hold_up_this_ones) {
  ASSERT_TRUE(open().take(signed_bundle(3)));
  testing::internal::CaptureStderr();
  auto store = open(8);
  testing::internal::GetCapturedStderr();
  EXPECT_FALSE(store.newest());
  EXPECT_EQ(fault(store, signed_bundle(1, 8)), "");
}

}  // namespace
}  // namespace smilepost::kiosk
