// What holds on every display, in every language, on every screen.
#include <gtest/gtest.h>

#include <set>

#include <algorithm>
#include <cmath>
#include <map>

#include "kiosk/survey/walkthrough.h"
#include "kiosk/text/languages.h"
#include "tests/kiosk/screens/booth.h"
#include "tests/kiosk/screens/samples.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

// A pixel of rounding.
constexpr float rounding_px = 1;

float distance(const Rect& a, const Rect& b) {
  const float dx = std::max({0.0F, b.x - a.right(), a.x - b.right()});
  const float dy = std::max({0.0F, b.y - a.bottom(), a.y - b.bottom()});
  return std::hypot(dx, dy);
}

bool inside(const Rect& inner, const Rect& outer) {
  return inner.x >= outer.x - rounding_px && inner.y >= outer.y - rounding_px &&
         inner.right() <= outer.right() + rounding_px &&
         inner.bottom() <= outer.bottom() + rounding_px;
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() - rounding_px && b.x < a.right() - rounding_px &&
         a.y < b.bottom() - rounding_px && b.y < a.bottom() - rounding_px;
}

class LayoutTest : public testing::TestWithParam<TestDisplay> {
 protected:
  static void SetUpTestSuite() {
    auto opened = Booth::open(1920, 1280);
    ASSERT_TRUE(opened) << opened.error().message;
    booth_ = *std::move(opened);
  }
  static void TearDownTestSuite() { booth_.reset(); }

  void SetUp() override {
    display_ = GetParam().display();
    whole_ = {0, 0, display_.width_px, display_.height_px};
  }

  const Registry& draw(const Sample& sample) {
    booth_->use(GetParam());
    booth_->frame(sample.view, sample.staff);
    return booth_->state().registry;
  }

  void check_targets(const std::vector<RegisteredTarget>& targets) const {
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const auto& one = targets[i];
      SCOPED_TRACE(one.id);
      const float least = display_.real_mm(one.least_mm) - rounding_px;
      EXPECT_GE(one.rect.w, least);
      EXPECT_GE(one.rect.h, least);
      EXPECT_TRUE(inside(one.rect, whole_)) << one.rect.x << " " << one.rect.y;
      for (std::size_t j = i + 1; j < targets.size(); ++j) {
        EXPECT_NE(one.id, targets[j].id);
        EXPECT_GE(distance(one.rect, targets[j].rect),
                  display_.real_mm(minimum::gap_mm) - rounding_px)
            << "to " << targets[j].id;
      }
    }
  }

  void check_texts(const std::vector<RegisteredText>& texts) const {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto& one = texts[i];
      SCOPED_TRACE(one.text);
      EXPECT_TRUE(one.fits) << one.width << "×" << one.height << " in " << one.box.w << "×"
                            << one.box.h;
      EXPECT_TRUE(inside(one.box, whole_)) << one.box.y << " + " << one.box.h;
      EXPECT_GE(one.capital_mm, minimum::tight_capital_mm - 0.1F);
      for (std::size_t j = i + 1; j < texts.size(); ++j) {
        EXPECT_FALSE(overlap(one.box, texts[j].box)) << "over " << texts[j].text;
      }
    }
  }

  static std::unique_ptr<Booth> booth_;
  Display display_;
  Rect whole_;
};

std::unique_ptr<Booth> LayoutTest::booth_;

TEST_P(LayoutTest, StaffReachEverySurveySet) {
  auto panel = Sample{"panel", samples(sample_words()[0])[0].view, sample_panel("en")};
  panel.staff.sets.resize(7, {"Service desk", false});
  std::set<std::string> reached;
  booth_->use(GetParam());
  for (std::size_t page = 0; page < 8; ++page) {
    booth_->frame(panel.view, panel.staff);
    const auto& shown = booth_->state().registry;
    check_targets(shown.targets());
    for (const auto& target : shown.targets()) {
      if (target.id.starts_with("staff-set-")) reached.insert(target.id);
    }
    ASSERT_NE(shown.find("more-surveys"), nullptr);
    ++booth_->state().survey_page;
  }
  EXPECT_EQ(reached.size(), 7U);
}

// What staff set on the spot, with so many survey sets and languages.
StaffView panel_with(const std::string& language, std::size_t sets, std::size_t languages) {
  static const std::vector<std::string> all = {"en", "de", "ar", "pt", "id", "ka"};
  auto panel = sample_panel(language);
  panel.sets.resize(sets, {"Service desk", false});
  panel.languages.clear();
  for (std::size_t i = 0; i < languages; ++i)
    panel.languages.push_back({{all[i], autonym(all[i])}, true, i == 0});
  panel.changed = true;  // the longer line below
  return panel;
}

class PanelTest : public LayoutTest {
 protected:
  // Only what stands on a target may lie over it.
  static void check_texts_beside(const Registry& shown) {
    for (const auto& text : shown.texts()) {
      SCOPED_TRACE(text.text);
      for (const auto& target : shown.targets()) {
        const bool its_own = text.text == target.text && inside(text.box, target.rect);
        EXPECT_TRUE(its_own || !overlap(text.box, target.rect)) << "over " << target.id;
      }
    }
  }

  // Leafs through both lists, and looks at each page.
  std::set<std::string> leaf_through(const SessionView& view, const StaffView& panel) {
    std::set<std::string> seen;
    booth_->use(GetParam());
    booth_->frame(view, panel);
    for (std::size_t page = 0; page < panel.languages.size() + panel.sets.size(); ++page) {
      booth_->state().page = booth_->state().survey_page = page;
      booth_->frame(view, panel);
      const auto& shown = booth_->state().registry;
      check_targets(shown.targets());
      check_texts(shown.texts());
      check_texts_beside(shown);
      for (const auto& target : shown.targets()) seen.insert(target.id);
      if (shown.find("more-languages") == nullptr && shown.find("more-surveys") == nullptr) break;
    }
    return seen;
  }
};

TEST_P(PanelTest, NothingLiesOverAnythingAndAllIsReached) {
  for (const auto& words : sample_words()) {
    const auto view = sample_home(words);
    for (std::size_t sets = 1; sets <= 4; ++sets) {
      for (std::size_t languages = 1; languages <= 6; ++languages) {
        SCOPED_TRACE(words.language + ", " + std::to_string(sets) + " sets, " +
                     std::to_string(languages) + " languages");
        const auto seen = leaf_through(view, panel_with(words.language, sets, languages));
        for (std::size_t i = 0; i < sets; ++i)
          EXPECT_TRUE(seen.contains("staff-set-" + std::to_string(i)));
        for (std::size_t i = 0; i < languages; ++i)
          EXPECT_TRUE(seen.contains("staff-language-" + std::to_string(i)));
        if (testing::Test::HasFailure()) return;
      }
    }
  }
}

TEST_P(LayoutTest, TargetsAreLargeApartAndOnTheDisplay) {
  for (const auto& words : sample_words()) {
    for (const auto& sample : samples(words)) {
      SCOPED_TRACE(sample.name + " " + words.language);
      check_targets(draw(sample).targets());
    }
  }
}

TEST_P(LayoutTest, TextsFitAndDoNotCoverOneAnother) {
  for (const auto& words : sample_words()) {
    for (const auto& sample : samples(words)) {
      SCOPED_TRACE(sample.name + " " + words.language);
      check_texts(draw(sample).texts());
    }
  }
}

TEST_P(LayoutTest, TheNightScreenHasRoomAndLettersInEveryLanguage) {
  for (const auto& language : shipped_languages()) {
    SessionView view;
    view.stage = Stage::night;
    view.language = language;
    view.night = {LocalTime{{2026, 12, 30}, 22 * 60 + 30}, 1'000, "US", 0};  // a Wednesday
    const std::uint64_t last = language == "en" ? 14 : 0;  // a place is as large as any
    for (std::set<std::pair<float, float>> places; view.night.place <= last; ++view.night.place) {
      SCOPED_TRACE(language);
      const auto missing = booth_->text().missing_glyphs();
      const auto& shown = draw({"night", view, {}});
      EXPECT_EQ(shown.texts().size(), 2U);
      EXPECT_TRUE(shown.targets().empty());
      check_texts(shown.texts());
      EXPECT_EQ(booth_->text().missing_glyphs(), missing);
      EXPECT_TRUE(places.insert({shown.texts()[0].box.x, shown.texts()[0].box.y}).second);
    }
  }
}

TEST_P(LayoutTest, TheQuestionAndTheWordsUnderTheFacesAreReadAtArmsLength) {
  for (const auto& words : sample_words()) {
    SCOPED_TRACE(words.language);
    const auto& texts = draw({"home", sample_home(words), {}}).texts();
    for (const auto& text : texts) {
      if (text.text == words.rating) {
        EXPECT_GE(text.capital_mm, minimum::question_capital_mm - 0.1F);
      } else {
        EXPECT_GE(text.capital_mm, minimum::capital_mm - 0.1F) << text.text;
      }
    }
  }
}

// Six long reasons do not leave 7 inch the room: there, the floor of the legible size holds.
TEST_P(LayoutTest, AllTextIsReadAtArmsLengthWhereThereIsRoom) {
  const float least = display_.small() ? minimum::tight_capital_mm : minimum::capital_mm;
  for (const auto& words : sample_words()) {
    for (const auto& sample : samples(words)) {
      SCOPED_TRACE(sample.name + " " + words.language);
      for (const auto& text : draw(sample).texts()) {
        EXPECT_GE(text.capital_mm, least - 0.1F) << text.text;
      }
    }
  }
}

// ui.md: 7.3 mm everywhere. A small display gives what room it has, and never less than usual.
TEST_P(LayoutTest, LargeTextIsLarge) {
  for (const auto& words : sample_words()) {
    for (auto sample : samples(words)) {
      if (sample.staff.stage != StaffStage::closed || sample.view.stage == Stage::night) continue;
      SCOPED_TRACE(sample.name + " " + words.language);
      std::map<std::string, float> usual;
      for (const auto& text : draw(sample).texts()) usual[text.text] = text.capital_mm;
      sample.view.accessibility.large_text = true;
      const auto& shown = draw(sample);
      check_targets(shown.targets());
      check_texts(shown.texts());
      bool larger = false;
      for (const auto& text : shown.texts()) {
        const auto before = usual.find(text.text);
        const float as_usual = before == usual.end() ? minimum::tight_capital_mm : before->second;
        const float least = display_.tight() ? as_usual : minimum::large_capital_mm;
        EXPECT_GE(text.capital_mm, least - 0.1F) << text.text;
        larger = larger || text.capital_mm > 1.2F * as_usual;
      }
      const bool filled = display_.tight() && sample.name != "follow-up" &&
                          sample.name != "thank-you" && sample.name != "accessibility";
      EXPECT_TRUE(larger || filled);
    }
  }
}

TEST_P(LayoutTest, InLargeTextFourOptionsAtOnceAndAllOfThemInTurn) {
  for (const std::size_t count : {1, 4, 5, 8}) {
    SCOPED_TRACE(count);
    auto view = samples(sample_words().front())[0].view;
    view.stage = Stage::follow_up;
    view.kind = QuestionKind::multiple_choice;
    view.faces.clear();
    view.reasons.assign(count, {"A reason"});
    view.accessibility.large_text = true;
    std::set<std::string> seen;
    booth_->use(GetParam());
    booth_->frame(view);
    for (std::size_t page = 0; page < count; ++page) {
      booth_->state().page = page;
      booth_->frame(view);
      std::size_t at_once = 0;
      for (const auto& target : booth_->state().registry.targets()) {
        if (!target.id.starts_with("reason-")) continue;
        seen.insert(target.id);
        ++at_once;
      }
      EXPECT_LE(at_once, 4U);
    }
    EXPECT_EQ(seen.size(), count);
    EXPECT_TRUE(count <= 4 || booth_->state().registry.find("more-reasons") != nullptr);
  }
}

// What is shipped, in every way it may be answered; in the other languages `smilepost lint` looks.
TEST_P(LayoutTest, TheReadyMadeSetsAreReadAtArmsLength) {
  const float least = display_.small() ? minimum::tight_capital_mm : minimum::capital_mm;
  const auto loaded = load_survey_sets(tests::in_source("assets/surveys"));
  ASSERT_GE(loaded.sets.size(), 2U);
  for (const auto& set : loaded.sets) {
    const auto shared = std::make_shared<const SurveySet>(set);
    for (const std::string language : {"en", "de", "ar", "km"}) {
      SurveyOffer offer{shared, {}, language};
      for (const auto& one : set.languages) offer.languages.push_back({{one, autonym(one)}, false});
      int number = 0;
      for (const auto& view : every_view(offer, {language, {}})) {
        SCOPED_TRACE(set.id + " " + language + " view " + std::to_string(number++));
        const auto& shown = draw({"shipped", view, {}});
        check_targets(shown.targets());
        check_texts(shown.texts());
        for (const auto& text : shown.texts())
          EXPECT_GE(text.capital_mm, least - 0.1F) << text.text;
      }
    }
  }
}

TEST_P(LayoutTest, WorstComesFirstInReadingDirection) {
  for (const auto& words : sample_words()) {
    SCOPED_TRACE(words.language);
    const auto& registry = draw({"home", sample_home(words), {}});
    for (int vote = 1; vote < 4; ++vote) {
      const auto& worse = registry.find("face-" + std::to_string(vote))->rect;
      const auto& better = registry.find("face-" + std::to_string(vote + 1))->rect;
      if (display_.portrait()) {
        EXPECT_LT(worse.y, better.y);
      } else if (words.language == "ar") {
        EXPECT_GT(worse.x, better.x);
      } else {
        EXPECT_LT(worse.x, better.x);
      }
    }
  }
}

TEST_P(LayoutTest, EveryScreenAfterTheFirstHasBackNewVisitorAndTheGlobe) {
  for (const auto& sample : samples(sample_words().front())) {
    const auto stage = sample.view.stage;
    if (sample.staff.stage != StaffStage::closed || sample.view.overlay != Overlay::none) continue;
    if (stage == Stage::home || stage == Stage::on_break || stage == Stage::night) continue;
    SCOPED_TRACE(sample.name);
    const auto& registry = draw(sample);
    for (const char* id : {"back", "new-visitor", "globe"}) {
      EXPECT_NE(registry.find(id), nullptr) << id;
    }
  }
}

// A small display may have the figure behind the globe.
TEST_P(LayoutTest, TheFigureIsOnEveryScreen) {
  for (const auto& words : sample_words()) {
    for (const auto& sample : samples(words)) {
      const bool staffs = sample.staff.stage != StaffStage::closed;
      if (staffs || sample.view.stage == Stage::night) continue;
      if (sample.view.overlay == Overlay::accessibility) continue;
      SCOPED_TRACE(sample.name + " " + words.language);
      const auto& shown = draw(sample);
      const bool behind = display_.tight() && shown.find("globe") != nullptr;
      EXPECT_TRUE(behind || shown.find("figure") != nullptr);
    }
  }
  auto list = sample_home(sample_words().front());
  list.language = "fi";
  list.overlay = Overlay::languages;
  list.counted = true;
  for (const bool large_text : {false, true}) {
    list.accessibility.large_text = large_text;
    EXPECT_NE(draw({"list", list, {}}).find("figure"), nullptr) << large_text;
    booth_->use(seven_inch_standing);
    booth_->frame(list);
    EXPECT_NE(booth_->state().registry.find("figure"), nullptr) << large_text;
  }
  auto alone = sample_home(sample_words().front());
  alone.languages.resize(1);
  alone.call.offered = true;
  for (const auto stage : {Stage::home, Stage::change_answer, Stage::follow_up, Stage::on_break}) {
    alone.stage = stage;
    EXPECT_NE(draw({"one language", alone, {}}).find("figure"), nullptr) << int(stage);
  }
}

// Also while the languages are open, once there is an answer to leave behind.
TEST_P(LayoutTest, TheListOfLanguagesHasNewVisitorAfterAnAnswer) {
  auto view = sample_home(sample_words().front());
  view.overlay = Overlay::languages;
  EXPECT_EQ(draw({"before", view, {}}).find("new-visitor"), nullptr);
  view.counted = true;
  EXPECT_NE(draw({"after", view, {}}).find("new-visitor"), nullptr);
}

TEST_P(LayoutTest, AllTwentyFourLanguagesCanBeReached) {
  auto view = sample_home(sample_words().front());
  view.languages.clear();
  for (int i = 0; i < 24; ++i) {
    view.languages.push_back({"x" + std::to_string(i), "Name " + std::to_string(10 + i)});
  }
  view.language = "x0";
  booth_->use(GetParam());
  booth_->frame(view);
  EXPECT_NE(booth_->state().registry.find("globe"), nullptr);
  check_targets(booth_->state().registry.targets());
  view.overlay = Overlay::languages;
  std::vector<std::string> seen;
  for (std::size_t page = 0; page < 12; ++page) {
    booth_->frame(view);
    booth_->state().page = page;
    booth_->frame(view);
    check_targets(booth_->state().registry.targets());
    check_texts(booth_->state().registry.texts());
    for (const auto& target : booth_->state().registry.targets()) {
      if (std::find(seen.begin(), seen.end(), target.id) == seen.end()) seen.push_back(target.id);
    }
  }
  const auto languages = std::count_if(
      seen.begin(), seen.end(), [](const std::string& id) { return id.starts_with("language-"); });
  EXPECT_EQ(languages, 24);
}

// On 7 inch there are four at most.
class FiveFacesTest : public LayoutTest {};

TEST_P(FiveFacesTest, FitWhereTheyMayBeAsked) {
  for (const auto& words : sample_words()) {
    SCOPED_TRACE(words.language);
    auto view = sample_home(words);
    view.faces = {{1, 1, words.faces[0]},
                  {2, 2, words.faces[1]},
                  {3, 3, "OK"},
                  {4, 4, words.faces[2]},
                  {5, 5, words.faces[3]}};
    const auto& registry = draw({"five", view, {}});
    check_targets(registry.targets());
    check_texts(registry.texts());
  }
}

std::string name_of(const testing::TestParamInfo<TestDisplay>& tested) {
  auto name = "of_" + tested.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Displays, LayoutTest, testing::ValuesIn(test_displays), name_of);
INSTANTIATE_TEST_SUITE_P(Displays, PanelTest,
                         testing::Values(ten_inch, portrait, seven_inch, seven_inch_standing,
                                         fifteen_inch),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Displays, FiveFacesTest, testing::Values(ten_inch, portrait, fifteen_inch),
                         name_of);

}  // namespace
}  // namespace smilepost::kiosk
