#include "kiosk/survey/todays_reasons.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace smilepost::kiosk {
namespace {

constexpr Date monday{2027, 3, 1}, tuesday{2027, 3, 2};

// Visits one after the other, each answer kept as it is given.
class Shop {
 public:
  std::optional<Date> today = monday;
  record::Audience audience = record::Audience::shoppers;
  std::vector<record::Flag> flags;         // of the votes to come
  std::vector<record::Flag> reason_flags;  // of the reasons to come
  std::string survey_set = "checkout";

  Shop& votes(std::optional<std::string> leads_to = "why") {
    record::Answer answer = answer_to("rating");
    answer.value = record::Vote{1, 4};
    answer.leads_to = std::move(leads_to);
    answer.circumstances.flags = flags;
    visit_ = keep(answer);
    return *this;
  }
  // The vote is replaced.
  Shop& votes_anew(std::optional<std::string> leads_to) {
    record::Answer answer = answer_to("rating");
    answer.value = record::Vote{4, 4};
    answer.leads_to = std::move(leads_to);
    answer.visit = answer.amends = visit_;
    keep(answer);
    return *this;
  }
  Shop& says(std::vector<std::string> chosen, const std::string& question = "why",
             std::optional<std::string> leads_to = {}) {
    record::Answer answer = answer_to(question);
    answer.value = record::Reasons{std::move(chosen)};
    answer.leads_to = std::move(leads_to);
    answer.visit = visit_;
    answer.circumstances.flags = reason_flags;
    keep(answer);
    return *this;
  }
  Shop& visitors(int count, const std::vector<std::string>& chosen) {
    for (int i = 0; i < count; ++i) votes().says(chosen);
    return *this;
  }

  std::optional<SharedReason> hears() const { return reasons.most_shared(today); }
  std::uint64_t others() const { return hears() ? hears()->others : 0; }

  TodaysReasons reasons;

 private:
  record::Answer answer_to(const std::string& question) const {
    record::Answer answer;
    answer.survey_set = survey_set;
    answer.question = question;
    answer.audience = audience;
    return answer;
  }
  std::uint64_t keep(const record::Answer& answer) {
    reasons.kept(answer, ++sequence_, today);
    return sequence_;
  }

  std::uint64_t sequence_ = 0, visit_ = 0;
};

// FORMAT.md: a visit is flagged where one of its answers is.
TEST(TodaysReasons, APalmBesideTheReasonMakesTheVisitDoubtful) {
  Shop shop;
  shop.reason_flags = {record::Flag::several_contacts};
  shop.visitors(9, {"wait"});
  shop.reason_flags.clear();
  shop.votes().says({"wait"});
  EXPECT_FALSE(shop.hears());
}

TEST(TodaysReasons, FiveOthersAreSaidFourAreNot) {
  Shop shop;
  shop.visitors(4, {"wait"}).votes().says({"wait"});
  EXPECT_FALSE(shop.hears()) << "four others, and the shopper";
  shop.votes().says({"wait"});
  EXPECT_EQ(shop.hears(), (SharedReason{"why", "wait", 5, true}));
}

TEST(TodaysReasons, NothingIsSaidToWhoGaveNoReason) {
  Shop shop;
  shop.visitors(9, {"wait"});
  shop.votes();
  EXPECT_FALSE(shop.hears());
  shop.says({});
  EXPECT_FALSE(shop.hears());
  shop.says({"price"});
  EXPECT_FALSE(shop.hears()) << "nobody else said this";
}

TEST(TodaysReasons, AnAmendmentReplacesAndASkipTakesBack) {
  Shop shop;
  shop.visitors(6, {"wait"});
  for (int i = 0; i < 5; ++i) shop.votes().says({"wait"}).says({"price"});
  for (int i = 0; i < 5; ++i) shop.votes().says({"wait"}).says({});
  shop.votes().says({"wait"});
  EXPECT_EQ(shop.others(), 6U);
  shop.says({"price"});
  EXPECT_EQ(shop.others(), 5U);
  shop.says({});
  EXPECT_FALSE(shop.hears());
}

TEST(TodaysReasons, AVisitCountsOnceHoweverOftenItSaysSo) {
  Shop shop;
  for (int i = 0; i < 4; ++i) shop.votes().says({"wait"}).says({}).says({"wait"});
  shop.votes().says({"wait"});
  EXPECT_FALSE(shop.hears());
}

TEST(TodaysReasons, ACorrectionThatLeavesTheQuestionTakesItsReasonsBack) {
  Shop shop;
  shop.visitors(5, {"wait"});
  shop.votes().says({"wait"}).votes_anew({});
  EXPECT_FALSE(shop.hears());
  shop.votes_anew("why");
  EXPECT_EQ(shop.others(), 5U) << "they are on the path again";
  shop.votes_anew({}).votes().says({"wait"});
  EXPECT_EQ(shop.others(), 5U);
}

TEST(TodaysReasons, OtherQuestionsOptionsAndSetsAreOtherReasons) {
  Shop shop;
  shop.visitors(9, {"wait"});
  shop.votes("what").says({"wait"}, "what");
  EXPECT_FALSE(shop.hears());
  shop.survey_set = "service-desk";
  shop.votes().says({"wait"});
  EXPECT_FALSE(shop.hears());
  shop.survey_set = "checkout";
  shop.votes().says({"wait"});
  EXPECT_EQ(shop.others(), 9U);
}

TEST(TodaysReasons, OfSeveralTheOneThatMostOthersGaveIsNamed) {
  Shop shop;
  shop.visitors(5, {"wait"}).visitors(7, {"price"});
  shop.votes().says({"clean", "price", "wait"});
  EXPECT_EQ(shop.hears(), (SharedReason{"why", "price", 7, false}));
  shop.votes().says({"wait"}, "why", "more").says({"late"}, "more");
  EXPECT_EQ(shop.hears(), (SharedReason{"why", "wait", 6, false})) << "of several questions";
}

TEST(TodaysReasons, FlaggedVisitsAreNoOthersButHearOfThem) {
  Shop shop;
  for (const auto flag : {record::Flag::quick, record::Flag::burst, record::Flag::pattern,
                          record::Flag::several_contacts, record::Flag::resting_contact}) {
    shop.flags = {flag};
    shop.visitors(3, {"wait"});
  }
  shop.flags.clear();
  shop.visitors(1, {"wait"});
  EXPECT_FALSE(shop.hears());
  shop.visitors(4, {"wait"});
  shop.flags = {record::Flag::quick};
  shop.visitors(1, {"wait"});
  EXPECT_EQ(shop.others(), 5U);
}

TEST(TodaysReasons, StaffNeitherCountNorHear) {
  Shop shop;
  shop.audience = record::Audience::staff;
  shop.visitors(9, {"wait"});
  EXPECT_FALSE(shop.hears());
  shop.audience = record::Audience::shoppers;
  shop.visitors(1, {"wait"});
  EXPECT_FALSE(shop.hears());
}

TEST(TodaysReasons, AtMidnightTheyStartAnew) {
  Shop shop;
  shop.visitors(9, {"wait"});
  shop.votes();
  shop.today = tuesday;
  EXPECT_FALSE(shop.hears()) << "the last answer was yesterday's";
  shop.says({"wait"});
  EXPECT_FALSE(shop.hears());
  shop.visitors(5, {"wait"});
  EXPECT_FALSE(shop.hears()) << "the visit that lasted beyond midnight is yesterday's";
  shop.visitors(1, {"wait"});
  EXPECT_EQ(shop.others(), 5U);
}

TEST(TodaysReasons, WhereTheDayIsNotKnownNothingCountsAndNothingIsSaid) {
  Shop shop;
  shop.visitors(6, {"wait"});
  shop.today.reset();
  shop.visitors(9, {"wait"});
  EXPECT_FALSE(shop.hears());
  shop.today = monday;
  shop.visitors(1, {"wait"});
  EXPECT_EQ(shop.others(), 6U);
}

TEST(TodaysReasons, EarlierVisitsOfTheDayAreAddedOthersAreNot) {
  Shop earlier, yesterday, shop;
  earlier.visitors(3, {"wait"});
  yesterday.today = Date{2027, 2, 28};
  yesterday.visitors(9, {"wait"});
  shop.visitors(2, {"wait"});
  shop.reasons.add(earlier.reasons);
  shop.reasons.add(yesterday.reasons);
  shop.visitors(1, {"wait"});
  EXPECT_EQ(shop.others(), 5U) << "also the earlier ones' last visit";
}

TEST(TodaysReasons, EarlierVisitsMayComeBeforeAnyOrAfterMidnight) {
  Shop earlier, first, late;
  earlier.visitors(5, {"wait"});
  first.reasons.add(earlier.reasons);
  first.visitors(1, {"wait"});
  EXPECT_EQ(first.others(), 5U);
  late.today = tuesday;
  late.visitors(1, {"wait"});
  late.reasons.add(earlier.reasons);
  late.visitors(1, {"wait"});
  EXPECT_FALSE(late.hears());
}

// Whatever shoppers do, they hear the number of visits before that ended with this reason.
RC_GTEST_PROP(TodaysReasons, AreTheVisitsThatEndedWithThem, ()) {
  Shop shop;
  std::map<std::string, std::uint64_t> ended;
  const auto visits = *rc::gen::inRange(0, 40);
  for (int visit = 0; visit < visits; ++visit) {
    const bool flagged = *rc::gen::inRange(0, 4) == 0;
    shop.flags.clear();
    if (flagged) shop.flags = {record::Flag::quick};
    shop.votes();
    std::vector<std::string> chosen;
    const auto times = *rc::gen::inRange(0, 3);
    for (int i = 0; i < times; ++i) {
      chosen.clear();
      for (const char* option : {"price", "wait"})
        if (*rc::gen::arbitrary<bool>()) chosen.emplace_back(option);
      shop.says(chosen);
    }
    std::uint64_t most = 0;
    for (const auto& option : chosen) most = std::max(most, ended[option]);
    RC_ASSERT(shop.others() == (most < TodaysReasons::fewest_others ? 0 : most));
    for (const auto& option : chosen) ended[option] += flagged ? 0 : 1;
  }
}

}  // namespace
}  // namespace smilepost::kiosk
