// What cannot be shown is said before a shopper sees it.
#include "kiosk/fitting.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

#include "tests/places.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

// A display of its own, offscreen.
class Fitted {
 public:
  Fitted(int width, int height, float diagonal_inch) {
    ::setenv("SDL_VIDEODRIVER", "offscreen", 1);
    window_ = must(platform::Window::open({.width = width, .height = height}));
    Config config;
    config.diagonal_inch = diagonal_inch;
    parts_.emplace(must(
        ScreenParts::open(*window_, config, tests::in_build("share"), folder_.path() / "cache")));
  }

  // The fault's line, or nothing.
  std::string check(const SurveySet& set, const std::string& language) {
    const auto fits = Fitting(*parts_).check(set, language);
    return fits ? "" : fits.error().message;
  }

  template <class T>
  static T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
  }

 private:
  tests::TempFolder folder_;
  std::unique_ptr<platform::Window> window_;
  std::optional<ScreenParts> parts_;
};

Fitted ten_inch() {
  return {1280, 800, 10.1F};
}
Fitted seven_inch() {
  return {800, 480, 7};
}

SurveySet shipped(const std::string& id) {
  return Fitted::must(load_survey_set(tests::in_source("assets/surveys/") + id + ".json"));
}

SurveySet with_five_faces() {
  auto set = shipped("checkout");
  auto& answers = set.questions[0].answers;
  answers.insert(answers.begin() + 2, answers[1]);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    answers[i].smiley = static_cast<std::uint8_t>(i + 1);
  }
  set.replies.back().most = 5;
  return set;
}

// What only English was written for, in another language.
SurveySet in_other_language(const std::string& language, const std::string& question) {
  auto set = shipped("checkout");
  each_text(set, [&](Texts& texts) { texts[language] = texts.at("en"); });
  set.languages = {language};
  set.questions[0].text[language] = question;
  return set;
}

TEST(Fitting, TheReadyMadeSetsFitTheSmallestDisplay) {
  auto display = seven_inch();
  for (const char* id :
       {"checkout", "service-desk", "recommendation", "second-chance", "staff-room"}) {
    const auto set = shipped(id);
    for (const char* language : {"en", "de", "ar", "km"}) {
      EXPECT_EQ(display.check(set, language), "") << id << " " << language;
    }
  }
}

TEST(Fitting, FiveFacesNeedMoreThanSevenInch) {
  EXPECT_EQ(ten_inch().check(with_five_faces(), "en"), "");
  EXPECT_NE(seven_inch().check(with_five_faces(), "en").find("5 answers"), std::string::npos);
}

TEST(Fitting, ATextWithoutRoomIsNamed) {
  auto set = shipped("checkout");
  set.questions[1].options[3].text["de"] = "Donaudampfschifffahrtsgesellschaft";
  EXPECT_NE(seven_inch().check(set, "de").find("Donaudampf"), std::string::npos);
}

TEST(Fitting, ALanguageTheKioskDoesNotSpeakIsNamed) {
  const auto set = in_other_language("eo", "Kiel estis?");
  EXPECT_NE(ten_inch().check(set, "eo").find("locales/eo.po"), std::string::npos);
}

TEST(Fitting, APictureThatHardlyStandsOutIsNamed) {
  auto set = shipped("checkout");
  const auto rectangle = [](const std::string& colour) {
    return set_picture(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1">)"
                       R"(<rect width="3" height="1" fill=")" +
                       colour + R"("/></svg>)");
  };
  set.look.logo = rectangle("#F0E060");
  EXPECT_NE(ten_inch().check(set, "en").find("the logo hardly stands out from the background "
                                             "#FFFFFF"),
            std::string::npos);
  set.look.theme = "dark";
  EXPECT_EQ(ten_inch().check(set, "en"), "") << "it does on a dark one";
  set.look.logo = rectangle("#101010");
  EXPECT_NE(ten_inch().check(set, "en"), "");
  set.look = {};
  set.look.smileys = std::vector(5, rectangle("#00563F"));
  EXPECT_EQ(ten_inch().check(set, "en"), "");
  set.look.smileys[3] = set_picture("<svg");
  EXPECT_NE(ten_inch().check(set, "en").find("smiley 4"), std::string::npos);
}

TEST(Fitting, LettersWithoutAFontAreNamed) {
  const auto set = in_other_language("en", "ᏣᎳᎩ?");
  EXPECT_NE(ten_inch().check(set, "en").find("no font"), std::string::npos);
}

}  // namespace
}  // namespace smilepost::kiosk
