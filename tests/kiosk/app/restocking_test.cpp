#include "kiosk/restocking.h"

#include <gtest/gtest.h>

#include "kiosk/staff/pin.h"
#include "record/keys.h"
#include "tests/kiosk/app/bundles.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

using tests::bundle_with;
using tests::changed_set;

// A shelf on a display that shows everything, but for what `misfits` names: a question, or a line.
class Restock : public testing::Test {
 protected:
  Restock() { record::initialise_crypto(); }

  void start(const Config& config = {}, const std::optional<record::Bundle>& newest = {},
             const std::optional<record::Bundle>& before = {}) {
    restocking_.emplace(
        Stock::of_folder(std::filesystem::path(tests::in_source("assets/surveys"))), config,
        [this](const auto& set, const auto& language, const auto& line) -> Status {
          ++checks_;
          const bool fits = misfits_.count(text_in(set.questions[0].text, language)) == 0 &&
                            misfits_.count(line) == 0;
          if (fits) return Done{};
          return Error{"survey set \"" + set.id + "\" in \"" + language + "\": has no room"};
        });
    checks_ = tried_ = changes_ = 0;
    auto restocked = on_trust_ ? restocking_->open_on_trust(newest, before, [this] { ++tried_; })
                               : restocking_->open(newest, before);
    ASSERT_TRUE(restocked) << restocked.error().message;
    made_ = *std::move(restocked);
  }
  void start_on_trust(const Config& config = {}, const std::optional<record::Bundle>& newest = {},
                      const std::optional<record::Bundle>& before = {}) {
    on_trust_ = true;
    start(config, newest, before);
  }

  // Works until all is done. What was logged.
  std::string bring(const record::Bundle& bundle) {
    restocking_->take(bundle);
    return work();
  }
  std::string work() {
    testing::internal::CaptureStderr();
    while (restocking_->busy()) {
      if (auto restocked = restocking_->step()) {
        made_ = *std::move(restocked);
        ++changes_;
      }
    }
    return testing::internal::GetCapturedStderr();
  }

  SurveyOffer offer() const { return made_->shelf.offer(made_->shelf.first_choice()); }
  std::string question() const { return text_in(offer().set->questions[0].text, "en"); }

  std::set<std::string> misfits_;
  bool on_trust_ = false;
  int checks_ = 0, tried_ = 0, changes_ = 0;
  std::optional<Restocking> restocking_;
  std::optional<Restocked> made_;
};

std::size_t all_languages() {
  return load_survey_set(tests::in_source("assets/surveys/checkout.json"))->languages.size();
}

constexpr const char* old_question = "How was your visit today?";

TEST_F(Restock, without_a_bundle_there_is_what_the_folder_has) {
  start();
  EXPECT_EQ(question(), old_question);
  EXPECT_EQ(made_->version, 0U);
  EXPECT_FALSE(restocking_->busy());
  EXPECT_FALSE(restocking_->step());
}

TEST_F(Restock, at_start_the_newest_applies) {
  start({}, bundle_with(4, "Newest?"), bundle_with(3, "Before?"));
  EXPECT_EQ(question(), "Newest?");
  EXPECT_EQ(made_->version, 4U);
}

TEST_F(Restock, a_set_replaces_the_one_of_its_name_in_its_place_and_new_ones_follow) {
  start();
  auto bundle = bundle_with(1, "New?");
  auto canteen = nlohmann::json::parse(bundle.survey_sets["checkout"]);
  canteen["id"] = "canteen";
  bundle.survey_sets["canteen"] = canteen.dump();
  EXPECT_EQ(bring(bundle), "");
  std::vector<std::string> ids;
  for (const auto& set : made_->shelf.staff_sets()) ids.push_back(set.id);
  EXPECT_EQ(ids,
            (std::vector<std::string>{"checkout", "recommendation", "restroom", "second-chance",
                                      "service-desk", "staff-room", "canteen"}));
  EXPECT_EQ(question(), "New?");
}

TEST_F(Restock, what_a_later_bundle_leaves_out_is_as_if_it_had_never_come) {
  start();
  bring(bundle_with(1, "New?"));
  record::Bundle empty;
  empty.version = 2;
  bring(empty);
  EXPECT_EQ(question(), old_question);
}

TEST_F(Restock, one_language_a_step_so_that_nobody_waits) {
  start();
  restocking_->take(bundle_with(1, "New?"));
  while (restocking_->busy()) {
    const int before = checks_;
    restocking_->step();
    EXPECT_LE(checks_, before + 1);
  }
}

TEST_F(Restock, one_that_does_not_fit_is_refused_with_the_reason_and_the_earlier_one_stays) {
  start();
  bring(bundle_with(1, "First?"));
  auto set = nlohmann::json::parse(changed_set("checkout", "Far too long?"));
  for (auto& text : set.at("questions").at(0).at("text")) text = "Far too long?";
  record::Bundle bundle;
  bundle.version = 2;
  bundle.survey_sets["checkout"] = set.dump();
  misfits_ = {"Far too long?"};
  const auto logged = bring(bundle);
  EXPECT_NE(logged.find("\"checkout\" in \"de\": has no room"), std::string::npos) << logged;
  EXPECT_NE(logged.find("the earlier one stays"), std::string::npos) << logged;
  EXPECT_EQ(question(), "First?");
  EXPECT_EQ(made_->version, 2U) << "the rest of it applies";

  start({}, bundle, bundle_with(1, "First?"));
  EXPECT_EQ(question(), "First?") << "after a restart, too";
}

TEST_F(Restock, one_language_that_does_not_fit_is_not_offered) {
  start();
  misfits_ = {"New?"};  // the others keep their own words
  bring(bundle_with(1, "New?"));
  EXPECT_EQ(offer().set->languages.size(), all_languages() - 1);
  EXPECT_FALSE(offer().set->has_language("en"));
}

TEST_F(Restock, what_is_no_survey_set_is_refused_and_the_earlier_one_stays) {
  start();
  record::Bundle bundle;
  bundle.version = 7;
  bundle.survey_sets["checkout"] = "{}";
  bundle.survey_sets["service-desk"] = changed_set("checkout", "Under a wrong name?");
  const auto logged = bring(bundle);
  EXPECT_NE(logged.find("bundle 7, survey set \"checkout\""), std::string::npos) << logged;
  EXPECT_NE(logged.find("/id"), std::string::npos) << logged;
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 2) << logged;
  EXPECT_EQ(question(), old_question);
  EXPECT_EQ(made_->version, 7U);
}

TEST_F(Restock, settings_that_cannot_be_met_are_left_out) {
  start();
  const char* bad[] = {R"({"survey_sets": ["canteen"]})", R"({"languages": {"offered": ["tlh"]}})",
                       R"({"network": {"proxy": ""}})", R"({"display": {"theme": "dark"}})",
                       "no json"};
  std::uint64_t version = 0;
  for (const auto* settings : bad) {
    auto bundle = bundle_with(++version, "New?");
    bundle.settings = settings;
    const auto logged = bring(bundle);
    EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1) << logged;
    EXPECT_NE(logged.find("bundle " + std::to_string(version)), std::string::npos) << logged;
    EXPECT_EQ(question(), "New?") << settings;
    EXPECT_EQ(offer().languages.size(), all_languages()) << settings;
  }
}

TEST_F(Restock, settings_replace_those_of_kiosk_json) {
  Config config;
  config.survey_sets = {"service-desk"};
  config.languages = {"ar"};
  config.default_language = "ar";
  start(config);
  auto bundle = bundle_with(1, "New?");
  bundle.settings = R"({"survey_sets": ["checkout"], "languages": {"offered": ["en", "de"]}})";
  EXPECT_EQ(bring(bundle), "");
  EXPECT_EQ(question(), "New?");
  EXPECT_EQ(offer().default_language, "en");
}

TEST_F(Restock, a_public_line_without_room_is_left_out_and_the_set_stays) {
  start();
  auto bundle = bundle_with(1, "New?");
  bundle.public_line = {{"en", "We mended the door."}, {"de", "Viel zu lang."}};
  misfits_ = {"Viel zu lang."};
  const auto logged = bring(bundle);
  EXPECT_NE(logged.find("the public line is not shown there"), std::string::npos) << logged;
  EXPECT_EQ(offer().languages.size(), all_languages());
  EXPECT_EQ(offer().public_line, (Texts{{"en", "We mended the door."}}));
}

TEST_F(Restock, only_hashes_that_cost_what_ours_do_are_used) {
  start();
  auto bundle = bundle_with(1, "New?");
  const auto good = *hash_pin("739164");
  bundle.pin_hashes = {good, "$argon2id$v=19$m=4194304,t=9,p=1$c2FsdHNhbHRzYWx0$aGFzaA", "739164"};
  const auto logged = bring(bundle);
  EXPECT_EQ(made_->pin_hashes, std::vector<std::string>{good});
  EXPECT_EQ(logged.find("739164"), std::string::npos) << "no PIN in the log";
}

TEST_F(Restock, a_newer_one_takes_the_place_of_what_is_being_worked_on) {
  start();
  restocking_->take(bundle_with(1, "First?"));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(restocking_->step());
  bring(bundle_with(2, "Second?"));
  EXPECT_EQ(question(), "Second?");
  EXPECT_EQ(made_->version, 2U);
}

// The first frame waits for one language of one set, however many there are.
TEST_F(Restock, on_trust_only_what_shows_first_is_tried_before_the_first_frame) {
  start_on_trust();
  EXPECT_EQ(checks_, 1);
  EXPECT_EQ(question(), old_question);
  EXPECT_EQ(made_->shelf.staff_sets().size(), 6U);
  EXPECT_EQ(offer().languages.size(), all_languages());
  EXPECT_TRUE(restocking_->busy());
  EXPECT_EQ(tried_, 0);
}

TEST_F(Restock,
       on_trust_the_rest_is_tried_by_one_language_a_step_and_changes_nothing_where_it_fits) {
  start_on_trust({}, bundle_with(4, "Newest?"));
  EXPECT_EQ(question(), "Newest?");
  EXPECT_EQ(made_->version, 4U);
  std::size_t languages = 0;
  for (const auto& set : made_->shelf.staff_sets()) languages += set.languages.size();
  while (restocking_->busy()) {
    const int before = checks_;
    EXPECT_EQ(tried_, 0);
    EXPECT_FALSE(restocking_->step());
    EXPECT_LE(checks_, before + 1);
  }
  EXPECT_EQ(checks_, int(languages) + 1) << "what shows first once more, and all others";
  EXPECT_EQ(tried_, 1);
}

TEST_F(Restock, on_trust_what_cannot_be_shown_goes_as_soon_as_all_was_tried) {
  misfits_ = {"New?", "Viel zu lang."};
  Config config;
  config.default_language = "de";
  auto bundle = bundle_with(1, "New?");
  bundle.public_line = {{"ar", "Viel zu lang."}, {"fr", "Short."}};
  start_on_trust(config, bundle);
  EXPECT_TRUE(offer().set->has_language("en")) << "it was not tried yet";
  EXPECT_EQ(offer().public_line.count("ar"), 1U);
  const auto logged = work();
  EXPECT_NE(logged.find("\"checkout\" in \"en\": has no room; it is not offered"),
            std::string::npos)
      << logged;
  EXPECT_EQ(changes_, 1);
  EXPECT_FALSE(offer().set->has_language("en"));
  EXPECT_EQ(offer().set->languages.size(), all_languages() - 1);
  EXPECT_EQ(offer().public_line, (Texts{{"fr", "Short."}}));
  EXPECT_EQ(made_->version, 1U);
  EXPECT_EQ(tried_, 1);
}

TEST_F(Restock, nothing_is_trusted_where_what_shows_first_cannot_be_shown) {
  misfits_ = {"New?"};
  start_on_trust({}, bundle_with(2, "New?"), bundle_with(1, "Before?"));
  EXPECT_GT(checks_, 6);
  EXPECT_FALSE(offer().set->has_language("en"));
  EXPECT_FALSE(restocking_->busy());
  EXPECT_EQ(tried_, 1);
}

TEST_F(Restock, a_bundle_that_comes_meanwhile_is_worked_on_after_what_was_trusted) {
  start_on_trust({}, bundle_with(1, "First?"));
  restocking_->step();
  bring(bundle_with(2, "Second?"));
  EXPECT_EQ(tried_, 1);
  EXPECT_EQ(changes_, 1);
  EXPECT_EQ(question(), "Second?");
  EXPECT_EQ(made_->version, 2U);
}

TEST_F(Restock, what_was_trusted_stands_in_for_what_came_after_it_and_cannot_be_shown) {
  start_on_trust({}, bundle_with(1, "First?"));
  record::Bundle broken;
  broken.version = 2;
  auto set = nlohmann::json::parse(changed_set("checkout", "Far too long?"));
  for (auto& text : set.at("questions").at(0).at("text")) text = "Far too long?";
  broken.survey_sets["checkout"] = set.dump();
  misfits_ = {"Far too long?"};
  bring(broken);
  EXPECT_EQ(question(), "First?");
}

}  // namespace
}  // namespace smilepost::kiosk
