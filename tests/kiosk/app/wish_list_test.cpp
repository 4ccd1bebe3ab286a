#include "kiosk/wish_list.h"

#include <gmock/gmock.h>

#include <vector>

namespace smilepost::kiosk {
namespace {

using ::testing::ElementsAre;

record::ReleaseOffer release(const std::string& version) {
  return {version, 7, {}, "/v1/releases/" + version, "1.0"};
}

struct Updates {
  std::vector<std::string> heard;
  UpdateEnds ends() {
    return {[this](const std::optional<Offer>& offer) {
              heard.push_back(offer ? offer->version + " above " + offer->floor : "none");
            },
            [] { return std::string("downloading 1.5: 40 %"); }};
  }
};

TEST(WishList, HandsOnWhatTheBackendOffers) {
  WishList wishes;
  Updates updates;
  wishes.use(updates.ends());
  EXPECT_THAT(updates.heard, ElementsAre()) << "nothing was said yet, not that there is nothing";
  wishes.offered(release("1.5"));
  wishes.offered(std::nullopt);
  EXPECT_THAT(updates.heard, ElementsAre("1.5 above 1.0", "none"));
}

TEST(WishList, KeepsWhatWasOfferedForWhoComesLater) {
  WishList wishes;
  wishes.offered(release("1.4"));
  wishes.offered(release("1.5"));
  Updates updates;
  wishes.use(updates.ends());
  EXPECT_THAT(updates.heard, ElementsAre("1.5 above 1.0"));
}

TEST(WishList, CallsNobodyWhoIsGone) {
  WishList wishes;
  Updates updates;
  wishes.use(updates.ends());
  wishes.use(std::nullopt);
  wishes.offered(release("1.5"));
  EXPECT_THAT(updates.heard, ElementsAre());
  EXPECT_FALSE(wishes.update_state());
}

TEST(WishList, SaysWhereAnUpdateIs) {
  WishList wishes;
  EXPECT_FALSE(wishes.update_state());
  Updates updates;
  wishes.use(updates.ends());
  EXPECT_EQ(wishes.update_state(), "downloading 1.5: 40 %");
}

}  // namespace
}  // namespace smilepost::kiosk
