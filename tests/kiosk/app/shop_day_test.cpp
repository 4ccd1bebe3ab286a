#include "kiosk/play/shop_day.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

// A screen on which everything is always there, and home at once.
std::optional<platform::Point> everything_but_new_visitor(const std::string& id) {
  if (id == "new-visitor") return {};
  return platform::Point{1, 1};
}

struct Day {
  std::vector<std::string> told;
  std::uint64_t downs = 0, ups = 0;
  ShopDay day;
  explicit Day(std::uint64_t seed, std::uint64_t duration_ms = 600'000)
      : day({{"en", "de"}, 4, {{1, {}}, {2, {}}}}, seed, duration_ms,
            [this](const std::string& answer) { told.push_back(answer); }) {}
  void play(const Sight& sight) {
    for (int looks = 0; !day.over() && looks < 100'000; ++looks)
      if (const auto act = day.look(day.next_ms(), sight)) ++(act->down ? downs : ups);
  }
};

TEST(ShopDay, IsTheSameForTheSameSeed) {
  Day one(7), two(7), other(8);
  for (auto* day : {&one, &two, &other}) day->play(everything_but_new_visitor);
  EXPECT_EQ(one.told, two.told);
  EXPECT_NE(one.told, other.told);
}

TEST(ShopDay, LiftsTheFingerAsOftenAsItComesDown) {
  Day day(3);
  day.play(everything_but_new_visitor);
  EXPECT_TRUE(day.day.over());
  EXPECT_GT(day.downs, 20U);
  EXPECT_EQ(day.downs, day.ups);
}

TEST(ShopDay, CountsWhatItTells) {
  Day day(5);
  day.play(everything_but_new_visitor);
  EXPECT_EQ(day.day.answering_taps(), day.told.size());
}

TEST(ShopDay, WhoDoesNotFindTheirTargetIsLostAndSaidSo) {
  Day day(1, 300'000);
  day.play([](const std::string&) { return std::optional<platform::Point>{}; });
  EXPECT_GT(day.day.lost_visitors(), 0U);
  EXPECT_EQ(day.day.answering_taps(), 0U);
}

// On the third page of the list.
TEST(ShopDay, FindsALanguageBehindTheGlobe) {
  bool listed = false;
  int languages = 0, pages = 0;
  const auto small_display = [&](const std::string& id) -> std::optional<platform::Point> {
    if (id == "globe" && listed) return {};
    if (id == "globe") listed = true;
    if (id == "more-languages") ++pages;
    if (!id.starts_with("language-")) return everything_but_new_visitor(id);
    if (!listed || pages % 3 != 2) return {};
    listed = false;
    ++pages;
    ++languages;
    return platform::Point{1, 1};
  };
  Day small(4), large(4);
  small.play(small_display);
  large.play(everything_but_new_visitor);
  EXPECT_GT(languages, 0);
  EXPECT_EQ(small.day.lost_visitors(), large.day.lost_visitors());
}

TEST(ShopDay, ClosesAfterThePresentVisitor) {
  Day day(2);
  day.day.close();
  day.play(everything_but_new_visitor);
  EXPECT_TRUE(day.day.over());
  EXPECT_EQ(day.day.visitors(), 1U);
}

}  // namespace
}  // namespace smilepost::kiosk
