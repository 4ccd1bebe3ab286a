#include "tests/kiosk/screens/samples.h"

namespace smilepost::kiosk {

const std::vector<SampleWords>& sample_words() {
  static const std::vector<SampleWords> words = {
      {"en",
       "How was your visit today?",
       "What went wrong?",
       "We’re sorry. That must have been frustrating, and you deserved better.",
       "Thank you, good to hear!",
       "We’ll pass it on to the team.",
       {"Very bad", "Bad", "Good", "Very good"},
       {"Long wait", "Unfriendly", "Out of stock", "Wrong price", "Not clean", "Something else"},
       "You said it was cold at the checkouts. Since May there is a new door."},
      {"de",
       "Wie war Ihr Besuch heute?",
       "Was ist schiefgelaufen?",
       "Das tut uns leid. Das war sicher ärgerlich – Sie hätten Besseres verdient.",
       "Sie haben uns den Tag versüßt!",
       "Wir sagen es dem Team weiter.",
       {"Sehr schlecht", "Schlecht", "Gut", "Sehr gut"},
       {"Lange gewartet", "Unfreundlich", "Nicht vorrätig", "Preis falsch", "Nicht sauber",
        "Etwas anderes"},
       "Sie sagten, an den Kassen sei es zu kalt. Seit Mai gibt es eine neue Eingangstür, und "
       "abends sind alle Kassen offen."},
      {"ar",
       "كيف كانت زيارتك اليوم؟",
       "ما الذي لم يعجبك؟",
       "نأسف لذلك. كان علينا أن نخدمك بشكل أفضل.",
       "شكرًا لك، يسعدنا سماع ذلك!",
       "سننقل ذلك إلى الفريق.",
       {"سيئة جدًا", "سيئة", "جيدة", "جيدة جدًا"},
       {"انتظار طويل", "تعامل غير لطيف", "منتج غير متوفر", "سعر خاطئ", "مكان غير نظيف", "شيء آخر"},
       "قلتم إن الجو بارد عند صناديق الدفع. منذ مايو لدينا باب جديد."},
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
  view.counted = true;
  view.question = words.thanks;
  view.response = words.pass_on;
  view.time_left = 0.62F;
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

std::vector<Sample> samples(const SampleWords& words) {
  std::vector<Sample> all;
  const auto home = sample_home(words);
  all.push_back({"home", home, {}});
  auto change = home;
  change.stage = Stage::change_answer;
  change.vote = 2;
  change.counted = true;
  all.push_back({"change-answer", change, {}});
  auto keeping = home;
  keeping.vote = 4;
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
  auto line = sample_thank_you(words);
  line.public_line = words.public_line;
  all.push_back({"thank-you-line", line, {}});
  auto languages = home;
  languages.languages_open = true;
  all.push_back({"languages", languages, {}});
  auto broken = home;
  broken.stage = Stage::on_break;
  all.push_back({"break", broken, {}});
  all.push_back({"pin", home, sample_pin(words.language)});
  auto locked = sample_pin(words.language);
  locked.digits = 0;
  locked.wrong = true;
  locked.locked_seconds = 30;
  all.push_back({"pin-locked", home, locked});
  all.push_back({"panel", home, sample_panel(words.language)});
  auto settings = sample_panel(words.language);
  settings.bundle = 12;
  all.push_back({"panel-settings", home, settings});
  auto changed = sample_panel(words.language);
  changed.changed = true;
  changed.save_failed = true;
  all.push_back({"panel-changed", home, changed});
  return all;
}

}  // namespace smilepost::kiosk
