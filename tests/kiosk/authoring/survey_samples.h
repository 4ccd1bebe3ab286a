// Two small survey sets of different shape, and a judge who knows neither: what is done to a set's
// texts must not depend on the shape of the set.
#pragma once

#include <string>

#include "kiosk/authoring/survey_document.h"

namespace smilepost::kiosk {

inline Status judged_by_nobody(std::string_view /*json*/, const std::string& /*file*/) {
  return Done{};
}

// Formatted by several hands: a folded list, objects in one line and over several.
inline const char* const questions_json = R"({
  "id": "visit", "version": 3,
  "title": {"en": "Visit", "de": "Besuch"},
  "brand": "en",
  "languages": [
    "en", "de"
  ],
  "questions": [
    { "id": "rating", "kind": "yes_no",
      "text": {
        "en": "Did you \"find\" it?",
        "de": "Gefunden?"
      },
      "no": { "en": "No", "de": "Nein" },
      "yes": { "en": "Yes", "de": "Ja" },
      "replies": [
        {"chosen": ["no"], "thanks": [{"en": "Sorry", "de": "Schade"}]},
        {"chosen": ["yes"], "thanks": [{"en": "Thanks", "de": "Danke"}, {"en": "Fine", "de": "Schön"}]}
      ],
      "next": [{"chosen": ["no"], "ask": "why"}] },
    {
      "id": "why",
      "kind": "single_choice",
      "text": {"en":"Why?","de":"Warum?"},
      "options": [
        {"id": "long-wait", "icon": "clock", "text": {"en": "Waited", "de": "Gewartet"}},
        {"id": "other", "text": {"en": "Other", "de": "Anderes"}}
      ]
    }
  ]
}
)";

inline const char* const rating_json = R"({
  "id": "rating", "version": 1, "title": {"en": "Rating"}, "languages": ["en"],
  "rating": {"id": "r", "text": {"en": "How?"},
    "votes": [
      {"vote": 1, "smiley": 1, "label": {"en": "Bad"}, "thanks": [{"en": "Sorry"}]},
      {"vote": 2, "smiley": 5, "label": {"en": "Good"}, "thanks": [{"en": "Thanks"}]}]}
})";

inline SurveyDocument document_of(const std::string& json) {
  return *SurveyDocument::parse(json, "set.json", judged_by_nobody);
}

}  // namespace smilepost::kiosk
