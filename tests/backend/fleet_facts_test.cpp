#include "backend/fleet/fleet_facts.h"

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

constexpr std::int64_t hour_ms = 3'600'000, day_ms = 24 * hour_ms;

class FleetFactsTest : public KitchenTest {
 protected:
  // By rows: only how a fleet is read and judged is tried.
  void add(const std::string& place, const std::string& label, std::int64_t silent_ms = 0) {
    const record::KioskId id{++count_};
    ASSERT_TRUE(run(kitchen.archive->store(),
                    "INSERT INTO kiosk (kiosk, first_key, label, enrolled_ms, last_contact_ms) "
                    "VALUES (?1, ?2, ?3, ?4, ?5)",
                    id, record::PublicKey{}, label, noon_ms - 30 * day_ms, noon_ms - silent_ms));
    if (place.empty()) return;
    ASSERT_TRUE(run(kitchen.archive->store(),
                    "INSERT INTO kiosk_place (kiosk, since_ms, place, label) VALUES (?1, ?2, ?3, "
                    "?4)",
                    id, noon_ms - 30 * day_ms, place, label));
  }
  FleetFacts fleet() { return read_fleet(kitchen.archive->store(), noon_ms).operator*(); }
  std::string listed() {
    std::string all;
    for (const Judged& it : fleet().kiosks) all += it.facts.place + "/" + it.facts.label + " ";
    return all;
  }

 private:
  std::uint8_t count_ = 0;
};

TEST_F(FleetFactsTest, ListsPlacesAndNamesAsPeopleLookForThem) {
  for (const auto& [place, label] :
       std::vector<std::pair<std::string, std::string>>{{"", "Spare"},
                                                        {"Zürich", "A"},
                                                        {"Örebro", "A"},
                                                        {"berlin 12", "A"},
                                                        {"Berlin 2", ""},
                                                        {"Berlin 2", "Till 10"},
                                                        {"Berlin 2", "till 2"}})
    add(place, label);
  EXPECT_EQ(listed(),
            "Berlin 2/till 2 Berlin 2/Till 10 Berlin 2/ berlin 12/A Örebro/A Zürich/A /Spare ");
}

TEST_F(FleetFactsTest, TheSickComeFirst) {
  add("Berlin", "well");
  add("Zürich", "silent", 2 * day_ms);
  EXPECT_EQ(listed(), "Zürich/silent Berlin/well ");
}

TEST_F(FleetFactsTest, OfTheSickTheMostUrgentComeFirst) {
  add("Aachen", "copied");
  add("Zürich", "silent", 2 * day_ms);
  ASSERT_TRUE(
      run(kitchen.archive->store(), "UPDATE kiosk SET copied_ms = 1 WHERE label = 'copied'"));
  EXPECT_EQ(listed(), "Zürich/silent Aachen/copied ");
}

}  // namespace
}  // namespace smilepost::backend::test
