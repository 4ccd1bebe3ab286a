// What a tap on each target means, and when a screen is still.
#include "kiosk/screens/screens.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/kiosk/screens/booth.h"
#include "tests/kiosk/screens/samples.h"

namespace smilepost::kiosk {
namespace {

// WCAG 2, relative luminance and contrast.
float luminance(ImU32 packed) {
  const auto linear = [&](int shift) {
    const float value = static_cast<float>((packed >> shift) & 0xFF) / 255;
    return value <= 0.04045F ? value / 12.92F : std::pow((value + 0.055F) / 1.055F, 2.4F);
  };
  return 0.2126F * linear(IM_COL32_R_SHIFT) + 0.7152F * linear(IM_COL32_G_SHIFT) +
         0.0722F * linear(IM_COL32_B_SHIFT);
}
float contrast(ImU32 a, ImU32 b) {
  const float x = luminance(a) + 0.05F, y = luminance(b) + 0.05F;
  return std::max(x, y) / std::min(x, y);
}

TEST(Themes, ADimmedScreenCanStillBeRead) {
  for (const auto& theme : {light_theme(), dark_theme(), high_contrast_theme()}) {
    const auto dimmed = [&](ImU32 one) { return mixed(colour(0), one, theme.veil); };
    const auto background = dimmed(theme.background);
    EXPECT_GE(contrast(dimmed(theme.ink), background), 4.5F) << theme.name;
    EXPECT_GE(contrast(dimmed(theme.muted), background), 4.5F) << theme.name;
    EXPECT_GE(contrast(dimmed(theme.edge), background), 3) << theme.name;
    for (const auto face : theme.faces) EXPECT_GE(contrast(dimmed(face), background), 3);
  }
  EXPECT_GE(contrast(night_ink, night_background), 4.5F);
}

TEST(Themes, AShoppersWishForContrastComesBeforeTheSetsLook) {
  SessionView view;
  view.look = hofmarkt_look();
  EXPECT_EQ(dressed(dark_theme(), view).look, view.look.get());
  view.accessibility.high_contrast = true;
  const auto theme = dressed(dark_theme(), view);
  EXPECT_EQ(theme.background, high_contrast_theme().background);
  EXPECT_EQ(theme.look, nullptr) << "its pictures are made for other colours";
}

using platform::Contact;

class ScreensTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto opened = Booth::open(1280, 800);
    ASSERT_TRUE(opened) << opened.error().message;
    booth_ = *std::move(opened);
  }
  static void TearDownTestSuite() { booth_.reset(); }
  void SetUp() override { booth_->use(ten_inch); }

  static Sample sample(const std::string& name, std::size_t language = 0) {
    for (auto& one : samples(sample_words()[language]))
      if (one.name == name) return one;
    ADD_FAILURE() << name;
    return {};
  }

  std::optional<Intent> touch(const Sample& on, Contact::Phase phase, platform::Point at) {
    return booth_->frame(on.view, on.staff, Contact{phase, at, booth_->now_ms});
  }
  std::optional<Intent> tap_at(const Sample& on, platform::Point at) {
    EXPECT_FALSE(touch(on, Contact::Phase::down, at));
    return touch(on, Contact::Phase::up, at);
  }
  // Shows the screen, then taps the middle of the target.
  std::optional<Intent> tap(const Sample& on, const std::string& id) {
    booth_->use(ten_inch);
    booth_->frame(on.view, on.staff);
    const auto* target = booth_->state().registry.find(id);
    EXPECT_NE(target, nullptr) << id;
    if (target == nullptr) return std::nullopt;
    const auto& rect = target->rect;
    return tap_at(on, {rect.x + rect.w / 2, rect.y + rect.h / 2});
  }
  template <class T>
  static const T* as(const std::optional<Intent>& intent) {
    return intent ? std::get_if<T>(&*intent) : nullptr;
  }

  static std::unique_ptr<Booth> booth_;
};

std::unique_ptr<Booth> ScreensTest::booth_;

TEST_F(ScreensTest, AFaceIsItsVoteInEveryDirection) {
  for (const std::size_t language : {0, 2}) {
    for (std::uint8_t vote = 1; vote <= 4; ++vote) {
      const auto intent = tap(sample("home", language), "face-" + std::to_string(vote));
      ASSERT_TRUE(as<TapFace>(intent));
      EXPECT_EQ(as<TapFace>(intent)->vote, vote);
    }
  }
}

TEST_F(ScreensTest, HomeOffersLanguages) {
  const auto intent = tap(sample("home"), "language-ar");
  ASSERT_TRUE(as<ChooseLanguage>(intent));
  EXPECT_EQ(as<ChooseLanguage>(intent)->language, "ar");
}

// In whatever direction; the picture must not jump when it is chosen.
TEST_F(ScreensTest, ALongNameOfASurveyEndsWithAnEllipsis) {
  for (const std::size_t language : {0, 2}) {
    auto panel = sample("panel", language);
    panel.staff.sets[0].title = "Checkout in the evening, and on all days before a public holiday";
    panel.staff.sets[0].title += " in winter, when the shop closes early";
    panel.staff.sets[1].title = "خدمة العملاء في المساء، وفي كل الأيام التي تسبق العطلات الرسمية";
    panel.staff.sets[1].title += panel.staff.sets[1].title;
    const auto drawn = [&] {
      booth_->frame(panel.view, panel.staff);
      std::vector<std::string> cut;
      for (const auto& text : booth_->state().registry.texts()) {
        EXPECT_TRUE(text.fits) << text.text;
        if (text.text.ends_with("…")) cut.push_back(text.text);
      }
      return cut;
    };
    const auto before = drawn();
    EXPECT_EQ(before.size(), 2U);
    std::swap(panel.staff.sets[0].chosen, panel.staff.sets[1].chosen);
    EXPECT_EQ(drawn(), before);
  }
}

TEST_F(ScreensTest, TheTopRowMeansTheSameEverywhere) {
  for (const char* name : {"change-answer", "follow-up", "more-time", "thank-you"}) {
    SCOPED_TRACE(name);
    EXPECT_TRUE(as<GoBack>(tap(sample(name), "back")));
    EXPECT_TRUE(as<NewVisitor>(tap(sample(name), "new-visitor")));
    EXPECT_TRUE(as<OpenLanguages>(tap(sample(name), "globe")));
  }
}

TEST_F(ScreensTest, FollowUpTogglesAndFinishes) {
  const auto intent = tap(sample("follow-up"), "reason-2");
  ASSERT_TRUE(as<ToggleReason>(intent));
  EXPECT_EQ(as<ToggleReason>(intent)->option, 2U);
  EXPECT_TRUE(as<FinishReasons>(tap(sample("follow-up"), "done")));
  EXPECT_TRUE(as<FinishReasons>(tap(sample("follow-up-chosen"), "done")));
}

TEST_F(ScreensTest, TheOneButtonSaysSkipUntilSomethingIsChosen) {
  booth_->frame(sample("follow-up").view);
  EXPECT_EQ(booth_->state().registry.find("done")->text, "Skip");
  booth_->frame(sample("follow-up-chosen").view);
  EXPECT_EQ(booth_->state().registry.find("done")->text, "Done");
}

TEST_F(ScreensTest, MoreTimeIsAlsoATouchElsewhere) {
  EXPECT_TRUE(as<MoreTime>(tap(sample("more-time"), "more-time")));
  EXPECT_TRUE(as<NoMoreTime>(tap(sample("more-time"), "no-more-time")));
  booth_->use(ten_inch);
  booth_->frame(sample("more-time").view);
  EXPECT_TRUE(as<MoreTime>(tap_at(sample("more-time"), {640, 230})));
  EXPECT_TRUE(as<ToggleReason>(tap(sample("more-time"), "reason-0")));
}

TEST_F(ScreensTest, ATapAnywhereEndsTheThankYou) {
  booth_->frame(sample("thank-you").view);
  EXPECT_TRUE(as<DismissThanks>(tap_at(sample("thank-you"), {640, 500})));
}

TEST_F(ScreensTest, TheListOfLanguages) {
  EXPECT_TRUE(as<CloseOverlay>(tap(sample("languages"), "back")));
  const auto intent = tap(sample("languages"), "language-de");
  ASSERT_TRUE(as<ChooseLanguage>(intent));
  EXPECT_EQ(as<ChooseLanguage>(intent)->language, "de");
}

TEST_F(ScreensTest, TheFigureLeadsToWhatMakesTheScreenEasierToRead) {
  for (const char* name : {"home", "follow-up", "thank-you", "languages", "break", "call"}) {
    EXPECT_TRUE(as<OpenAccessibility>(tap(sample(name), "figure"))) << name;
  }
  EXPECT_TRUE(as<ToggleLargeText>(tap(sample("accessibility"), "large-text")));
  EXPECT_TRUE(as<ToggleHighContrast>(tap(sample("accessibility"), "high-contrast")));
  EXPECT_TRUE(as<CloseOverlay>(tap(sample("accessibility"), "back")));
  EXPECT_TRUE(as<NewVisitor>(tap(sample("accessibility"), "new-visitor")));
}

TEST_F(ScreensTest, FurtherOptionsInLargeTextAreATapAway) {
  auto large = sample("follow-up");
  large.view.accessibility.large_text = true;
  EXPECT_FALSE(tap(large, "more-reasons"));
  booth_->frame(large.view);
  EXPECT_EQ(booth_->state().registry.find("reason-0"), nullptr);
  EXPECT_NE(booth_->state().registry.find("reason-4"), nullptr);
}

TEST_F(ScreensTest, TheBreakShowsNoFaces) {
  booth_->frame(sample("break").view);
  EXPECT_EQ(booth_->state().registry.find("face-1"), nullptr);
  EXPECT_TRUE(as<OpenLanguages>(tap(sample("break"), "globe")));
}

TEST_F(ScreensTest, WhileAnAnswerIsKeptTapsCountForNothing) {
  EXPECT_FALSE(tap(sample("keeping"), "face-1"));
  EXPECT_FALSE(tap(sample("keeping"), "language-de"));
}

TEST_F(ScreensTest, HoldingTheCornerOpensStaffAndATapDoesNot) {
  for (const char* name : {"home", "break"}) {
    for (const std::size_t language : {0, 2}) {
      const auto on = sample(name, language);
      booth_->use(ten_inch);
      booth_->frame(on.view);
      const auto corner = booth_->state().registry.find("staff-corner")->rect;
      EXPECT_EQ(corner.x, language == 0 ? 0 : 1280 - corner.w) << "where reading starts";
      const platform::Point at{corner.x + 20, 20};
      EXPECT_FALSE(tap_at(on, at));
      booth_->now_ms += 1000;
      touch(on, Contact::Phase::down, at);
      booth_->now_ms += 1999;
      EXPECT_FALSE(booth_->frame(on.view));
      booth_->now_ms += 1;
      EXPECT_TRUE(as<OpenStaff>(booth_->frame(on.view)));
    }
  }
}

TEST_F(ScreensTest, PinPad) {
  for (int digit = 0; digit <= 9; ++digit) {
    const auto intent = tap(sample("pin"), "digit-" + std::to_string(digit));
    ASSERT_TRUE(as<PressDigit>(intent));
    EXPECT_EQ(as<PressDigit>(intent)->digit, digit);
  }
  EXPECT_TRUE(as<EraseDigit>(tap(sample("pin"), "erase")));
  EXPECT_TRUE(as<LeaveStaff>(tap(sample("pin"), "cancel")));
}

TEST_F(ScreensTest, ALockedPinPadHasNoKeysButCancel) {
  booth_->frame(sample("pin-locked").view, sample("pin-locked").staff);
  EXPECT_EQ(booth_->state().registry.find("digit-1"), nullptr);
  EXPECT_NE(booth_->state().registry.find("cancel"), nullptr);
}

TEST_F(ScreensTest, StaffPanel) {
  const auto set = tap(sample("panel"), "staff-set-1");
  ASSERT_TRUE(as<PickSurveySet>(set));
  EXPECT_EQ(as<PickSurveySet>(set)->set, 1U);
  const auto language = tap(sample("panel"), "staff-language-2");
  ASSERT_TRUE(as<ToggleLanguage>(language));
  EXPECT_EQ(as<ToggleLanguage>(language)->language, 2U);
  const auto first = tap(sample("panel"), "staff-default-1");
  ASSERT_TRUE(as<PickDefaultLanguage>(first));
  EXPECT_EQ(as<PickDefaultLanguage>(first)->language, 1U);
  EXPECT_TRUE(as<LeaveStaff>(tap(sample("panel"), "leave")));
  EXPECT_TRUE(as<SaveStaffChanges>(tap(sample("panel-changed"), "save")));
}

TEST_F(ScreensTest, OnlyAChangeCanBeSavedAndOnlyAnOfferedLanguageBeFirst) {
  booth_->frame(sample("panel").view, sample("panel").staff);
  EXPECT_EQ(booth_->state().registry.find("save"), nullptr);
  EXPECT_EQ(booth_->state().registry.find("staff-default-2"), nullptr);
}

TEST_F(ScreensTest, AStillScreenWantsNoFrame) {
  for (const char* name : {"home", "change-answer", "follow-up", "languages", "break", "panel"}) {
    booth_->use(ten_inch);
    booth_->frame(sample(name).view, sample(name).staff);
    EXPECT_EQ(booth_->state().wants_frame(), std::nullopt) << name;
  }
}

TEST_F(ScreensTest, AThinLineWantsTenFramesASecond) {
  for (const char* name : {"thank-you", "more-time"}) {
    booth_->use(ten_inch);
    booth_->frame(sample(name).view);
    EXPECT_EQ(booth_->state().wants_frame(), booth_->now_ms + 100) << name;
  }
}

TEST_F(ScreensTest, AFadeEndsAndNeverHoldsBackATap) {
  booth_->use(ten_inch, false);
  booth_->frame(sample("home").view);
  EXPECT_EQ(booth_->state().wants_frame(), std::nullopt) << "the first screen does not fade";
  booth_->frame(sample("follow-up").view);
  EXPECT_EQ(booth_->state().wants_frame(), booth_->now_ms + Motion::fade_frame_ms);
  EXPECT_NE(booth_->state().registry.find("reason-0"), nullptr);
  booth_->now_ms += Motion::fade_ms;
  booth_->frame(sample("follow-up").view);
  EXPECT_EQ(booth_->state().wants_frame(), std::nullopt);
}

TEST_F(ScreensTest, NoSampleNeedsAGlyphThatNoFontHas) {
  for (const auto& words : sample_words())
    for (const auto& one : samples(words)) booth_->frame(one.view, one.staff);
  EXPECT_EQ(booth_->text().missing_glyphs(), 0U);
}

}  // namespace
}  // namespace smilepost::kiosk
