#include "kiosk/earlier_reasons.h"

#include <thread>

#include "tests/kiosk/journal/journal_fixture.h"
#include "tests/kiosk/survey/shopper.h"

namespace smilepost::kiosk {
namespace {

constexpr std::int64_t noon_utc_ms = 1'803'988'800'000;  // Tuesday, 2 March 2027
constexpr std::uint64_t hour_ms = 3'600'000;
constexpr Date second_of_march{2027, 3, 2};

class EarlierReasonsTest : public JournalFixture {
 protected:
  EarlierReasonsTest() {
    clock_.set_wall(noon_utc_ms);
    journal_ = open();
  }

  // Visits to the checkout's survey set whose answers the journal keeps.
  void complaints(int count, std::vector<std::string> reasons = {"long-wait"}) {
    for (int i = 0; i < count; ++i) complain(reasons);
  }
  void complain(std::vector<std::string> reasons) {
    record::Answer vote = an_answer(1);
    vote.survey_set = "checkout";
    vote.question = "checkout-rating";
    vote.leads_to = "checkout-reasons";
    record::Answer why = vote;
    why.visit = *journal_->append(vote);
    why.question = "checkout-reasons";
    why.leads_to.reset();
    why.value = record::Reasons{std::move(reasons)};
    ASSERT_TRUE(journal_->append(why));
  }

  Result<TodaysReasons> earlier(const std::string& zone = "Europe/Berlin",
                                const Date& day = second_of_march) {
    return reasons_up_to(*read(), journal_->head(), *TimeZone::named(zone), day);
  }

  // What a shopper who gives that reason hears after a restart; 0: nothing.
  static std::uint64_t others_heard(Shopper& shopper) {
    shopper.taps(TapFace{1});
    shopper.taps(ToggleReason{0});
    shopper.taps(FinishReasons{});
    return shopper.sees().echo ? shopper.sees().echo->others : 0;
  }
  std::uint64_t others(const std::string& zone = "Europe/Berlin") {
    Shopper shopper(offer_of("checkout"), [] { return second_of_march; });
    auto reasons = earlier(zone);
    EXPECT_TRUE(reasons) << reasons.error().message;
    shopper.session.add_earlier(*std::move(reasons));
    return others_heard(shopper);
  }

  void new_epoch() { ASSERT_TRUE(journal_->rotate_key()); }

  std::unique_ptr<Journal> journal_;
};

TEST_F(EarlierReasonsTest, ARestartForgetsNobody) {
  complaints(4);
  EXPECT_EQ(others(), 0U);
  complaints(1);
  EXPECT_EQ(others(), 5U);
}

TEST_F(EarlierReasonsTest, TheShopsDayCountsAlone) {
  clock_.set_wall(noon_utc_ms - 13 * std::int64_t{hour_ms});  // midnight in Berlin
  clock_.step_wall(-1);
  complaints(6);
  clock_.step_wall(1);
  complaints(7);
  EXPECT_EQ(others("Europe/Berlin"), 7U);
  EXPECT_EQ(others("Asia/Tokyo"), 13U);
  EXPECT_EQ(others("America/New_York"), 0U) << "there it is still the day before";
}

TEST_F(EarlierReasonsTest, ManyOlderRecordsAreSteppedOver) {
  clock_.set_wall(noon_utc_ms - 24 * std::int64_t{hour_ms});
  complaints(300);
  clock_.set_wall(noon_utc_ms);
  complaints(400);  // over more than one page
  EXPECT_EQ(others(), 400U);
}

TEST_F(EarlierReasonsTest, WhatWasKeptWhileTheClockWasNotSetIsNoDays) {
  complaints(5);
  clock_.set_wall(1'000);
  complaints(300);
  clock_.set_wall(noon_utc_ms);
  complaints(1);
  EXPECT_EQ(others(), 6U);
}

TEST_F(EarlierReasonsTest, EarlierEpochsOfTheDayCountToo) {
  clock_.set_wall(noon_utc_ms - 24 * std::int64_t{hour_ms});
  complaints(5);
  new_epoch();
  complaints(5);
  clock_.set_wall(noon_utc_ms);
  complaints(5);
  new_epoch();
  new_epoch();
  complaints(4);
  EXPECT_EQ(others(), 9U);
}

TEST_F(EarlierReasonsTest, WhatIsKeptAfterTheStartIsNotReadAgain) {
  complaints(5);
  const auto start = journal_->head();
  complaints(3);
  new_epoch();
  complaints(3);
  const auto reasons =
      reasons_up_to(*read(), start, *TimeZone::named("Europe/Berlin"), second_of_march);
  Shopper shopper(offer_of("checkout"), [] { return second_of_march; });
  shopper.session.add_earlier(*reasons);
  EXPECT_EQ(others_heard(shopper), 5U);
}

TEST_F(EarlierReasonsTest, AmendedAndTakenBackIsAsItIsInForce) {
  complaints(6);
  auto vote = an_answer(1);
  vote.survey_set = "checkout";
  vote.question = "checkout-rating";
  vote.leads_to = "checkout-reasons";
  auto why = vote;
  why.visit = *journal_->append(vote);
  why.question = "checkout-reasons";
  why.leads_to.reset();
  why.value = record::Reasons{{"long-wait"}};
  why.amends = *journal_->append(why);
  why.value = record::Reasons{};
  ASSERT_TRUE(journal_->append(why));
  EXPECT_EQ(others(), 6U);
}

TEST_F(EarlierReasonsTest, AnEmptyJournalHasNone) {
  EXPECT_EQ(others(), 0U);
}

TEST_F(EarlierReasonsTest, TheSessionHasThemBeforeATapOnceTheyAreRead) {
  complaints(5);
  const Today today = [] { return second_of_march; };
  Shopper shopper(offer_of("checkout"), today);
  EarlierReasons reasons(
      shopper.session, today,
      EarlierReasons::in(folder(), journal_->head(), *TimeZone::named("Europe/Berlin")));
  while (!reasons.done()) {
    reasons.tapped(0);
    std::this_thread::yield();
  }
  EXPECT_EQ(others_heard(shopper), 5U);
}

TEST_F(EarlierReasonsTest, TheyAreReadOnceTheDayIsKnown) {
  std::optional<Date> day;
  Shopper shopper;
  std::promise<Date> asked;
  EarlierReasons reasons(
      shopper.session, [&day] { return day; },
      [&asked](const Date& date) -> Result<TodaysReasons> {
        asked.set_value(date);
        return Error{"the journal cannot be read"};
      });
  reasons.tapped(0);
  day = second_of_march;
  reasons.tapped(0);
  EXPECT_EQ(asked.get_future().get(), second_of_march);
  while (!reasons.done()) reasons.tapped(0);
}

}  // namespace
}  // namespace smilepost::kiosk
