// How many others said so: where it stands, and where it is left out.
#include <gtest/gtest.h>

#include "tests/kiosk/screens/booth.h"
#include "tests/kiosk/screens/samples.h"

namespace smilepost::kiosk {
namespace {

class ThankYouTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto opened = Booth::open(1920, 1280);
    ASSERT_TRUE(opened) << opened.error().message;
    booth_ = *std::move(opened);
  }
  static void TearDownTestSuite() { booth_.reset(); }

  static SessionView sample(std::size_t language = 0) {
    for (auto& one : samples(sample_words()[language]))
      if (one.name == "thank-you-echo-reason") return one.view;
    ADD_FAILURE() << "no such sample";
    return {};
  }

  static void draw(const TestDisplay& display, const SessionView& view) {
    booth_->use(display);
    booth_->frame(view);
  }
  static const RegisteredText* text(const std::string& part) {
    for (const auto& one : booth_->state().registry.texts())
      if (one.text.find(part) != std::string::npos) return &one;
    return nullptr;
  }

  static std::unique_ptr<Booth> booth_;
};

std::unique_ptr<Booth> ThankYouTest::booth_;

TEST_F(ThankYouTest, HowManyOthersSaidSoStandsBetweenTheWordsAndThePublicLine) {
  for (const auto& display : {ten_inch, portrait, fifteen_inch}) {
    SCOPED_TRACE(display.name);
    draw(display, sample());
    const auto *thanks = text("Thank you"), *reason = text("Out of stock"),
               *others = text("others said this today"), *line = text("You said");
    ASSERT_TRUE(thanks && reason && others && line);
    EXPECT_NE(others->text.find("1,048"), std::string::npos);
    EXPECT_GE(reason->box.y, thanks->box.bottom() - 1);
    EXPECT_GE(others->box.y, reason->box.bottom() - 1);
    EXPECT_GE(line->box.y, others->box.bottom());
    EXPECT_GE(others->capital_mm, minimum::capital_mm - 0.1F);
    EXPECT_GE(reason->capital_mm, minimum::capital_mm - 0.1F);
  }
}

TEST_F(ThankYouTest, TheNumberIsWrittenAsTheLanguageWritesIt) {
  draw(ten_inch, sample(1));
  EXPECT_NE(text("1.048"), nullptr);
  draw(ten_inch, sample(2));
  EXPECT_NE(text("١٬٠٤٨"), nullptr);
}

TEST_F(ThankYouTest, WhoGaveOneReasonReadsTheSentenceAlone) {
  auto view = sample();
  view.echo->reason.clear();
  draw(ten_inch, view);
  EXPECT_NE(text("others said this today"), nullptr);
  EXPECT_EQ(text("Out of stock"), nullptr);
}

TEST_F(ThankYouTest, ASmallDisplayLeavesItOut) {
  for (const auto& display : {seven_inch, seven_inch_standing}) {
    draw(display, sample());
    EXPECT_NE(text("Thank you"), nullptr);
    EXPECT_EQ(text("others said this today"), nullptr) << display.name;
  }
}

TEST_F(ThankYouTest, WhereItHasNoRoomItIsLeftOutAndTheWordsStayAsTheyAre) {
  auto view = sample();
  for (int i = 0; i < 5; ++i) view.question += " Thank you, good to hear that you liked it!";
  while (true) {
    draw(ten_inch, view);
    for (const auto& one : booth_->state().registry.texts()) EXPECT_TRUE(one.fits) << one.text;
    if (text("others said this today") == nullptr) break;
    ASSERT_LT(view.question.size(), 5'000U);
    view.question += " Thank you!";
  }
  auto without = view;
  without.echo.reset();
  const auto with_it = text("Thank you")->box;
  draw(ten_inch, without);
  EXPECT_EQ(text("Thank you")->box, with_it);
}

}  // namespace
}  // namespace smilepost::kiosk
