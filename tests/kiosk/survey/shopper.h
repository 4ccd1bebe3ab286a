// A shopper in front of a session, a disk behind it and a clock: for tests.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "kiosk/survey/session.h"
#include "tests/places.h"

namespace smilepost::kiosk {

inline std::shared_ptr<const SurveySet> shipped_set(const std::string& id) {
  auto set = load_survey_set(tests::in_source("assets/surveys/") + id + ".json");
  if (!set) throw std::runtime_error(set.error().message);
  return std::make_shared<const SurveySet>(*std::move(set));
}

inline SurveyOffer offer_of(const std::string& id, std::string default_language = "en") {
  return {shipped_set(id),
          {{{"en", "English"}, false}, {{"de", "Deutsch"}, false}, {{"ar", "العربية"}, true}},
          std::move(default_language)};
}

// Questions of every kind, several deep: tests/kiosk/survey/files/good/every-kind.json. In English.
inline SurveyOffer offer_of_every_kind() {
  auto set = load_survey_set(tests::in_source("tests/kiosk/survey/files/good/every-kind.json"));
  if (!set) throw std::runtime_error(set.error().message);
  return {std::make_shared<const SurveySet>(*std::move(set)), {{{"en", "English"}, false}}, "en"};
}

class Shopper {
 public:
  explicit Shopper(SurveyOffer offer = offer_of("checkout"), Today today = {})
      : session(std::move(offer), {}, {}, std::move(today)) {}

  // A tap whose meaning is the intent; what it records is not kept yet.
  void does(const Intent& intent) {
    session.touched(now);
    session.take(intent, now);
  }

  // The disk keeps what is to be appended; the next frame is shown.
  record::Answer disk_keeps() {
    auto answer = session.take_answer();
    EXPECT_TRUE(answer) << "nothing to append";
    if (!answer) return {};
    session.kept(++sequence, now);
    session.frame_shown(now);
    return *answer;
  }

  // A tap, kept at once if it recorded something.
  void taps(const Intent& intent) {
    does(intent);
    if (auto answer = session.take_answer()) {
      answers.push_back(*answer);
      session.kept(++sequence, now);
    }
    session.frame_shown(now);
  }

  // Nobody touches anything; the session is woken whenever it asked to be.
  void waits(std::uint64_t ms) {
    const auto end = now + ms;
    for (int ticks = 0; const auto due = session.next_deadline();) {
      if (*due > end) break;
      if (++ticks > 100) FAIL() << "a deadline that tick does not settle";
      now = std::max(now, *due);
      session.tick(now);
      if (auto answer = session.take_answer()) {
        answers.push_back(*answer);
        session.kept(++sequence, now);
      }
      session.frame_shown(now);
    }
    now = end;
    session.tick(now);
  }

  SessionView sees() const { return session.view(now); }
  Stage stage() const { return sees().stage; }

  Session session;
  std::uint64_t now = 1'000'000;
  std::uint64_t sequence = 41;
  std::vector<record::Answer> answers;  // kept by taps and waits
};

}  // namespace smilepost::kiosk
