#include "platform/edid.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

using Edid = std::vector<std::uint8_t>;

Edid checked(Edid edid) {
  edid[127] = 0;
  std::uint8_t sum = 0;
  for (const auto byte : edid) sum = static_cast<std::uint8_t>(sum + byte);
  edid[127] = static_cast<std::uint8_t>(-sum);
  return edid;
}

// A 7 inch panel: 154 × 86 mm, 15 × 9 cm.
Edid seven_inch() {
  Edid edid(128);
  for (int i = 1; i < 7; ++i) edid[static_cast<std::size_t>(i)] = 0xFF;
  edid[21] = 15;
  edid[22] = 9;
  edid[54] = 1;
  edid[66] = 154;
  edid[67] = 86;
  return checked(edid);
}

TEST(Edid, NamesMillimetresInItsPreferredTiming) {
  EXPECT_EQ(size_in_edid(seven_inch()), (DisplaySize{154, 86}));
  auto large = seven_inch();
  large[66] = 0xDD;  // 477 × 268 mm
  large[67] = 0x0C;
  large[68] = 0x11;
  EXPECT_EQ(size_in_edid(checked(large)), (DisplaySize{477, 268}));
}

TEST(Edid, NamesCentimetresWhereThereIsNoTiming) {
  auto edid = seven_inch();
  edid[54] = 0;
  EXPECT_EQ(size_in_edid(checked(edid)), (DisplaySize{150, 90}));
}

TEST(Edid, AProjectorHasNoSize) {
  auto edid = seven_inch();
  edid[21] = edid[22] = edid[66] = edid[67] = 0;
  EXPECT_FALSE(size_in_edid(checked(edid)));
}

TEST(Edid, OtherBytesAreNone) {
  EXPECT_FALSE(size_in_edid({}));
  EXPECT_FALSE(size_in_edid(Edid(128)));
  auto changed = seven_inch();
  ++changed[66];
  EXPECT_FALSE(size_in_edid(changed)) << "its checksum is wrong";
  auto cut = seven_inch();
  cut.pop_back();
  EXPECT_FALSE(size_in_edid(cut));
}

class Connectors : public testing::Test {
 protected:
  void add(const std::string& name, const std::string& status, const Edid& edid) {
    const auto connector = folder_.path() / name;
    std::filesystem::create_directory(connector);
    std::ofstream(connector / "status") << status << "\n";
    std::ofstream(connector / "edid")
        .write(reinterpret_cast<const char*>(edid.data()),
               static_cast<std::streamsize>(edid.size()));
  }
  tests::TempFolder folder_;
};

TEST_F(Connectors, TheConnectedOneCounts) {
  EXPECT_FALSE(connected_display_size(folder_.path()));
  std::filesystem::create_directory(folder_.path() / "card0");
  add("card0-HDMI-A-1", "disconnected", {});
  add("card0-DSI-1", "connected", seven_inch());
  EXPECT_EQ(connected_display_size(folder_.path()), (DisplaySize{154, 86}));
  add("card0-HDMI-A-2", "connected", seven_inch());
  EXPECT_FALSE(connected_display_size(folder_.path())) << "which of the two?";
}

}  // namespace
}  // namespace smilepost::platform
