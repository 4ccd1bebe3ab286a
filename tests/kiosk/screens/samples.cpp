#include "tests/kiosk/screens/samples.h"

#include <algorithm>
#include <functional>
#include <map>

#include "kiosk/survey/walkthrough.h"
#include "kiosk/text/languages.h"
#include "tests/places.h"

namespace smilepost::kiosk {

const std::vector<SampleWords>& sample_words() {
  static const std::vector<SampleWords> words = {
      {"en",
       "How was your visit today?",
       "What went wrong?",
       "We’re sorry. That must have been frustrating, and you deserved better.",
       "Thank you, good to hear!",
       "We’ll pass it on to the team.",
       "You said: the tills are slow at noon. A third till is open from 12 to 2 now.",
       {"Very bad", "Bad", "Good", "Very good"},
       {"Long wait", "Unfriendly", "Out of stock", "Wrong price", "Not clean", "Something else"},
       "the information desk"},
      {"de",
       "Wie war Ihr Besuch heute?",
       "Was ist schiefgelaufen?",
       "Das tut uns leid. Das war sicher ärgerlich – Sie hätten Besseres verdient.",
       "Sie haben uns den Tag versüßt!",
       "Wir sagen es dem Team weiter.",
       "Sie sagten: mittags warten Sie zu lange. Von 12 bis 14 Uhr ist jetzt eine dritte Kasse "
       "offen.",
       {"Sehr schlecht", "Schlecht", "Gut", "Sehr gut"},
       {"Lange gewartet", "Unfreundlich", "Nicht vorrätig", "Preis falsch", "Nicht sauber",
        "Etwas anderes"},
       "Infostand am Eingang"},
      {"ar",
       "كيف كانت زيارتك اليوم؟",
       "ما الذي لم يعجبك؟",
       "نأسف لذلك. كان علينا أن نخدمك بشكل أفضل.",
       "شكرًا لك، يسعدنا سماع ذلك!",
       "سننقل ذلك إلى الفريق.",
       "قلتم: الانتظار عند الصندوق طويل ظهرًا. الآن يعمل صندوق ثالث من 12 إلى 2.",
       {"سيئة جدًا", "سيئة", "جيدة", "جيدة جدًا"},
       {"انتظار طويل", "تعامل غير لطيف", "منتج غير متوفر", "سعر خاطئ", "مكان غير نظيف", "شيء آخر"},
       "مكتب الاستعلامات"},
  };
  return words;
}

SessionView sample_home(const SampleWords& words) {
  SessionView view;
  view.language = words.language;
  view.languages = {{"en", "English"}, {"de", "Deutsch"}, {"ar", "العربية"}};
  view.brand = "hofmarkt";
  view.question = words.rating;
  const std::vector<std::uint8_t> smileys = {1, 2, 4, 5};
  for (std::uint8_t i = 0; i < 4; ++i) {
    view.faces.push_back({static_cast<std::uint8_t>(i + 1), smileys[i], words.faces[i]});
  }
  return view;
}

namespace {

SessionView sample_follow_up(const SampleWords& words) {
  auto view = sample_home(words);
  view.stage = Stage::follow_up;
  view.vote = 1;
  view.first_answer = view.faces[0];
  view.faces.clear();
  view.kind = QuestionKind::multiple_choice;
  view.counted = true;
  view.question = words.why;
  view.response = words.regret;
  for (const auto& reason : words.reasons) view.reasons.push_back({reason, false});
  return view;
}

SessionView sample_thank_you(const SampleWords& words) {
  auto view = sample_home(words);
  view.stage = Stage::thank_you;
  view.vote = 3;
  view.first_answer = view.faces[2];
  view.counted = true;
  view.question = words.thanks;
  view.response = words.pass_on;
  view.time_left = 0.62F;
  return view;
}

const SurveySet& shipped_set(const std::string& id) {
  static std::map<std::string, SurveySet> sets;
  auto [found, is_new] = sets.try_emplace(id);
  if (is_new) {
    found->second = *load_survey_set(tests::in_source("assets/surveys/") + id + ".json");
  }
  return found->second;
}

std::vector<SessionView> shipped_views(const std::string& id, const std::string& language) {
  const SurveySet& set = shipped_set(id);
  SurveyOffer offer{std::make_shared<const SurveySet>(set), {}, language, {}};
  for (const auto& one : set.languages) {
    offer.languages.push_back({{one, autonym(one)}, is_right_to_left(one)});
  }
  return every_view(offer, {language, {}});
}

// The first view for which that holds.
SessionView first_of(const std::vector<SessionView>& views,
                     const std::function<bool(const SessionView&)>& holds) {
  return *std::find_if(views.begin(), views.end(), holds);
}

SessionView first_at(const std::vector<SessionView>& views, Stage stage) {
  return first_of(views, [&](const SessionView& view) { return view.stage == stage; });
}

// The kinds of questions beside faces and multiple choice, from the sets that are shipped.
std::vector<Sample> kinds(const std::string& language) {
  const auto recommendation = shipped_views("recommendation", language);
  const auto desk = shipped_views("service-desk", language);
  const auto chance = shipped_views("second-chance", language);
  return {{"nps", recommendation.front(), {}},
          {"nps-change-answer", first_at(recommendation, Stage::change_answer), {}},
          {"nps-follow-up", first_at(recommendation, Stage::follow_up), {}},
          {"nps-thank-you", first_at(recommendation, Stage::thank_you), {}},
          {"effort", desk.front(), {}},
          {"yes-no", chance.front(), {}},
          {"yes-no-change-answer", first_at(chance, Stage::change_answer), {}},
          {"single-choice", first_at(chance, Stage::follow_up), {}}};
}

SessionView sample_night(const std::string& language) {
  SessionView view;
  view.stage = Stage::night;
  view.language = language;
  view.night.opens = LocalTime{{2026, 12, 30}, 8 * 60 + 30};
  view.night.hours_ahead = 10;
  view.night.region = "DE";
  return view;
}

StaffView sample_pin(const std::string& language) {
  StaffView staff;
  staff.stage = StaffStage::pin;
  staff.language = language;
  staff.digits = 3;
  return staff;
}

}  // namespace

std::shared_ptr<const SetLook> hofmarkt_look() {
  static const auto set = std::make_shared<const SurveySet>(
      *load_survey_set(tests::in_source("tests/kiosk/screens/hofmarkt/hofmarkt.json")));
  return {set, &set->look};
}

StaffView sample_connection(const std::string& language, ConnectionPage page) {
  StaffView staff;
  staff.stage = StaffStage::connection;
  staff.language = language;
  auto& connection = staff.connection;
  connection.page = page;
  connection.by_itself = true;
  connection.facts.state = ConnectionState::waits;
  connection.facts.backend_url = "https://feedback.hofmarkt.example";
  connection.facts.number = "7f3a91c0";
  connection.facts.address = "192.168.178.120";
  connection.facts.since = LocalTime{{2027, 3, 2}, 13 * 60 + 5};
  connection.qr = "https://feedback.hofmarkt.example/fleet?q=7f3a91c0";
  connection.typed = page == ConnectionPage::code ? "7K3M-9QXA-B2" : "https://feedback.hofma";
  connection.digits = 3;
  return staff;
}

StaffView sample_panel(const std::string& language) {
  StaffView staff;
  staff.stage = StaffStage::panel;
  staff.language = language;
  staff.sets = {{"Checkout", true}, {"Service desk", false}};
  staff.languages = {{{"en", "English"}, true, true},
                     {{"de", "Deutsch"}, true, false},
                     {{"ar", "العربية"}, false, false}};
  staff.kept = staff.acknowledged = 212;
  return staff;
}

std::vector<Sample> connection_samples(const std::string& language) {
  const auto page = [&](ConnectionPage which) { return sample_connection(language, which); };
  auto fresh = page(ConnectionPage::state);
  fresh.connection.facts = {.number = "7f3a91c0"};
  fresh.connection.qr.clear();
  auto to_be_read = page(ConnectionPage::state);
  to_be_read.connection.to_be_read = true;
  auto mistyped = page(ConnectionPage::code);
  mistyped.connection.problem = ConnectionProblem::no_code;
  auto no_address = page(ConnectionPage::address);
  no_address.connection.problem = ConnectionProblem::no_address;
  auto differ = page(ConnectionPage::pin);
  differ.connection.problem = ConnectionProblem::pins_differ;
  auto weak = page(ConnectionPage::pin);
  weak.connection.problem = ConnectionProblem::weak_pin;
  std::vector<Sample> all = {{"connection-fresh", {}, fresh},
                             {"connection", {}, page(ConnectionPage::state)},
                             {"connection-waiting", {}, to_be_read},
                             {"connection-address", {}, page(ConnectionPage::address)},
                             {"connection-no-address", {}, no_address},
                             {"connection-code", {}, page(ConnectionPage::code)},
                             {"connection-mistyped", {}, mistyped},
                             {"new-pin", {}, weak},
                             {"new-pin-again", {}, page(ConnectionPage::pin_again)},
                             {"new-pin-differs", {}, differ}};
  for (const auto state :
       {ConnectionState::trying, ConnectionState::refused, ConnectionState::joined}) {
    auto other = page(ConnectionPage::state);
    other.connection.facts.state = state;
    other.connection.by_itself = false;
    other.connection.facts.has_pin = true;
    if (state == ConnectionState::joined) other.connection.qr.clear();
    all.push_back({"connection-" + std::to_string(int(state)), {}, other});
  }
  return all;
}

std::vector<Sample> samples(const SampleWords& words) {
  std::vector<Sample> all;
  const auto home = sample_home(words);
  all.push_back({"home", home, {}});
  auto change = home;
  change.stage = Stage::change_answer;
  change.vote = change.given = 2;
  change.counted = true;
  all.push_back({"change-answer", change, {}});
  auto keeping = home;
  keeping.vote = keeping.given = 4;
  keeping.keeping = true;
  all.push_back({"keeping", keeping, {}});
  const auto why = sample_follow_up(words);
  all.push_back({"follow-up", why, {}});
  auto chosen = why;
  chosen.reasons[0].chosen = chosen.reasons[4].chosen = true;
  all.push_back({"follow-up-chosen", chosen, {}});
  auto more = chosen;
  more.more_time = true;
  more.time_left = 0.7F;
  all.push_back({"more-time", more, {}});
  all.push_back({"thank-you", sample_thank_you(words), {}});
  auto told = sample_thank_you(words);
  told.public_line = words.public_line;
  all.push_back({"thank-you-line", told, {}});
  auto echo = sample_thank_you(words);
  echo.vote = 1;
  echo.first_answer = sample_home(words).faces[0];
  echo.response.clear();
  echo.echo = EchoView{11, {}};
  all.push_back({"thank-you-echo", echo, {}});
  echo.vote = 3;
  echo.first_answer = sample_home(words).faces[2];
  echo.echo = EchoView{1'048, words.reasons[2]};
  echo.public_line = words.public_line;
  all.push_back({"thank-you-echo-reason", echo, {}});
  auto languages = home;
  languages.overlay = Overlay::languages;
  all.push_back({"languages", languages, {}});
  auto accessibility = why;
  accessibility.overlay = Overlay::accessibility;
  accessibility.accessibility.high_contrast = true;
  all.push_back({"accessibility", accessibility, {}});
  auto broken = home;
  broken.stage = Stage::on_break;
  all.push_back({"break", broken, {}});
  for (auto& kind : kinds(words.language)) all.push_back(std::move(kind));
  all.push_back({"night", sample_night(words.language), {}});
  auto holidays = sample_night(words.language);
  holidays.night.hours_ahead = 1'000;
  holidays.night.place = 5;
  all.push_back({"night-holidays", holidays, {}});
  auto bell = chosen;
  bell.call.offered = true;
  all.push_back({"bell", bell, {}});
  auto sorry = sample_thank_you(words);
  sorry.vote = 1;
  sorry.unhappy = true;
  sorry.first_answer = home.faces[0];
  sorry.call.offered = true;
  all.push_back({"bell-thank-you", sorry, {}});
  using enum CallStage;
  for (const auto& [name, stage] :
       {std::pair("call", confirm), std::pair("call-asking", asking),
        std::pair("call-coming", coming), std::pair("call-nobody", nobody)}) {
    auto call = why;
    call.call = {false, stage, words.place};
    all.push_back({name, call, {}});
  }
  all.push_back({"pin", home, sample_pin(words.language)});
  auto locked = sample_pin(words.language);
  locked.digits = 0;
  locked.wrong = true;
  locked.locked_seconds = 30;
  all.push_back({"pin-locked", home, locked});
  all.push_back({"panel", home, sample_panel(words.language)});
  auto changed = sample_panel(words.language);
  changed.changed = true;
  changed.save_failed = true;
  all.push_back({"panel-changed", home, changed});
  auto refused = sample_panel(words.language);
  refused.refused_device = "Multifunction-Touchscreen K120 X";
  all.push_back({"panel-refused", home, refused});
  auto safe = sample_panel(words.language);
  safe.safe_mode = true;
  all.push_back({"panel-safe-mode", home, safe});
  auto from_afar = sample_panel(words.language);
  from_afar.bundle = 12;
  all.push_back({"panel-bundle", home, from_afar});
  for (auto& one : connection_samples(words.language)) {
    one.view = home;
    all.push_back(std::move(one));
  }
  auto connects = sample_panel(words.language);
  connects.connects = true;
  all.push_back({"panel-connects", home, connects});
  auto backlog = sample_panel(words.language);
  backlog.kept = 1'048'576;
  backlog.acknowledged = 387'212;
  backlog.waits = true;
  all.push_back({"panel-backlog", home, backlog});
  return all;
}

std::vector<std::string> shipped_languages() {
  return shipped_set("checkout").languages;
}

std::vector<Sample> shipped_samples(const std::string& language) {
  const auto views = shipped_views("checkout", language);
  const auto more = first_of(views, [](const SessionView& view) { return view.more_time; });
  auto good = first_at(views, Stage::thank_you);
  for (const auto& view : views) {
    if (view.stage == Stage::thank_you && view.vote == 4) good = view;
  }
  auto languages = views.front();
  languages.overlay = Overlay::languages;
  auto locked = sample_pin(language);
  locked.locked_seconds = 30;
  auto panel = sample_panel(language);
  panel.sets = {{text_in(shipped_set("checkout").title, language), true}};
  panel.languages.clear();
  for (const auto& one : shipped_set("checkout").languages) {
    panel.languages.push_back({{one, autonym(one)}, true, one == language});
  }
  panel.kept = 1'048'576;
  panel.acknowledged = 387'212;
  panel.waits = true;
  return {{"home", views.front(), {}},
          {"follow-up", first_at(views, Stage::follow_up), {}},
          {"more-time", more, {}},
          {"thank-you", good, {}},
          {"change-answer", first_at(views, Stage::change_answer), {}},
          {"languages", languages, {}},
          {"pin-locked", views.front(), locked},
          {"panel", views.front(), panel}};
}

}  // namespace smilepost::kiosk
