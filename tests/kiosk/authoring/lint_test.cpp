// The shipped sets are looked at by `smilepost lint` itself (CMakeLists.txt): here it must find
// what is wrong.
#include "kiosk/authoring/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "kiosk/authoring/rehearsal.h"
#include "tests/places.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

class Lint : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ::setenv("SDL_VIDEODRIVER", "offscreen", 1);
    window_ = *platform::Window::open({.width = 1280, .height = 1280});
    parts_.emplace(*ScreenParts::open(*window_, {}, tests::in_build("share"), {}));
  }
  static void TearDownTestSuite() {
    parts_.reset();
    window_.reset();
  }

  static SurveySet shipped() {
    return *load_survey_set(tests::in_source("assets/surveys/checkout.json"));
  }
  static std::set<Finding> findings(const SurveySet& set, const std::string& language,
                                    std::size_t display = 0) {
    return findings_in(*parts_, lint_displays()[display], set, language);
  }

  static std::unique_ptr<platform::Window> window_;
  static std::optional<ScreenParts> parts_;
};
std::unique_ptr<platform::Window> Lint::window_;
std::optional<ScreenParts> Lint::parts_;

TEST_F(Lint, LooksAtEverySupportedDisplayLyingAndStanding) {
  const auto displays = lint_displays();
  ASSERT_EQ(displays.size(), 10U);
  EXPECT_EQ(displays[0].name, "7 inch, 800 × 480");
  EXPECT_TRUE(displays[0].display.small());
  EXPECT_TRUE(displays[1].display.narrow());
}

TEST_F(Lint, FindsNothingInWhatIsShipped) {
  EXPECT_THAT(findings(shipped(), "de"), IsEmpty());
  EXPECT_THAT(findings(shipped(), "en-XA"), IsEmpty());
}

TEST_F(Lint, NamesATextWithoutRoomAndItsScreen) {
  auto set = shipped();
  set.questions[1].options[3].text["de"] = "Donaudampfschifffahrtsgesellschaft";
  EXPECT_THAT(findings(set, "de"),
              Contains(AllOf(Field(&Finding::where, "checkout, de, 7 inch, 800 × 480, follow-up"),
                             Field(&Finding::what, HasSubstr("Donaudampf")))));
}

TEST_F(Lint, NamesATextThatShrinksBelowTheFloor) {
  auto set = shipped();
  set.questions[1].options[3].text["de"] = "Preisauszeichnungen";
  EXPECT_THAT(findings(set, "de", 4),
              Contains(Field(&Finding::what, HasSubstr("shrinks to capitals of"))));
}

TEST_F(Lint, NamesFacesThatWouldBeTooSmall) {
  auto set = shipped();
  auto& answers = set.questions[0].answers;
  answers.insert(answers.begin() + 2, answers[1]);
  for (std::size_t i = 0; i < answers.size(); ++i)
    answers[i].smiley = static_cast<std::uint8_t>(i + 1);
  set.replies.back().most = 5;
  EXPECT_THAT(findings(set, "de"), Contains(Field(&Finding::what, HasSubstr("5 answers"))));
}

TEST_F(Lint, NamesAPictureThatCannotBeDrawnOrSeen) {
  const auto what = [](const SurveySet& set, const std::string& part) {
    return Contains(AllOf(Field(&Finding::where, set.id), Field(&Finding::what, HasSubstr(part))));
  };
  auto set = shipped();
  EXPECT_THAT(findings_in_pictures(set), IsEmpty());
  set.look.logo = set_picture("<svg");
  EXPECT_THAT(findings_in_pictures(set), what(set, "the logo"));
  const auto in_colour = [](const std::string& colour) {
    return set_picture(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1">)"
                       R"(<rect width="2" height="1" fill=")" +
                       colour + R"("/></svg>)");
  };
  set.look.logo = in_colour("#FFFFE0");
  EXPECT_THAT(findings_in_pictures(set), what(set, "stands out from the background #FFFFFF"));
  set.look.logo = in_colour("#1B1D21");
  EXPECT_THAT(findings_in_pictures(set), what(set, "stands out from the background #121417"))
      << "a kiosk may be dark";
  set.look.theme = "light";
  EXPECT_THAT(findings_in_pictures(set), IsEmpty());
}

TEST_F(Lint, NamesLettersWithoutAFont) {
  auto set = shipped();
  set.questions[0].text["de"] = "ᏣᎳᎩ?";
  EXPECT_THAT(findings(set, "de"), Contains(Field(&Finding::what, HasSubstr("no font"))));
}

TEST_F(Lint, NamesALanguageThatTheKioskDoesNotSpeak) {
  EXPECT_THAT(findings(shipped(), "eo"),
              Contains(Field(&Finding::what, HasSubstr("locales/eo.po"))));
}

TEST_F(Lint, NamesWhatIsHardCodedUnderAPseudoLanguage) {
  auto set = rehearsed(shipped(), "ar-XB");
  set.questions[0].answers[0].label["ar-XB"] = "Very bad";
  const auto found = findings(set, "ar-XB");
  EXPECT_THAT(found, Contains(Field(&Finding::what, HasSubstr("\"Very bad\" is hard-coded"))));
  EXPECT_THAT(found, Each(Field(&Finding::what, HasSubstr("Very bad"))));
}

TEST_F(Lint, SaysWhatASurveyFileLacks) {
  const tests::TempFolder folder;
  const auto file = folder.path() / "set.json";
  std::ofstream(file) << R"({"id": "x"})";
  std::vector<std::string> said;
  const auto count = lint({tests::in_build("share"), {file}, "de"},
                          [&](const std::string& line) { said.push_back(line); });
  ASSERT_TRUE(count) << count.error().message;
  EXPECT_EQ(*count, 1U);
  EXPECT_THAT(said.front(), HasSubstr("set.json"));
}

TEST(Rehearsal, EnglishStandsInForALanguageThatTheSetDoesNotHave) {
  const auto set = *load_survey_set(tests::in_source("assets/surveys/checkout.json"));
  const auto in_esperanto = rehearsed(set, "eo");
  EXPECT_TRUE(in_esperanto.has_language("eo"));
  EXPECT_EQ(text_in(in_esperanto.questions[0].text, "eo"), "How was your visit today?");
  EXPECT_EQ(text_in(rehearsed(set, "en-XA").questions[0].answers[0].label, "en-XA"),
            "[Véŕý båd o]");
  EXPECT_EQ(rehearsed(set, "de").languages, set.languages);
}

}  // namespace
}  // namespace smilepost::kiosk
